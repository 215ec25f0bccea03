// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.summary.Cells;
import io.deedbook.storage.summary.Reach;
import io.deedbook.storage.summary.Stretches;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a tenant's records along each axis of {@link Stats}: whole stretches by their summaries, the largest that
 * there are, and only the rest by reading. Used once.
 */
final class StatsQuery {
    /** Of entries that are read; they take about a second. Only where summaries are still to be made there are more. */
    private static final long READ_MAX = 1_000_000;

    private static final int RETRY_SECONDS = 2;

    /** Two ranges of stretches of level 0, and between them one of level 1. */
    private static final String SUMMARIES = """
            with whole as (
                select counts from record_summary
                where log_id = $1 and team = $2 and level = 0 and number >= $3 and number < $4
                union all select counts from record_summary
                where log_id = $1 and team = $2 and level = 1 and number >= $5 and number < $6
                union all select counts from record_summary
                where log_id = $1 and team = $2 and level = 0 and number >= $7 and number < $8)
            select a.key as axis, v.key as value, sum(v.value::bigint)::bigint as records
            from whole cross join lateral jsonb_each(counts) as a cross join lateral jsonb_each_text(a.value) as v
            group by 1, 2""";

    /** Those of level 0 in which counts of teams are wrong. */
    private static final String OF_OUTDATED =
            " from record_summary where log_id = $1 and level = 0 and outdated and number >= $2 and number < $3";

    private static final String OUTDATED = "select number" + OF_OUTDATED + " order by number limit ";
    private static final String OUTDATED_COUNT = "select count(*)" + OF_OUTDATED;

    private static final String READ = """
            select case when grouping(risk) = 0 then 'risk' when grouping(action) = 0 then 'action'
                       when grouping(surface) = 0 then 'surface' else 'day' end as axis,
                   case when grouping(risk) = 0 then risk when grouping(action) = 0 then action
                       when grouping(surface) = 0 then surface else %s end as value,
                   sum(records)::bigint as records
            from (%s) as cell where $4::text is null or team = $4::text
            group by grouping sets ((risk), (action), (surface), (day))""".formatted(Cells.DAY, Cells.SQL);

    private final Pool reader;
    private final Tenant tenant;
    private final @Nullable String team;
    private final Stretches stretches;

    // Mutable state, owned by the one chain of futures that counts
    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    StatsQuery(Pool reader, Tenant tenant, @Nullable String team, Stretches stretches) {
        this.reader = reader;
        this.tenant = tenant;
        this.team = team;
        this.stretches = stretches;
    }

    /** Entries from an index to before another. */
    private record Range(long from, long to) {
        long size() {
            return Math.max(0, to - from);
        }
    }

    Future<Stats> run() {
        return Reach.of(reader, tenant.id())
                .compose(this::count)
                .map(done -> new Stats(
                        axis("risk").values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        Collections.unmodifiableMap(axis("risk")),
                        Collections.unmodifiableMap(axis("action")),
                        Collections.unmodifiableMap(axis("surface")),
                        Collections.unmodifiableMap(days())));
    }

    private Future<Void> count(Reach reach) {
        // what is left of a stretch that retention has begun with is no whole one
        var first = Math.min(reach.summed(), ceil(reach.begin(), stretches.entries()));
        var open = Math.max(reach.begin(), reach.summed() * stretches.entries());
        var left = new Range(reach.begin(), Math.min(reach.size(), first * stretches.entries()));
        var right = new Range(open, reach.size());
        return outdated(first, reach.summed()).compose(outdated -> {
            if (left.size() + right.size() + outdated.size() * (long) stretches.entries() > READ_MAX) {
                return refuse(
                        new Range(reach.begin(), reach.size()), left.size() + right.size(), first, reach.summed());
            }
            var read = new ArrayList<Range>(List.of(left, right));
            outdated.forEach(
                    number -> read.add(new Range(number * stretches.entries(), (number + 1) * stretches.entries())));
            return summaries(first, reach.summed(), outdated).compose(done -> readAll(read));
        });
    }

