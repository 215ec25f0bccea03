// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.pipeline.event.UnixNanos;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How the way through Kafka is doing. Thread-safe. All are 0 where records don't go that way.
 *
 * <p>Requests that were handed over and not refused = {@code deedbook.storage.topic.produced} + {@code straight} of all
 * reasons. Messages that this process read and is done with = {@code appended} + {@code rejected} + {@code damaged};
 * one that is read again after a restart counts again. {@code waiting} is of the partitions that this process reads, as
 * of some seconds ago: sum it over all that read. Raise an alarm when {@code oldest.age.seconds} is above what records
 * may wait, and when {@code failures}, {@code damaged}, {@code rejected}, {@code stopped} or {@code lost} rise at all.
 */
public final class TopicMetrics {
    private static final String PREFIX = "deedbook.storage.topic.";

    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestUnixNanos = new AtomicLong();
    private final Map<Straight, Counter> straight = new EnumMap<>(Straight.class);
    private final Counter produced;
    private final Counter failures;
    private final Counter appended;
    private final Counter rejected;
    private final Counter damaged;
    private final Counter lost;
    private final Counter stopped;

    public TopicMetrics(MeterRegistry registry) {
        gauge(
                registry,
                "waiting",
                waiting::get,
                "Messages of this process's partitions that are not in the ledger yet");
        gauge(
                registry,
                "oldest.age.seconds",
                this::oldestAgeSeconds,
                "Since the oldest request came that was read and is not in the ledger yet; 0 for none");
        for (var why : Straight.values()) {
            straight.put(
                    why,
                    Counter.builder(PREFIX + "straight")
                            .description("Requests that went to the writer and not through the topic")
                            .tag("reason", why.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        produced = counter(registry, "produced", "Requests that the brokers have");
        failures = counter(registry, "failures", "Requests that the brokers did not take in time");
        appended = counter(
                registry, "appended", "Messages whose requests are in the ledger, by this or an earlier reading");
        rejected = counter(registry, "rejected", "Messages whose requests the ledger never takes; set aside");
        damaged = counter(registry, "damaged", "Messages that can't be read; set aside");
        lost = counter(registry, "lost", "Messages that the topic dropped before they were read");
        stopped = counter(registry, "stopped", "Times that reading ended early, for a failure or another key");
    }

    private static void gauge(MeterRegistry registry, String name, Supplier<Number> value, String description) {
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    /** How long the oldest request waits that was read, 0 for none. */
    public long oldestAgeSeconds() {
        var oldest = oldestUnixNanos.get();
        return oldest == 0 ? 0 : UnixNanos.ageSeconds(oldest);
    }

    void produced() {
        produced.increment();
    }

    void failed() {
        failures.increment();
    }

    void straight(Straight why) {
        var counter = straight.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    void waiting(long messages) {
        waiting.set(messages);
    }

    /** @param unixNanos when the oldest came that was read and is not in the ledger, 0 for none */
    void oldest(long unixNanos) {
        oldestUnixNanos.set(unixNanos);
    }

    void appended(int messages) {
        appended.increment(messages);
    }

    void rejected(int messages) {
        rejected.increment(messages);
    }

    void damaged() {
        damaged.increment();
    }

    void lost(long messages) {
        lost.increment((double) messages);
    }

    void stopped() {
        stopped.increment();
    }
}
