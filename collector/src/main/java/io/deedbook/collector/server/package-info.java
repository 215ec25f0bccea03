// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Starts and stops the parts in order; start at {@code CollectorServer}. */
@NullMarked
package io.deedbook.collector.server;

import org.jspecify.annotations.NullMarked;
