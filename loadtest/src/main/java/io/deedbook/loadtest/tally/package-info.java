// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What happened to the events of a run, as the clients saw it. Start reading at
 * {@link io.deedbook.loadtest.tally.Tally}.
 */
@NullMarked
package io.deedbook.loadtest.tally;

import org.jspecify.annotations.NullMarked;
