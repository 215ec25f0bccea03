// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What is tried: phases of rates, kinds of clients, faults. Start reading at
 * {@link io.deedbook.loadtest.scenario.Kind}.
 */
@NullMarked
package io.deedbook.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
