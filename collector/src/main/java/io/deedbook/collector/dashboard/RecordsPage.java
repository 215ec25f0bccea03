// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of records.
 *
 * @param total of all records, or null when counts can't be had now
 * @param error what is wrong with the filter, or null
 * @param live where new records arrive, or null when this page does not follow them
 * @param next the next page, or null
 * @param empty whether there are no records at all
 * @param exportUrl where agents send telemetry
 */
public record RecordsPage(
        Chrome chrome,
        @Nullable Long total,
        List<Count> risks,
        List<Count> actions,
        FilterForm form,
        @Nullable String error,
        List<RecordRow> rows,
        @Nullable String live,
        @Nullable String next,
        boolean firstPage,
        boolean empty,
        String exportUrl) {
    public RecordsPage {
        risks = List.copyOf(risks);
        actions = List.copyOf(actions);
        rows = List.copyOf(rows);
    }
}
