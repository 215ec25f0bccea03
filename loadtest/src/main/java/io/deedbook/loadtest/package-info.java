// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Loads a collector over its public HTTP API and reads back what it acknowledged; start at {@code run.LoadRun}. */
@NullMarked
package io.deedbook.loadtest;

import org.jspecify.annotations.NullMarked;
