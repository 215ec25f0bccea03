// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which logs a round publishes, and which it leaves to others. Owned by the publisher's rounds. */
final class DueLogs {
    static final int LOGS_MAX = 100_000;

    private static final String SELECT = "select l.id, l.public_id, h.size, coalesce(c.size, 0)"
            + " from log l join log_head h on h.log_id = l.id left join lateral"
            + " (select max(size) as size from checkpoint where log_id = l.id) c on true"
            + " where l.id % $1 = $2 or h.size > coalesce(c.size, 0) order by l.id limit $3";

    private final Pool pool;
    private final Set<String> frozen;
    private final OtherPublishers others;
    private final RecentHashes recent;

    // Mutable state.
    private final Map<String, Long> signedSizes = new HashMap<>();

    /** @param frozen the public ids of logs that get no checkpoints, as they are at any time */
    DueLogs(Pool pool, Set<String> frozen, OtherPublishers others, RecentHashes recent) {
        this.pool = pool;
        this.frozen = frozen;
        this.others = others;
        this.recent = recent;
    }

    /**
     * What a round is about.
     *
     * @param ours is published
     * @param others is only looked at, since others publish it
     */
    record Due(List<LogRow> ours, List<LogRow> others) {}

    /**
     * Looks at all logs, in the same order each time, since a log that is early in one round and late in the next waits
     * for nearly two; for all whose trees are remembered.
     */
    Future<Due> due(Look look) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(look.parts(), look.part(), LOGS_MAX))
                .map(rows -> {
                    var due = new Due(new ArrayList<>(), new ArrayList<>());
                    for (var row : rows) {
                        add(due, new LogRow(row.getInteger(0), row.getString(1), row.getLong(2), row.getLong(3)), look);
                    }
                    return due;
                });
    }

    private void add(Due due, LogRow log, Look look) {
        // what others signed counts too, or a log that was restored behind it would go unnoticed
        signedSizes.computeIfPresent(log.publicId(), (id, size) -> Math.max(size, log.checkpointSize()));
        if (isAnothers(log) && look.isRegular()) {
            recent.forget(log.id(), log.size());
            if (look.isAt(log.id())) {
                due.others().add(log);
            }
        } else if (isDue(log, look)) {
            due.ours().add(log);
        }
    }

    private boolean isAnothers(LogRow log) {
        return log.hasGrown() && !frozen.contains(log.publicId()) && others.publish(log.id(), log.checkpointSize());
    }

    private boolean isDue(LogRow log, Look look) {
        if (frozen.contains(log.publicId())) {
            return look.isAt(log.id());
        }
        return log.hasGrown() || !signedSizes.containsKey(log.publicId()) || hasShrunk(log);
    }

    /** Whether less is there than was signed. */
    boolean hasShrunk(LogRow log) {
        return signedSizes.getOrDefault(log.publicId(), 0L) > log.size();
    }

    /** This process has signed a log, or found it signed. */
    void signed(LogRow log, long size) {
        signedSizes.put(log.publicId(), size);
        if (size > log.checkpointSize()) {
            others.published(log.id(), size);
        }
    }
}
