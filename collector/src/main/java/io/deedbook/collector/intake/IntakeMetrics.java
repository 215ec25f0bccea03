// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.event.Signal;
import io.deedbook.storage.ledger.Receipt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Counts what comes in and what becomes of it. These sums hold at any time, but for what changes while they are read:
 *
 * <ul>
 *   <li>requests: every one that arrived is in {@code deedbook.intake.exports} under the status of its answer, or in
 *       {@code deedbook.intake.exports.inflight}. 499 stands for a client that went away.
 *   <li>events: {@code deedbook.intake.events.received} = {@code deedbook.intake.events} with fate stored + pending +
 *       duplicate + refused + {@code deedbook.intake.events.inflight}. Pending are those that were durable outside of
 *       the ledger when they were answered. A request refused before it was decoded has no events yet.
 * </ul>
 *
 * And across modules, with nothing in flight: events stored and duplicate are {@code deedbook.storage.records} of the
 * same outcome, and events received are {@code deedbook.pipeline.records} unless batches were given up at their
 * deadline.
 *
 * <p>Raise an alarm on any 503 with reason {@code bug}, on 429 or 503 over minutes (the clients try for 10 s and then
 * drop), and on {@code deedbook.intake.admitted.bytes} near its configured maximum. Thread-safe.
 */
final class IntakeMetrics {
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(4),
        Duration.ofSeconds(8)
    };

    private final MeterRegistry registry;
    private final AtomicLong exportsInFlight = new AtomicLong();
    private final AtomicLong eventsInFlight = new AtomicLong();

    IntakeMetrics(MeterRegistry registry, Admission admission) {
        this.registry = registry;
        gauge("deedbook.intake.exports.inflight", exportsInFlight::get);
        gauge("deedbook.intake.events.inflight", eventsInFlight::get);
        gauge("deedbook.intake.admitted.bytes", admission::bytes);
        gauge("deedbook.intake.admission.limit.bytes", admission::limitBytes);
        gauge("deedbook.intake.exports.waiting", admission::waiting);
    }

    private void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).strongReference(true).register(registry);
    }

    void started() {
        exportsInFlight.incrementAndGet();
    }

    void wireBytes(Signal signal, int bytes) {
        counter("deedbook.intake.bytes", "signal", signal.path(), "form", "wire")
                .increment(bytes);
    }

    void bodyBytes(Signal signal, int bytes) {
        counter("deedbook.intake.bytes", "signal", signal.path(), "form", "decompressed")
                .increment(bytes);
    }

    /** The events of a request are decoded. */
    void received(Signal signal, int eventCount) {
        counter("deedbook.intake.events.received", "signal", signal.path()).increment(eventCount);
        eventsInFlight.addAndGet(eventCount);
    }

    void stored(Export export, Receipt receipt) {
        var fate = receipt.isPlaced() ? "stored" : "pending";
        eventsEnded(export, receipt.duplicate() ? "duplicate" : fate, "none");
        ended(export, 200);
    }

    void refused(Export export, int status, String reason) {
        eventsEnded(export, "refused", reason);
        ended(export, status);
    }

    private void eventsEnded(Export export, String fate, String reason) {
        if (export.eventCount() > 0) {
            counter("deedbook.intake.events", "signal", export.signal().path(), "fate", fate, "reason", reason)
                    .increment(export.eventCount());
            eventsInFlight.addAndGet(-export.eventCount());
        }
    }

    private void ended(Export export, int status) {
        var signal = export.signal().path();
        counter("deedbook.intake.exports", "signal", signal, "status", Integer.toString(status))
                .increment();
        Timer.builder("deedbook.intake.latency")
                .tag("signal", signal)
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(Duration.ofNanos(System.nanoTime() - export.startNanos()));
        exportsInFlight.decrementAndGet();
    }

    private Counter counter(String name, String... tags) {
        return registry.counter(name, tags);
    }
}
