// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.EventBudget;
import io.deedbook.pipeline.record.Risk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the evaluation counts. Thread-safe.
 *
 * <p>Conclusions = {@code deedbook.findings.stored} of all levels + {@code repeated} (found before, by this collector
 * or another) + {@code dropped}. Raise an alarm when {@code deedbook.findings.lag} stays above 100,000 records, or when
 * {@code dropped}, {@code forgotten} or {@code failed} rise: then the evaluation is not complete.
 */
public final class FindingMetrics {
    private final Map<String, Counter> stored = new HashMap<>();
    private final Counter repeated;
    private final Counter dropped;
    private final Counter failed;
    private final Counter records;
    private final Counter rebuiltShort;
    private final Timer evaluation;
    private final AtomicLong lag = new AtomicLong();

    public FindingMetrics(MeterRegistry registry, EventBudget budget) {
        for (var risk : Risk.values()) {
            stored.put(risk.wireName(), registry.counter("deedbook.findings.stored", "risk", risk.wireName()));
        }
        repeated = registry.counter("deedbook.findings.repeated");
        dropped = registry.counter("deedbook.findings.dropped");
        failed = registry.counter("deedbook.findings.failed");
        records = registry.counter("deedbook.findings.records");
        rebuiltShort = registry.counter("deedbook.findings.rebuilt.short");
        evaluation = Timer.builder("deedbook.findings.evaluation")
                .description("CPU time of evaluating a page of records, without reading them")
                .register(registry);
        registry.gauge("deedbook.findings.lag", lag);
        registry.gauge("deedbook.findings.held.bytes", budget, EventBudget::heldBytes);
        FunctionCounter.builder("deedbook.findings.forgotten", budget, EventBudget::forgotten)
                .description("Records and sessions that were forgotten before their time because a limit was reached")
                .register(registry);
    }

    void stored(Risk risk) {
        var counter = stored.get(risk.wireName());
        if (counter != null) {
            counter.increment();
        }
    }

    void repeated(long conclusions) {
        repeated.increment((double) conclusions);
    }

    void dropped(long conclusions) {
        dropped.increment((double) conclusions);
    }

    void failed() {
        failed.increment();
    }

    /** A log whose state could not be rebuilt as far back as its windows reach. */
    void rebuiltShort() {
        rebuiltShort.increment();
    }

    void evaluated(long count, long nanos) {
        records.increment((double) count);
        evaluation.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** How many records of all logs this collector knows of and did not evaluate yet. */
    void lag(long count) {
        lag.set(count);
    }
}
