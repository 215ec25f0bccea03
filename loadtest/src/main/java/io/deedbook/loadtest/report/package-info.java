// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/** What a run showed, for people and for programs, and whether that is what was promised. */
@NullMarked
package io.deedbook.loadtest.report;

import org.jspecify.annotations.NullMarked;
