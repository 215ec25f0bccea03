// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/** Looks for personal data and secrets in text; {@link DetectorEngine} is the one that runs. */
@FunctionalInterface
public interface Scanner {
    /** What stands in {@code text}: sorted by start, without overlaps. */
    List<Finding> scan(String text);

    /**
     * As {@link #scan(String)}, for a text that stands under a name: of an attribute, a member of JSON, a content.
     *
     * @param name {@code ""} when it stands under none
     */
    default List<Finding> scan(String name, String text) {
        return scan(text);
    }
}
