// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which logs other processes publish, by the checkpoints that come. Were each to publish all logs, as many checkpoints
 * would be made of each as there are processes, and each by one that has to read what the last one did. So a log stays
 * with the process that publishes it, until nothing comes from that for longer than it may take. Holds the logs that
 * it looked at most recently. Not thread-safe.
 */
final class OtherPublishers {
    private final int logsMax;
    private final long patienceNanos;
    private final LongSupplier clockNanos;
    private final LinkedHashMap<Integer, Seen> logs = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A checkpoint, and since when another process is known to have stored it.
     *
     * @param othersNanos empty where this process did
     */
    private record Seen(long size, @Nullable Long othersNanos) {}

    /**
     * @param logsMax how many logs it holds
     * @param patienceNanos how long a log is left to another process after that published it
     */
    OtherPublishers(int logsMax, long patienceNanos, LongSupplier clockNanos) {
        this.logsMax = logsMax;
        this.patienceNanos = patienceNanos;
        this.clockNanos = clockNanos;
    }

    /**
     * Looks at a log that grew.
     *
     * @param checkpointSize of its last checkpoint, 0 for none
     * @return whether another process publishes it
     */
    boolean publish(int logId, long checkpointSize) {
        var before = logs.get(logId);
        var now = clockNanos.getAsLong();
        // a smaller one than before is that of a database that was restored
        if (before == null || checkpointSize < before.size()) {
            put(logId, new Seen(checkpointSize, null));
            return false;
        }
        if (checkpointSize > before.size()) {
            put(logId, new Seen(checkpointSize, now));
            return true;
        }
        var since = before.othersNanos();
        return since != null && now - since < patienceNanos;
    }

    /** This process has published a log. */
    void published(int logId, long checkpointSize) {
        put(logId, new Seen(checkpointSize, null));
    }

    private void put(int logId, Seen seen) {
        logs.put(logId, seen);
        if (logs.size() > logsMax) {
            logs.remove(logs.keySet().iterator().next());
        }
    }
}
