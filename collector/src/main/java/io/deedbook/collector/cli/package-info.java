// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The command line; start at {@code Main}. */
@NullMarked
package io.deedbook.collector.cli;

import org.jspecify.annotations.NullMarked;
