// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The order in which logs have their turn in a round that may end before all of them had it: it goes on behind the one
 * that was begun last, so that those that fail in every round keep nobody waiting for more than one. One user at a time.
 */
final class LogTurns {
    // Mutable state: an id; those of logs are positive.
    private int begun;

    /** The same in the order of their ids, from behind the one that was begun last. */
    <T> List<T> order(List<T> logs, ToIntFunction<T> id) {
        var ordered = new ArrayList<>(logs);
        ordered.sort(Comparator.comparingInt(id));
        var before = (int)
                ordered.stream().filter(log -> id.applyAsInt(log) <= begun).count();
        Collections.rotate(ordered, -before);
        return ordered;
    }

    /** A log has its turn. */
    void begin(int logId) {
        begun = logId;
    }
}
