// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * What the submission of checkpoints counts. Thread-safe.
 *
 * <p>{@code deedbook.witness.submissions} by witness and outcome. Raise an alarm when {@code outcome="fork"} rises at
 * all or {@code deedbook.witness.alarms} is not 0, and when {@code deedbook.witness.quorum.age.seconds} grows while
 * records come in: it is the time since a checkpoint last got its quorum by this collector, and only one of several
 * submits at a time.
 */
final class CosigningMetrics {
    private final MeterRegistry registry;
    private final AtomicLong lastQuorumNanos = new AtomicLong(System.nanoTime());

    CosigningMetrics(MeterRegistry registry, IntSupplier alarms) {
        this.registry = registry;
        Gauge.builder("deedbook.witness.alarms", () -> alarms.getAsInt())
                .description("Logs that a witness holds something against")
                .strongReference(true)
                .register(registry);
        Gauge.builder("deedbook.witness.quorum.age.seconds", () -> (System.nanoTime() - lastQuorumNanos.get()) / 1e9)
                .description("Since a checkpoint last got its quorum here, or since the start")
                .strongReference(true)
                .register(registry);
    }

    void submitted(String witness, Outcome outcome) {
        registry.counter("deedbook.witness.submissions", "witness", witness, "outcome", outcome.wireName())
                .increment();
    }

    void quorum() {
        lastQuorumNanos.set(System.nanoTime());
    }
}
