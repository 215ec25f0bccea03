// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.StoredRecord;

/** Tells whether a record that has just arrived belongs on a page, by the filter of that page. */
final class LiveFilter {
    private LiveFilter() {}

    /** As the database would tell, but for the text, which pages that follow do not have. */
    static boolean matches(StoredRecord record, RecordQuery query) {
        var from = query.fromUnixNanos();
        var to = query.toUnixNanos();
        return (from.isEmpty() || record.occurredUnixNanos() >= from.getAsLong())
                && (to.isEmpty() || record.occurredUnixNanos() < to.getAsLong())
                && (query.pii() == null || record.pii().containsKey(query.pii()))
                && query.equal().entrySet().stream()
                        .allMatch(wanted -> holds(record, wanted.getKey(), wanted.getValue()));
    }

    private static boolean holds(StoredRecord record, Field field, String value) {
        return switch (field.type()) {
            case TEXT -> value.equals(record.text(field));
            case LIST -> record.list(field).contains(value);
            case INTEGER -> false;
        };
    }
}
