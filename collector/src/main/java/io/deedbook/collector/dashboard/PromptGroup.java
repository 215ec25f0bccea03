// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of a session that one prompt led to.
 *
 * @param promptId null for records outside of any prompt
 */
public record PromptGroup(@Nullable String promptId, String title, List<RecordRow> rows) {
    public PromptGroup {
        rows = List.copyOf(rows);
    }
}
