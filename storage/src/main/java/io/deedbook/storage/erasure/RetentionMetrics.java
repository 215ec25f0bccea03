// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What retention does. Raise an alarm when {@code deedbook.retention.failures} or {@code deedbook.retention.unreadable}
 * rises for hours: then content stays that should be gone.
 */
final class RetentionMetrics {
    private final Counter records;
    private final Counter held;
    private final Counter entries;
    private final Counter failures;
    private final Counter unreadable;

    RetentionMetrics(MeterRegistry registry) {
        records = Counter.builder("deedbook.retention.records")
                .description("Records from which content went because its time was over")
                .register(registry);
        held = Counter.builder("deedbook.retention.held")
                .description("Times that a hold kept a record whose time was over")
                .register(registry);
        entries = Counter.builder("deedbook.retention.entries")
                .description("Entries that went whole because their time was over")
                .register(registry);
        failures = Counter.builder("deedbook.retention.failures")
                .description("Logs at which a round of retention ended early")
                .register(registry);
        unreadable = Counter.builder("deedbook.retention.unreadable")
                .description("Times that nothing went because this version can't read a stored policy")
                .register(registry);
    }

    void retired(BatchEraser.Erased erased) {
        records.increment(erased.targets().size());
        held.increment(erased.held());
    }

    void removed(long count) {
        entries.increment((double) count);
    }

    void failed() {
        failures.increment();
    }

    void unreadable() {
        unreadable.increment();
    }
}
