// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.pipeline.event.UnixNanos;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How the spool is doing. Thread-safe. Entries are requests.
 *
 * <p>{@code deedbook.storage.spool.entries} = {@code taken} + {@code found} - {@code drained} - {@code rejected} -
 * {@code damaged} at any time, but for damages that were there when the process started: found are those that an
 * earlier process left whole. Bytes fall when a whole file is drained. Raise an alarm when {@code bytes} is above half
 * of the configured maximum, {@code oldest.age.seconds} above what an outage may last, and when {@code damaged},
 * {@code rejected}, {@code refused.full} or {@code failures} rise at all.
 */
public final class SpoolMetrics {
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong oldestUnixNanos = new AtomicLong();
    private final Counter taken;
    private final Counter found;
    private final Counter drained;
    private final Counter rejected;
    private final Counter damaged;
    private final Counter refusedFull;
    private final Counter failures;

    // Mutable state, written by the spool's thread.
    private volatile boolean taking;

    public SpoolMetrics(MeterRegistry registry) {
        gauge(registry, "bytes", bytes::get, "Size of the spool's files");
        gauge(registry, "entries", entries::get, "Requests that wait in the spool");
        gauge(
                registry,
                "oldest.age.seconds",
                this::oldestAgeSeconds,
                "Since the oldest request that waits came; 0 for none");
        taken = counter(registry, "taken", "Requests put into the spool");
        found = counter(registry, "found", "Requests that an earlier process left in the spool");
        drained = counter(registry, "drained", "Requests of the spool that are in the ledger now");
        rejected = counter(registry, "rejected", "Requests of the spool that the ledger never takes; set aside");
        damaged = counter(registry, "damaged", "Places of the spool that can't be read; set aside");
        refusedFull = counter(registry, "refused.full", "Requests refused because the spool or its disk was full");
        failures = counter(registry, "failures", "Writes to the spool that failed");
    }

    private static void gauge(MeterRegistry registry, String name, Supplier<Number> value, String description) {
        Gauge.builder("deedbook.storage.spool." + name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("deedbook.storage.spool." + name)
                .description(description)
                .register(registry);
    }

    private long oldestAgeSeconds() {
        var oldest = oldestUnixNanos.get();
        return oldest == 0 ? 0 : UnixNanos.ageSeconds(oldest);
    }

    /** Whether requests wait. */
    public boolean isSpooling() {
        return entries.get() > 0;
    }

    /** Whether requests would be taken, so that the database may be away. */
    public boolean isTaking() {
        return taking;
    }

    long bytes() {
        return bytes.get();
    }

    void bytes(long change) {
        bytes.addAndGet(change);
    }

    void entries(long count) {
        entries.set(count);
    }

    /** @param unixNanos when the oldest came that waits, 0 for none */
    void oldest(long unixNanos) {
        oldestUnixNanos.set(unixNanos);
    }

    void isTaking(boolean is) {
        taking = is;
    }

    void taken(int count) {
        taken.increment(count);
    }

    void found(int count) {
        found.increment(count);
    }

    void drained(int count) {
        drained.increment(count);
    }

    void rejected(int count) {
        rejected.increment(count);
    }

    void damaged() {
        damaged.increment();
    }

    void refusedFull(int count) {
        refusedFull.increment(count);
    }

    void failed() {
        failures.increment();
    }

    /** The spool is closed; what waits is no matter of this process any more. */
    void closed() {
        bytes.set(0);
        entries.set(0);
        oldestUnixNanos.set(0);
        taking = false;
    }
}
