// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the writer counts. Thread-safe.
 *
 * <p>{@code deedbook.storage.requests.received} = {@code deedbook.storage.requests} stored + spooled + duplicate +
 * {@code deedbook.storage.refused} of all reasons + {@code deedbook.storage.requests.inflight}; of the last,
 * {@code deedbook.storage.waiting} wait and the others are in the transaction under way, or behind its COMMIT. Records
 * that this process put into the ledger for clients = {@code deedbook.storage.records} stored + drained; those drained
 * were counted as spooled before, by this process or an earlier one, or came through Kafka. Raise an alarm when
 * {@code refused{reason="bug"}} or {@code deedbook.storage.gaps} rises at all, or
 * {@code refused{reason="database_away"}} rises for a minute. Gaps are among the records stored.
 */
public final class WriterMetrics {
    private final Counter recordsStored;
    private final Counter recordsSpooled;
    private final Counter recordsDrained;
    private final Counter recordsDuplicate;
    private final Counter gaps;
    private final Counter requestsReceived;
    private final Counter requestsStored;
    private final Counter requestsSpooled;
    private final Counter requestsDuplicate;
    private final Map<Refusal.Reason, Counter> refused = new EnumMap<>(Refusal.Reason.class);
    private final DistributionSummary groupRecords;
    private final Timer commit;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();

    public WriterMetrics(MeterRegistry registry) {
        recordsStored = registry.counter("deedbook.storage.records", "outcome", "stored");
        recordsSpooled = registry.counter("deedbook.storage.records", "outcome", "spooled");
        recordsDrained = registry.counter("deedbook.storage.records", "outcome", "drained");
        recordsDuplicate = registry.counter("deedbook.storage.records", "outcome", "duplicate");
        gaps = Counter.builder("deedbook.storage.gaps")
                .description("Records that could not be stored; an entry stands in the place of each")
                .register(registry);
        requestsReceived = registry.counter("deedbook.storage.requests.received");
        requestsStored = registry.counter("deedbook.storage.requests", "outcome", "stored");
        requestsSpooled = registry.counter("deedbook.storage.requests", "outcome", "spooled");
        requestsDuplicate = registry.counter("deedbook.storage.requests", "outcome", "duplicate");
        for (var reason : Refusal.Reason.values()) {
            refused.put(
                    reason,
                    registry.counter(
                            "deedbook.storage.refused", "reason", reason.name().toLowerCase(Locale.ROOT)));
        }
        groupRecords = DistributionSummary.builder("deedbook.storage.group.records")
                .description("Records in one transaction")
                .register(registry);
        commit = Timer.builder("deedbook.storage.commit")
                .description("From the start of a transaction to its COMMIT")
                .publishPercentileHistogram()
                .register(registry);
        registry.gauge("deedbook.storage.waiting", waiting);
        registry.gauge("deedbook.storage.requests.inflight", inFlight);
    }

    /** A request is there, and ends as stored or as refused. */
    void received() {
        requestsReceived.increment();
        inFlight.incrementAndGet();
    }

    void stored(Receipt receipt) {
        if (receipt.duplicate()) {
            requestsDuplicate.increment();
            recordsDuplicate.increment(receipt.count());
        } else if (receipt.isPlaced()) {
            requestsStored.increment();
            recordsStored.increment(receipt.count());
        } else {
            requestsSpooled.increment();
            recordsSpooled.increment(receipt.count());
        }
        inFlight.decrementAndGet();
    }

    /** A request of the spool is in the ledger. */
    void drained(Receipt receipt) {
        if (!receipt.duplicate()) {
            recordsDrained.increment(receipt.count());
        }
    }

    void gaps(int count) {
        gaps.increment(count);
    }

    void refused(Refusal.Reason reason) {
        var counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
        inFlight.decrementAndGet();
    }

    void committed(int records, long nanos) {
        groupRecords.record(records);
        commit.record(nanos, TimeUnit.NANOSECONDS);
    }

    void waiting(int requests) {
        waiting.set(requests);
    }
}
