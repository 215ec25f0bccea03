// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How clients send: over which connections, in which batches, and what they do when refused. Start reading at
 * {@link io.deedbook.loadtest.client.Clients}.
 */
@NullMarked
package io.deedbook.loadtest.client;

import org.jspecify.annotations.NullMarked;
