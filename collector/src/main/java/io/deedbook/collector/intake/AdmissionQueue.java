// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Those that wait for room: tenants in turn, and of each the newest first, whose sender will still be there. When
 * nobody is left who came a moment ago, there is room for more than come, and of each the oldest is first, whose time
 * is over soonest. When it is full, the oldest of the tenant with most of them has to go, so a crowd of one keeps
 * nobody else out. Guarded by its owner.
 *
 * @param <T> who waits, each only once
 */
final class AdmissionQueue<T> {
    /** Who came longer ago is not new any more. */
    static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int sizeMax;
    private final LongSupplier nanoClock;

    // Mutable state, guarded by the owner.
    /** Those of each tenant that has any, the newest last; the tenants in the order of their turns. */
    private final Map<Integer, ArrayDeque<T>> lines = new LinkedHashMap<>();

    /** Those that came a moment ago, in that order, and when. */
    private final Map<T, Long> cameNanos = new LinkedHashMap<>();

    private int size;

    /** @param sizeMax how many may wait */
    AdmissionQueue(int sizeMax, LongSupplier nanoClock) {
        if (sizeMax < 1) {
            throw new IllegalArgumentException("sizeMax: " + sizeMax + " (expected: >= 1)");
        }
        this.sizeMax = sizeMax;
        this.nanoClock = nanoClock;
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** Whether one of the tenant's waits. */
    boolean hasAny(int tenantId) {
        return lines.containsKey(tenantId);
    }

    /**
     * Lets one more wait.
     *
     * @return who has to go for it, and waits no longer
     */
    Optional<T> add(int tenantId, T newest) {
        var crowdedOut = size < sizeMax ? Optional.<T>empty() : Optional.of(crowdOut());
        lines.computeIfAbsent(tenantId, id -> new ArrayDeque<>()).addLast(newest);
        cameNanos.put(newest, nanoClock.getAsLong());
        size++;
        return crowdedOut;
    }

    private T crowdOut() {
        var largest = lines.entrySet().iterator().next();
        for (var line : lines.entrySet()) {
            if (line.getValue().size() > largest.getValue().size()) {
                largest = line;
            }
        }
        var oldest = largest.getValue().getFirst();
        remove(largest.getKey(), oldest);
        return oldest;
    }

    /** One waits no longer. */
    void remove(int tenantId, T waiting) {
        var line = lines.get(tenantId);
        // found at the beginning, as they give up in their order but for some
        if (line == null || !line.removeFirstOccurrence(waiting)) {
            return;
        }
        left(waiting);
        if (line.isEmpty()) {
            lines.remove(tenantId);
        }
    }

    private void left(T waiting) {
        cameNanos.remove(waiting);
        size--;
    }

    /** Whether anybody waits who came a moment ago: then more come than there is room for. */
    private boolean hasNew() {
        var now = nanoClock.getAsLong();
        var oldestFirst = cameNanos.values().iterator();
        while (oldestFirst.hasNext()) {
            if (now - oldestFirst.next() <= NEW_NANOS) {
                return true;
            }
            oldestFirst.remove();
        }
        return false;
    }

    /**
     * Asks {@code door} for one after the other, each tenant in its turn, until it has no room for any. Who is granted
     * it waits no longer; a tenant whose share is spent is passed over, and on {@link Grant#OVERLOADED} its turn is
     * kept.
     */
    void serve(Function<T, Grant> door) {
        for (var passedOver = 0; passedOver < lines.size(); ) {
            var turn = lines.entrySet().iterator().next();
            var tenantId = turn.getKey();
            var line = turn.getValue();
            var newestFirst = hasNew();
            var grant = door.apply(newestFirst ? line.getLast() : line.getFirst());
            if (grant == Grant.OVERLOADED) {
                return;
            }
            lines.remove(tenantId);
            if (grant == Grant.GRANTED) {
                passedOver = 0;
                left(newestFirst ? line.removeLast() : line.removeFirst());
            } else {
                passedOver++;
            }
            if (!line.isEmpty()) {
                lines.put(tenantId, line);
            }
        }
    }
}
