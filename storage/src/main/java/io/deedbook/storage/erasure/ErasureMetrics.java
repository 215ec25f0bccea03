// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the erasing of people counts. Thread-safe.
 *
 * <p>Erasures started = {@code deedbook.erasure.ended} with outcome done + failed + {@code deedbook.erasure.running}.
 * Raise an alarm when {@code outcome="failed"} rises: somebody's data are still there in part until it is asked for
 * again.
 */
final class ErasureMetrics {
    private final Counter done;
    private final Counter failed;
    private final Counter records;

    /** @param running erasures at work */
    ErasureMetrics(MeterRegistry registry, AtomicInteger running) {
        done = ended(registry, "done");
        failed = ended(registry, "failed");
        records = Counter.builder("deedbook.erasure.records")
                .description("Records from which something was erased on request")
                .register(registry);
        Gauge.builder("deedbook.erasure.running", running, AtomicInteger::get)
                .description("Erasures at work in this process")
                .register(registry);
    }

    private static Counter ended(MeterRegistry registry, String outcome) {
        return Counter.builder("deedbook.erasure.ended")
                .description("Erasures that have ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    void erased(int count) {
        records.increment(count);
    }

    void ended(boolean well) {
        (well ? done : failed).increment();
    }
}
