// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/** One run of one scenario against one collector. Start reading at {@link io.deedbook.loadtest.run.LoadRun}. */
@NullMarked
package io.deedbook.loadtest.run;

import org.jspecify.annotations.NullMarked;
