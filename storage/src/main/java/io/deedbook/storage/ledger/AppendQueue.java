// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The requests that wait to be written, in the order in which they came. Owned by the writer's event loop. */
final class AppendQueue {
    private static final long GROUP_BYTES_MAX = 16L << 20;

    private final int sizeMax;
    private final WriterMetrics metrics;
    // Mutable state.
    private final ArrayDeque<WaitingAppend> waiting = new ArrayDeque<>();
    private int records;

    /** @param sizeMax how many may wait */
    AppendQueue(int sizeMax, WriterMetrics metrics) {
        this.sizeMax = sizeMax;
        this.metrics = metrics;
    }

    boolean isFull() {
        return waiting.size() >= sizeMax;
    }

    /** Of the requests that wait. */
    int records() {
        return records;
    }

    void add(WaitingAppend append) {
        waiting.add(append);
        records += append.records();
        metrics.waiting(waiting.size());
    }

    /**
     * Takes those that are written together: the oldest, and what follows while it fits. Who waited too long is
     * refused.
     *
     * @param recordsMax which only a single request may exceed
     */
    List<WaitingAppend> nextGroup(int recordsMax) {
        var group = new ArrayList<WaitingAppend>();
        var groupRecords = 0;
        var bytes = 0L;
        while (!waiting.isEmpty()) {
            var next = waiting.peek();
            if (next.isLate(System.nanoTime())) {
                remove().refuse(Refusal.tooSlow(), metrics);
                continue;
            }
            groupRecords += next.records();
            bytes += next.bytes();
            if (!group.isEmpty() && (groupRecords > recordsMax || bytes > GROUP_BYTES_MAX)) {
                break;
            }
            group.add(remove());
        }
        metrics.waiting(waiting.size());
        return group;
    }

    private WaitingAppend remove() {
        var append = waiting.remove();
        records -= append.records();
        return append;
    }

    /** Refuses all, as the server stops. */
    void refuseAll() {
        while (!waiting.isEmpty()) {
            remove().refuse(stopping(), metrics);
        }
    }

    static Refusal stopping() {
        return new Refusal(Refusal.Reason.TOO_LATE, "The server is stopping. Send the request again.", 1);
    }
}
