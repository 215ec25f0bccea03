// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Collectors of the load test's own, started from the jar as a user starts them, so that one command gives a figure.
 * Start reading at {@link io.deedbook.loadtest.managed.House}.
 */
@NullMarked
package io.deedbook.loadtest.managed;

import org.jspecify.annotations.NullMarked;
