// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which logs other processes publish, by the checkpoints that came since this one looked last. Were each to publish all
 * logs, as many checkpoints would be made of each as there are processes, and each by one that has to read what the
 * last one did. So a log stays with the process that publishes it, until that misses a turn. Not thread-safe.
 */
final class OtherPublishers {
    // Mutable state
    private final Map<Integer, Long> sizes = new HashMap<>();

    /**
     * Looks at a log that grew.
     *
     * @param checkpointSize of its last checkpoint, 0 for none
     * @return whether another process has published it since the last look
     */
    boolean publish(int logId, long checkpointSize) {
        var before = sizes.put(logId, checkpointSize);
        return before != null && before != checkpointSize;
    }

    /** This process has published a log. */
    void published(int logId, long checkpointSize) {
        sizes.replace(logId, checkpointSize);
    }

    /** Forgets all logs but these. */
    void retain(Set<Integer> logIds) {
        sizes.keySet().retainAll(logIds);
    }
}
