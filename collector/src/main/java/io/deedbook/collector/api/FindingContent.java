// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a finding says, taken from its entry in the ledger.
 *
 * @param rule what was looked for
 * @param explanation a sentence for people, empty where it was erased
 * @param records ids of the records that made it, the first of them where there are many
 * @param recordCount how many made it
 * @param from when the first of them happened, RFC 3339, or null
 * @param to when the last of them happened, RFC 3339, or null
 */
public record FindingContent(
        String rule,
        String title,
        String explanation,
        List<String> records,
        long recordCount,
        @Nullable String from,
        @Nullable String to) {
    private static final int RECORDS_MAX = 100;

    public FindingContent {
        records = List.copyOf(records);
    }

    /** What an entry of kind {@code finding} says. */
    public static FindingContent of(StoredRecord entry) {
        var rule = Objects.requireNonNullElse(entry.text(Field.EVENT), "");
        try {
            var content = entry.contentJson() == null ? new JsonObject() : new JsonObject(entry.contentJson());
            var window = content.getString("window", "").split("/", 2);
            var records = new JsonArray(content.getString("records", "[]"))
                    .stream().limit(RECORDS_MAX).map(String::valueOf).toList();
            return new FindingContent(
                    rule,
                    content.getString("title", rule),
                    content.getString("explanation", ""),
                    records,
                    Long.parseLong(content.getString("recordCount", Integer.toString(records.size()))),
                    window.length == 2 ? window[0] : null,
                    window.length == 2 ? window[1] : null);
        } catch (DecodeException | ClassCastException | NumberFormatException e) {
            // an edited row: the verifier tells, and what cannot be read is left out
            return new FindingContent(rule, rule, "", List.of(), 0, null, null);
        }
    }
}