    /** Says how far it is, as a share: a team's key is not to know how much the others send. */
    private Future<Void> refuse(Range all, long notSummed, long first, long summed) {
        return outdatedCount(first, summed).compose(outdated -> {
            var counted = all.size() - notSummed - outdated * stretches.entries();
            var percent = Math.max(0, 100 * counted / all.size());
            return Future.failedFuture(new Refusal(
                    Refusal.Reason.DATABASE_AWAY,
                    "Records are being counted, for the first time or anew after an erasure: " + percent
                            + " % of them are. Ask again in some minutes.",
                    RETRY_SECONDS));
        });
    }

    private Future<Long> outdatedCount(long first, long summed) {
        return team == null
                ? Future.succeededFuture(0L)
                : reader.preparedQuery(OUTDATED_COUNT)
                        .execute(Tuple.of(tenant.id(), first, summed))
                        .map(rows -> rows.iterator().next().getLong(0));
    }

    private static long ceil(long number, long unit) {
        return (number + unit - 1) / unit;
    }

    private Future<List<Long>> outdated(long first, long summed) {
        if (team == null) {
            // all records are counted, whosever they are
            return Future.succeededFuture(List.of());
        }
        return reader.preparedQuery(OUTDATED + (1 + READ_MAX / stretches.entries()))
                .execute(Tuple.of(tenant.id(), first, summed))
                .map(rows -> {
                    var numbers = new ArrayList<Long>(rows.size());
                    rows.forEach(row -> numbers.add(row.getLong(0)));
                    return numbers;
                });
    }

    /** Those from {@code first} to before {@code summed}, but the outdated ones. */
    private Future<Void> summaries(long first, long summed, List<Long> outdated) {
        var gaps = new ArrayList<>(outdated);
        gaps.add(summed);
        var from = new long[] {first};
        var between = gaps.iterator();
        return AsyncLoop.repeat(() -> {
            if (!between.hasNext()) {
                return Future.succeededFuture(false);
            }
            var begin = from[0];
            var end = between.next();
            from[0] = end + 1;
            return end <= begin
                    ? Future.succeededFuture(true)
                    : summaries(begin, end).map(true);
        });
    }

    private Future<Void> summaries(long begin, long end) {
        var aboveBegin = ceil(begin, stretches.fanOut());
        var aboveEnd = Math.max(aboveBegin, end / stretches.fanOut());
        var beforeEnd = Math.min(end, aboveBegin * stretches.fanOut());
        var afterBegin = Math.max(beforeEnd, aboveEnd * stretches.fanOut());
        return reader.preparedQuery(SUMMARIES)
                .execute(Tuple.tuple()
                        .addInteger(tenant.id())
                        .addString(team == null ? "" : team)
                        .addLong(begin)
                        .addLong(beforeEnd)
                        .addLong(aboveBegin)
                        .addLong(aboveEnd)
                        .addLong(afterBegin)
                        .addLong(end))
                .map(this::add);
    }

    private Future<Void> readAll(List<Range> ranges) {
        var left = ranges.iterator();
        return AsyncLoop.repeat(() -> {
            if (!left.hasNext()) {
                return Future.succeededFuture(false);
            }
            var range = left.next();
            return range.size() == 0
                    ? Future.succeededFuture(true)
                    : read(range).map(true);
        });
    }

    private Future<Void> read(Range range) {
        return reader.preparedQuery(READ)
                .execute(Tuple.of(tenant.id(), range.from(), range.to()).addString(team))
                .map(this::add);
    }

    private Void add(RowSet<Row> rows) {
        for (var row : rows) {
            axis(row.getString("axis")).merge(row.getString("value"), row.getLong("records"), Long::sum);
        }
        return null;
    }

    private Map<String, Long> axis(String name) {
        return counts.computeIfAbsent(name, axis -> new TreeMap<>());
    }

    private Map<String, Long> days() {
        var days = new TreeMap<>(axis("day"));
        while (days.size() > Cells.DAYS_MAX) {
            // clocks of clients can say anything; what they say most recently is of use
            days.pollFirstEntry();
        }
        return days;
    }
}
