// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/** Looks for personal data and secrets in text; {@link DetectorEngine} is the one that runs. */
@FunctionalInterface
public interface Scanner {
    /** What stands in {@code text}: sorted by start, without overlaps. */
    List<Finding> scan(String text);
}
