// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.postgres.SessionCondition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads of records what the evaluation asks for, and no content. Thread-safe. */
final class ObservedRecords {
    /** The most records of one session that are recalled. */
    static final int SESSION_RECORDS_MAX = 256;

    private final Pool reader;
    private final RecentRecords recent;
    private final List<Field> columns;
    private final String selected;

    ObservedRecords(Pool reader, RecentRecords recent, Set<Field> columns) {
        this.reader = reader;
        this.recent = recent;
        this.columns = List.copyOf(new TreeSet<>(columns));
        selected = "idx, received_unix_nanos, occurred_unix_nanos, "
                + String.join(", ", this.columns.stream().map(Field::column).toList());
    }

    /** What is read; one statement does for those that read the same. */
    String selected() {
        return selected;
    }

    /** The records from one index on, none from another on; what memory has of them, and what is to be read. */
    ObservedStretch stretch(int logId, long from, long to) {
        return ObservedStretch.of(recent, logId, from, to, LogState.PAGE_RECORDS);
    }

    /** Made when it is needed: it is long, and there is an object of this class for each log. */
    private String ofStretches() {
        // each by the index of its log and nothing else, whatever statistics say
        return "select h.log_id, r.* from unnest($1::int[], $2::bigint[], $3::bigint[])"
                + " as h (log_id, read_from, read_to) cross join lateral (select " + selected
                + " from record where log_id = h.log_id and idx >= h.read_from and idx < h.read_to"
                // one more, in case one is there twice
                + " order by idx limit h.read_to - h.read_from + 1) as r order by 1, 2";
    }

    /** Reads in one statement what is missing in stretches of several logs. */
    Future<Void> fill(List<ObservedStretch> stretches) {
        var logIds = new ArrayList<Integer>();
        var from = new ArrayList<Long>();
        var to = new ArrayList<Long>();
        var byLog = new HashMap<Integer, ObservedStretch>();
        for (var stretch : stretches) {
            byLog.put(stretch.logId(), stretch);
            for (var hole : stretch.holes()) {
                logIds.add(stretch.logId());
                from.add(hole.from());
                to.add(hole.to());
            }
        }
        if (logIds.isEmpty()) {
            return Future.succeededFuture();
        }
        return reader.preparedQuery(ofStretches())
                .execute(Tuple.of(logIds.toArray(Integer[]::new), from.toArray(Long[]::new), to.toArray(Long[]::new)))
                .map(rows -> {
                    // all of them before any is taken: where one can't be read, nothing has changed
                    var records = new ArrayList<Observed>(rows.size());
                    rows.forEach(row -> records.add(observed(row, 1)));
                    var record = records.iterator();
                    for (var row : rows) {
                        var next = record.next();
                        var stretch = byLog.get(row.getInteger(0));
                        if (stretch != null) {
                            stretch.fill(next);
                        }
                    }
                    return null;
                });
    }

    /**
     * The records from one index on, none from another on; fewer where only some were in memory, or
     * {@link LogState#PAGE_RECORDS} have to be read, but at least one.
     */
    Future<List<Observed>> range(int logId, long from, long to) {
        var held = recent.range(logId, from, to);
        if (!held.isEmpty()) {
            return Future.succeededFuture(held);
        }
        return read(logId, from, recent.nextFrom(logId, from, Math.min(to, from + LogState.PAGE_RECORDS)));
    }

    private Future<List<Observed>> read(int logId, long from, long to) {
        return reader.preparedQuery(
                        "select " + selected + " from record where log_id = $1 and idx >= $2 and idx < $3 order by idx")
                .execute(Tuple.of(logId, from, to))
                .map(this::observed);
    }

    /**
     * The latest {@value #SESSION_RECORDS_MAX} numbered records of each session before an index, in the order of the
     * log.
     */
    Future<List<Observed>> ofSessions(int logId, Collection<String> sessionIds, long before) {
        return reader.preparedQuery(
                        "select r.* from unnest($2::text[]) as s (id) cross join lateral (select " + selected
                                + " from record where log_id = $1 and " + SessionCondition.of("s.id")
                                + " and idx < $3 and sequence is not null order by idx desc limit "
                                + SESSION_RECORDS_MAX + ") as r order by r.idx")
                .execute(Tuple.of(logId, sessionIds.toArray(String[]::new), before))
                .map(this::observed);
    }

    /** When the record at an index was received, or null when there is none. */
    Future<@Nullable Long> received(int logId, long index) {
        return reader.preparedQuery("select received_unix_nanos from record where log_id = $1 and idx = $2")
                .execute(Tuple.of(logId, index))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong(0));
    }

    private List<Observed> observed(RowSet<Row> rows) {
        var records = new ArrayList<Observed>(rows.size());
        for (var row : rows) {
            records.add(observed(row, 0));
        }
        return records;
    }

    /** @param start of the columns that are selected for a record */
    private Observed observed(Row row, int start) {
        var received = row.getLong(start + 1);
        return new Observed(
                row.getLong(start), received, Observed.time(received, row.getLong(start + 2)), values(row, start + 3));
    }

    private @Nullable Object[] values(Row row, int start) {
        var values = new @Nullable Object[Field.all().size()];
        var position = start;
        for (var field : columns) {
            values[field.ordinal()] = switch (field.type()) {
                case TEXT -> row.getString(position);
                case INTEGER -> row.getLong(position);
                case LIST -> list(row.getArrayOfStrings(position));
            };
            position++;
        }
        return values;
    }

    private static @Nullable List<String> list(String @Nullable [] entries) {
        return entries == null ? null : List.of(entries);
    }
}
