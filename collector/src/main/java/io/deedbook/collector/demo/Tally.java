// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.demo;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.Future;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the ledger holds: by signal, by what of it is redacted, by risk and by rule. At most {@link #RECORDS_MAX}
 * records.
 */
final class Tally {
    /** Enough for every sample many times over; a ledger that has grown beyond is summed up from its newest records. */
    static final int RECORDS_MAX = 20_000;

    /** Entries that the server made itself: the genesis, findings, erasures and the like. */
    private static final String OWN = "own entries";

    private final Map<String, Integer> signals = new TreeMap<>();
    private final Map<String, Integer> redacted = new TreeMap<>();
    private final Map<String, Integer> risks = new TreeMap<>();
    private final Map<String, Integer> rules = new TreeMap<>();
    // Mutable state, owned by the one chain of futures that counts
    private int records;

    private Tally() {}

    /** Counts the tenant's records, newest first. */
    static Future<Tally> of(RecordReader reader, Tenant tenant) {
        return new Tally().count(reader, tenant, OptionalLong.empty());
    }

    private Future<Tally> count(RecordReader reader, Tenant tenant, OptionalLong before) {
        var query = new RecordQuery(
                null,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Map.of(),
                null,
                null,
                before,
                OptionalLong.empty(),
                false,
                RecordQuery.LIMIT_MAX);
        return reader.records(tenant, query).compose(page -> {
            page.records().forEach(this::add);
            if (!page.more() || records >= RECORDS_MAX) {
                return Future.succeededFuture(this);
            }
            var last = page.records().get(page.records().size() - 1);
            return count(reader, tenant, OptionalLong.of(last.index()));
        });
    }

    private void add(StoredRecord record) {
        records++;
        add(signals, Kind.RECORD.wireName().equals(record.text(Field.KIND)) ? record.text(Field.SIGNAL) : OWN);
        add(risks, record.text(Field.RISK));
        record.list(Field.RULES).forEach(rule -> add(rules, rule));
        // the leaf goes on saying what was found in it
        if (!record.isErased(Part.CONTENT) && !record.isErased(Part.ATTRIBUTES)) {
            record.pii().forEach((type, count) -> redacted.merge(type, count, Integer::sum));
        }
    }

    private static void add(Map<String, Integer> counts, @Nullable String name) {
        if (name != null) {
            counts.merge(name, 1, Integer::sum);
        }
    }

    int records() {
        return records;
    }

    Map<String, Integer> signals() {
        return signals;
    }

    Map<String, Integer> redacted() {
        return redacted;
    }

    Map<String, Integer> risks() {
        return risks;
    }

    Map<String, Integer> rules() {
        return rules;
    }
}
