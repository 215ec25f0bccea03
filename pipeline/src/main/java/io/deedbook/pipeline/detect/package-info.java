// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Finds personal data and secrets in text; start at {@code DetectorEngine}. */
@NullMarked
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.NullMarked;
