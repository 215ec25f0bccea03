// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table of records.
 *
 * @param summary what was done to what, in pieces
 * @param sessionHref the session it belongs to, or null
 */
public record RecordRow(
        long index,
        String href,
        Moment occurred,
        String surface,
        String action,
        List<Span> summary,
        @Nullable String user,
        @Nullable String sessionHref,
        String risk,
        String outcome,
        List<String> rules) {
    public RecordRow {
        summary = List.copyOf(summary);
        rules = List.copyOf(rules);
    }
}
