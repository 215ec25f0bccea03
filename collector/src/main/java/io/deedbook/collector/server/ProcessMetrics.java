// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What is measured of the process beside its JVM: connections, memory outside of the heap, and how late event loops
 * are. Raise an alarm when {@code deedbook.server.loop.lag} passes a second: something on an event loop blocks, and
 * everything on that loop waits for it; when {@code deedbook.server.connections.refused} rises; and when
 * {@code deedbook.server.direct.bytes} comes near its budget (see docs/OPERATIONS.md). Thread-safe.
 */
final class ProcessMetrics {
    private static final long TICK_MILLIS = 250;
    private static final Duration[] LAGS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final Timer lag;

    ProcessMetrics(MeterRegistry registry, ConnectionRoom connections) {
        lag = Timer.builder("deedbook.server.loop.lag")
                .description("How much later than asked for an event loop comes to a timer")
                .serviceLevelObjectives(LAGS)
                .register(registry);
        Gauge.builder("deedbook.server.connections", connections::open)
                .description("Connections of clients that are open")
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("deedbook.server.connections.refused", connections, ConnectionRoom::refusedCount)
                .description("Connections that were closed or answered 503 because too many are open")
                .register(registry);
        Gauge.builder("deedbook.server.direct.bytes", ProcessMetrics::directBytes)
                .description("Memory outside of the heap that is held for input and output")
                .strongReference(true)
                .register(registry);
    }

    private static long directBytes() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider measured
                ? measured.metric().usedDirectMemory()
                : 0;
    }

    /** Watches the event loop that this is called on, until its verticle is undeployed. */
    void watchLoop(Vertx vertx) {
        tick(vertx, System.nanoTime());
    }

    private void tick(Vertx vertx, long setNanos) {
        vertx.setTimer(TICK_MILLIS, fired -> {
            var now = System.nanoTime();
            lag.record(Math.max(0, now - setNanos - TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)), TimeUnit.NANOSECONDS);
            tick(vertx, now);
        });
    }
}
