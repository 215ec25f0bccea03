// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/** The machine that a run took place on, and what its processes used. */
@NullMarked
package io.deedbook.loadtest.host;

import org.jspecify.annotations.NullMarked;
