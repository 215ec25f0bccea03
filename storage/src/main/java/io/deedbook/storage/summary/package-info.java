// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Sums stretches of logs up, so that questions need not read the records; start at {@code Summarizer}. */
@NullMarked
package io.deedbook.storage.summary;

import org.jspecify.annotations.NullMarked;
