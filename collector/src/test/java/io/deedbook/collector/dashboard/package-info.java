// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the pages, in front of the real storage; start at {@code ReadServer}. */
@NullMarked
package io.deedbook.collector.dashboard;

import org.jspecify.annotations.NullMarked;
