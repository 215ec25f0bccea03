// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How good detection is: the labelled texts in {@code detect/corpus} are scanned, and what is found is held against
 * what is there. Start reading at {@code DetectionQualityTest}.
 */
@NullMarked
package io.deedbook.pipeline.detect.quality;

import org.jspecify.annotations.NullMarked;
