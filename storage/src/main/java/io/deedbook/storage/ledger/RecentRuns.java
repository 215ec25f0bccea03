// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something of each record that was just committed or read, by log and index. It holds as many bytes as it may, and lets the
 * oldest go first, whichever log they are of. Thread-safe.
 */
public final class RecentRuns<T> {
    /** A run with its list and its places in both orders. */
    private static final long RUN_BYTES = 240;

    private final long bytesMax;

    // Mutable state, under the monitor.
    private final Map<Integer, TreeMap<Long, Run<T>>> runs = new HashMap<>();
    private final LinkedHashSet<Run<T>> oldestFirst = new LinkedHashSet<>();
    private long bytes;

    /** @param bytesMax an estimate of the heap that it takes */
    public RecentRuns(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Items of one log at consecutive indexes; a class, so that it is equal to itself alone. */
    private static final class Run<T> {
        private final int logId;
        private final long first;
        private final List<T> items;
        private final long bytes;

        Run(int logId, long first, List<T> items, long bytes) {
            this.logId = logId;
            this.first = first;
            this.items = items;
            this.bytes = bytes;
        }

        long end() {
            return first + items.size();
        }
    }

    /**
     * Adds what was committed. What was at the same indexes before is of a database that lost its end since, and goes.
     *
     * @param items at consecutive indexes from {@code first} on; nobody changes the list any more
     * @param itemsBytes what they take
     */
    public synchronized void add(int logId, long first, List<T> items, long itemsBytes) {
        put(new Run<>(logId, first, items, RUN_BYTES + itemsBytes));
        while (bytes > bytesMax) {
            remove(oldestFirst.iterator().next());
        }
    }

    /** As {@link #add}, but what there is no room for is not added, and nothing goes for its sake. */
    public synchronized void addIfRoom(int logId, long first, List<T> items, long itemsBytes) {
        var run = new Run<>(logId, first, items, RUN_BYTES + itemsBytes);
        put(run);
        if (bytes > bytesMax) {
            remove(run);
        }
    }

    private void put(Run<T> run) {
        removeOverlapping(run);
        runs.computeIfAbsent(run.logId, log -> new TreeMap<>()).put(run.first, run);
        oldestFirst.add(run);
        bytes += run.bytes;
    }

    private void removeOverlapping(Run<T> added) {
        var ofLog = runs.get(added.logId);
        if (ofLog == null) {
            return;
        }
        for (var last = ofLog.lowerEntry(added.end());
                last != null && last.getValue().end() > added.first; ) {
            remove(last.getValue());
            last = ofLog.lowerEntry(added.end());
        }
    }

    /**
     * The items from {@code from} on that follow each other, none from {@code to} on; empty where the first is not
     * here.
     */
    public synchronized List<T> range(int logId, long from, long to) {
        var ofLog = runs.get(logId);
        if (ofLog == null) {
            return List.of();
        }
        var found = new ArrayList<T>();
        var next = from;
        for (var run = containing(ofLog, next); run != null && next < to; run = containing(ofLog, next)) {
            var last = Math.min(to, run.end());
            found.addAll(run.items.subList((int) (next - run.first), (int) (last - run.first)));
            next = last;
        }
        return found;
    }

    /** The first index after {@code from}, but below {@code to}, that is here; {@code to} when there is none. */
    public synchronized long nextFrom(int logId, long from, long to) {
        var ofLog = runs.get(logId);
        var next = ofLog == null ? null : ofLog.higherKey(from);
        return next == null ? to : Math.min(next, to);
    }

    /**
     * The index, not below {@code from}, from which on all is here up to {@code to}; {@code to} where the last is not
     * here.
     */
    public synchronized long heldFrom(int logId, long from, long to) {
        var ofLog = runs.get(logId);
        if (ofLog == null) {
            return to;
        }
        var next = to;
        for (var run = containing(ofLog, next - 1); run != null && next > from; run = containing(ofLog, next - 1)) {
            next = Math.max(from, run.first);
        }
        return next;
    }

    /** Lets the runs go that end before an index. */
    public synchronized void letGo(int logId, long before) {
        var ofLog = runs.get(logId);
        if (ofLog == null) {
            return;
        }
        for (var first = ofLog.firstEntry(); first != null && first.getValue().end() <= before; ) {
            remove(first.getValue());
            first = ofLog.firstEntry();
        }
    }

    private static <T> @Nullable Run<T> containing(NavigableMap<Long, Run<T>> ofLog, long index) {
        var entry = ofLog.floorEntry(index);
        return entry == null || entry.getValue().end() <= index ? null : entry.getValue();
    }

    private void remove(Run<T> run) {
        oldestFirst.remove(run);
        bytes -= run.bytes;
        var ofLog = runs.get(run.logId);
        if (ofLog != null) {
            ofLog.remove(run.first);
            if (ofLog.isEmpty()) {
                runs.remove(run.logId);
            }
        }
    }
}
