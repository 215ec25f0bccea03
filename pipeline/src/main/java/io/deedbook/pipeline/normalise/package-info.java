// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Gives an event its meaning as a record; start at {@code Normaliser}. */
@NullMarked
package io.deedbook.pipeline.normalise;

import org.jspecify.annotations.NullMarked;
