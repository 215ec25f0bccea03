// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refusals summed up, at most once a second: a flood of them must not become a flood of lines. Thread-safe. */
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long SUM_MILLIS = 1_000;

    private final Vertx vertx;
    // a closed set: status and reason
    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    RefusalLog(Vertx vertx) {
        this.vertx = vertx;
    }

    void add(int status, String reason) {
        counts.computeIfAbsent(status + "_" + reason, key -> new LongAdder()).increment();
        if (scheduled.compareAndSet(false, true)) {
            vertx.setTimer(SUM_MILLIS, id -> writeSum());
        }
    }

    private void writeSum() {
        scheduled.set(false);
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((key, count) -> {
            var sum = count.sumThenReset();
            if (sum > 0) {
                sums.put(key, sum);
            }
        });
        if (!sums.isEmpty()) {
            log.warn(
                    "Export requests of clients (OTLP) were refused. {}",
                    sums.entrySet().stream()
                            .map(sum -> sum.getKey() + "=" + sum.getValue())
                            .collect(Collectors.joining(" ")));
        }
    }
}
