// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.summary.Reach;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Answers one query by walking down the log, newest first, some stretches at a time: those that can have nothing of it
 * are passed over, and the page ends when it is full or has taken its time. So what a page costs depends on what lies
 * close together in the log, and not on how long that is or how large the window that is asked for. Used once.
 */
final class RecordWalk {
    private final Pool reader;
    private final Tenant tenant;
    private final RecordQuery query;
    private final WalkLimits limits;
    private final long startNanos = System.nanoTime();

    // Mutable state, owned by the one chain of futures that walks
    private final List<StoredRecord> records = new ArrayList<>();
    private long bytesLeft = RecordSelect.PAGE_BYTES_MAX;
    /** Everything from here on has been looked at. */
    private long position;

    private OptionalLong next = OptionalLong.empty();

    RecordWalk(Pool reader, Tenant tenant, RecordQuery query, WalkLimits limits) {
        this.reader = reader;
        this.tenant = tenant;
        this.query = query;
        this.limits = limits;
    }

    /** Entries from an index to before another; none where both are the same. */
    private record Range(long from, long to) {}

    Future<RecordPage> run() {
        return Reach.of(reader, tenant.id())
                .compose(reach -> {
                    position = Math.min(query.before().orElse(Long.MAX_VALUE), reach.size());
                    return AsyncLoop.repeat(() -> step(reach));
                })
                .map(done -> new RecordPage(records, next));
    }

    /** Looks at the next stretches, and says whether to go on. */
    private Future<Boolean> step(Reach reach) {
        return nextRange(reach).compose(range -> {
            if (range.from() >= range.to()) {
                return Future.succeededFuture(false);
            }
            var statement = RecordSelect.within(tenant, query, range.from(), range.to(), Math.max(1, bytesLeft));
            return reader.preparedQuery(statement.sql())
                    .execute(statement.parameters())
                    .map(rows -> !isFullWith(rows) && goesOnBelow(range.from(), reach));
        });
    }

    private Future<Range> nextRange(Reach reach) {
        var open = reach.summed() * limits.stretches().entries();
        var lowest = Math.max(reach.begin(), position - limits.entriesAtOnce());
        if (position > open) {
            return Future.succeededFuture(new Range(Math.max(open, lowest), position));
        }
        if (position <= reach.begin() || !StretchSelect.canNarrow(query)) {
            return Future.succeededFuture(new Range(lowest, position));
        }
        var last = (position - 1) / limits.stretches().entries();
        var statement = StretchSelect.of(tenant, query, last, limits.atOnce());
        return reader.preparedQuery(statement.sql())
                .execute(statement.parameters())
                .map(rows -> rows.size() == 0 ? new Range(0, 0) : connected(rows, reach.begin()));
    }

    /** The first of these stretches, with those that follow it without a gap. */
    private Range connected(RowSet<Row> rows, long begin) {
        var first = -1L;
        var lowest = -1L;
        for (var row : rows) {
            var number = row.getLong(0);
            if (first < 0) {
                first = number;
            } else if (number != lowest - 1) {
                break;
            }
            lowest = number;
        }
        var entries = limits.stretches().entries();
        return new Range(Math.max(begin, lowest * entries), Math.min(position, (first + 1) * entries));
    }

    /** Takes what there is room for; where there was none, one row was asked for to know that there is more. */
    private boolean isFullWith(RowSet<Row> rows) {
        var room = bytesLeft > 0 ? query.limit() - records.size() : 0;
        var found = 0L;
        var taken = 0;
        var bytes = 0L;
        for (var row : rows) {
            found = row.getLong("found");
            if (taken < room) {
                records.add(RecordRow.read(row));
                bytes = row.getLong("bytes");
                taken++;
            }
        }
        bytesLeft -= bytes;
        if (found > taken) {
            next = OptionalLong.of(records.get(records.size() - 1).index());
            return true;
        }
        return false;
    }

    private boolean goesOnBelow(long from, Reach reach) {
        position = from;
        if (position <= reach.begin()) {
            return false;
        }
        if (System.nanoTime() - startNanos < limits.time().toNanos()) {
            return true;
        }
        next = OptionalLong.of(position);
        return false;
    }
}
