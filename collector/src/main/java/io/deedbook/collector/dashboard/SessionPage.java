// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of one session: its records in order, by prompt. */
public record SessionPage(
        Chrome chrome,
        String sessionId,
        @Nullable String user,
        int count,
        List<PromptGroup> groups,
        @Nullable String next,
        String filterHref) {
    public SessionPage {
        groups = List.copyOf(groups);
    }
}
