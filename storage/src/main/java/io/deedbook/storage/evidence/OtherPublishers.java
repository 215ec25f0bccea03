// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import java.util.HashMap;
import java.util.Map;

/**
 * Which logs other processes publish, by the checkpoints that came since this one looked last. Were each to publish all
 * logs, as many checkpoints would be made of each as there are processes, and each by one that has to read what the
 * last one did. So a log stays with the process that publishes it, until that misses a turn. Holds the logs that had
 * grown at the last look. Not thread-safe.
 */
final class OtherPublishers {
    // Mutable state
    private Map<Integer, Long> before = new HashMap<>();
    private Map<Integer, Long> now = new HashMap<>();

    /** Looks again, at all logs that grew. */
    void look() {
        before = now;
        now = new HashMap<>();
    }

    /**
     * Looks at a log that grew.
     *
     * @param checkpointSize of its last checkpoint, 0 for none
     * @return whether another process has published it since the last look
     */
    boolean publish(int logId, long checkpointSize) {
        now.put(logId, checkpointSize);
        return checkpointSize > before.getOrDefault(logId, Long.MAX_VALUE);
    }

    /** This process has published a log. */
    void published(int logId, long checkpointSize) {
        now.replace(logId, checkpointSize);
    }
}
