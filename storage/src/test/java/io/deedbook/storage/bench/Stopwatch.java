// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Wall time and this process's processor time, since a moment. */
public record Stopwatch(long startNanos, Duration processorBefore) {
    public static Stopwatch start() {
        return new Stopwatch(System.nanoTime(), ProcessorTime.ofThisProcess());
    }

    /** What so many records came to until now. */
    public String text(int count) {
        return String.format(
                Locale.ROOT,
                "%,d/s %.1f µs CPU",
                count * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNanos),
                ProcessorTime.ofThisProcess().minus(processorBefore).toNanos() / 1e3 / count);
    }
}
