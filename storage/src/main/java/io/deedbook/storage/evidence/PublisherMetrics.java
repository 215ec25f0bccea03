// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the signing of checkpoints counts. Thread-safe.
 *
 * <p>Rounds begun = {@code deedbook.publisher.round} (its count, those that ended well) +
 * {@code deedbook.publisher.failures} + at most one under way. Raise an alarm when
 * {@code deedbook.publisher.age.seconds} passes 10: no round has ended well for so long, and records are on their way
 * to be acknowledged without a checkpoint that covers them.
 */
final class PublisherMetrics {
    private final Counter checkpoints;
    private final Counter alone;
    private final Counter failures;
    private final Timer round;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());

    PublisherMetrics(MeterRegistry registry) {
        checkpoints = Counter.builder("deedbook.publisher.checkpoints")
                .description("Checkpoints signed by this collector, or found to be signed already")
                .register(registry);
        alone = Counter.builder("deedbook.publisher.alone")
                .description("Logs that were published alone, with the leaves of their last tile read")
                .register(registry);
        failures = Counter.builder("deedbook.publisher.failures")
                .description("Rounds of signing that ended early")
                .register(registry);
        round = Timer.builder("deedbook.publisher.round")
                .description("From the start of a round over all logs to its end")
                .register(registry);
        Gauge.builder("deedbook.publisher.age.seconds", () -> (System.nanoTime() - lastNanos.get()) / 1e9)
                .description("Since a round of signing last ended well, or since the start")
                .strongReference(true)
                .register(registry);
    }

    void checkpoint() {
        checkpoints.increment();
    }

    void alone() {
        alone.increment();
    }

    /** A round that began at {@code startNanos} is over. */
    void ended(long startNanos, boolean well) {
        if (well) {
            var now = System.nanoTime();
            lastNanos.set(now);
            round.record(now - startNanos, TimeUnit.NANOSECONDS);
        } else {
            failures.increment();
        }
    }
}
