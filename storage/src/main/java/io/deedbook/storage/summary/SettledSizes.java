// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.storage.summary.SummaryTable.DueLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far logs had come a while ago: of what lies below, whoever has counted a part has let others know, or will not
 * any more. Holds what is due, and no log else. Not thread-safe.
 */
final class SettledSizes {
    private final long waitNanos;

    // Mutable state
    private final Map<Integer, Seen> seen = new HashMap<>();
    private final Map<Integer, Long> settled = new HashMap<>();

    private record Seen(long size, long nanos) {}

    /** @param waitNanos a size is settled after this at the soonest, after twice of it and two rounds at the latest */
    SettledSizes(long waitNanos) {
        this.waitNanos = waitNanos;
    }

    /** Notes how far these logs are now, and forgets all others. */
    void note(List<DueLog> due, long nowNanos) {
        var ids = due.stream().map(DueLog::logId).collect(Collectors.toSet());
        seen.keySet().retainAll(ids);
        settled.keySet().retainAll(ids);
        for (var log : due) {
            var before = seen.putIfAbsent(log.logId(), new Seen(log.size(), nowNanos));
            if (before != null && nowNanos - before.nanos() >= waitNanos) {
                settled.put(log.logId(), before.size());
                seen.put(log.logId(), new Seen(log.size(), nowNanos));
            }
        }
    }

    long size(int logId) {
        return settled.getOrDefault(logId, 0L);
    }
}
