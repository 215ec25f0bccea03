// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.deedbook.pipeline.redact.SubjectTokens.Subject;
import io.deedbook.storage.erasure.ErasureNotice;
import io.deedbook.storage.erasure.IndexRanges;
import io.deedbook.storage.erasure.SubjectSearch;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.postgres.PartColumns;
import io.deedbook.storage.postgres.SessionCondition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Finds which entries belong into an export, a stretch of the log at a time. Thread-safe. */
final class ExportIndexes {
    private static final String SELECT = "select idx from record where log_id = $1 and idx >= $2 and idx < $3"
            + " and ($4::text is null or team = $4::text)"
            + " and ($5::bigint is null or occurred_unix_nanos >= $5::bigint)"
            + " and ($6::bigint is null or occurred_unix_nanos < $6::bigint)";
    private static final String OF_SESSION = SELECT + " and " + SessionCondition.of("$7");
    private static final String ORDER = " order by idx";
    private static final String OF_TEAM =
            "select idx from record where log_id = $1 and idx = any($2::bigint[]) and team = $3 order by idx";
    private static final String NOTICES = "select idx, content from record where log_id = $1 and idx > $2 and idx < $3"
            + " and kind in ('erasure', 'retention') order by idx limit ";
    private static final int NOTICES_PAGE = 200;

    private final Pool reader;
    private final SubjectSearch search;

    ExportIndexes(Pool reader) {
        this.reader = reader;
        search = new SubjectSearch(reader);
    }

    /** The entries that are asked for, below {@code size}. */
    Future<IndexRanges> find(ExportRequest request, @Nullable Subject subject, long size) {
        var found = new ArrayList<IndexRanges>();
        var next = new AtomicLong();
        return AsyncLoop.repeat(() -> {
                    var from = next.getAndAdd(SubjectSearch.WINDOW);
                    if (from >= size) {
                        return Future.succeededFuture(false);
                    }
                    return window(request, subject, from, Math.min(size, from + SubjectSearch.WINDOW))
                            .map(indexes -> {
                                found.add(IndexRanges.of(indexes));
                                return true;
                            });
                })
                .map(done -> IndexRanges.union(found));
    }

    private Future<List<Long>> window(ExportRequest request, @Nullable Subject subject, long from, long to) {
        var logId = request.tenant().id();
        if (subject == null) {
            var parameters = Tuple.of(logId, from, to)
                    .addString(request.team())
                    .addValue(boxed(request.fromUnixNanos()))
                    .addValue(boxed(request.toUnixNanos()));
            return request.session() == null
                    ? indexes(SELECT + ORDER, parameters)
                    : indexes(OF_SESSION + ORDER, parameters.addString(request.session()));
        }
        return search.own(logId, from, to, subject, EnumSet.copyOf(PartColumns.ERASABLE))
                .compose(own -> request.team() == null
                        ? Future.succeededFuture(own)
                        : indexes(OF_TEAM, Tuple.of(logId, own.toArray(Long[]::new), request.team())));
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isEmpty() ? null : number.getAsLong();
    }

    /** The entries that say that something of these is gone. */
    Future<IndexRanges> notices(int logId, IndexRanges records, long size) {
        var found = new ArrayList<Long>();
        var last = new AtomicLong(-1);
        return AsyncLoop.repeat(() -> reader.preparedQuery(NOTICES + NOTICES_PAGE)
                        .execute(Tuple.of(logId, last.get(), size))
                        .map(rows -> {
                            for (var row : rows) {
                                last.set(row.getLong(0));
                                ErasureNotice.read(row.getString(1), last.get())
                                        .filter(notice -> notice.targets().intersects(records))
                                        .ifPresent(notice -> found.add(last.get()));
                            }
                            return rows.size() == NOTICES_PAGE;
                        }))
                .map(done -> IndexRanges.of(found));
    }

    /** Whether an entry from {@code size} on says, or may say, that something of these is gone. */
    Future<Boolean> isNoticedFrom(int logId, IndexRanges records, long size) {
        var last = new AtomicLong(size - 1);
        var noticed = new AtomicBoolean();
        return AsyncLoop.repeat(() -> reader.preparedQuery(NOTICES + NOTICES_PAGE)
                        .execute(Tuple.of(logId, last.get(), Long.MAX_VALUE))
                        .map(rows -> {
                            for (var row : rows) {
                                last.set(row.getLong(0));
                                var notice = ErasureNotice.read(row.getString(1), last.get());
                                if (notice.isEmpty()
                                        || notice.get().targets().intersects(records)
                                        || notice.get().entries().intersects(records)) {
                                    noticed.set(true);
                                }
                            }
                            return rows.size() == NOTICES_PAGE && !noticed.get();
                        }))
                .map(done -> noticed.get());
    }

    private Future<List<Long>> indexes(String sql, Tuple parameters) {
        return reader.preparedQuery(sql).execute(parameters).map(ExportIndexes::indexes);
    }

    private static List<Long> indexes(RowSet<Row> rows) {
        var indexes = new ArrayList<Long>(rows.size());
        rows.forEach(row -> indexes.add(row.getLong(0)));
        return indexes;
    }
}
