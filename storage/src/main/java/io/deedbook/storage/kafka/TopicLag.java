// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Measures how many messages wait in the partitions that a consumer has, now and then, by asking the brokers: a
 * consumer that reads nothing because the database is away does not know by itself. Used by the reader's thread;
 * blocks.
 */
final class TopicLag {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Duration ASK_MAX = Duration.ofMillis(500);

    private final Consumer<?, ?> consumer;
    private final TopicMetrics metrics;

    // Mutable state, owned by the reader's thread.
    private long measuredNanos = System.nanoTime();

    TopicLag(Consumer<?, ?> consumer, TopicMetrics metrics) {
        this.consumer = consumer;
        this.metrics = metrics;
    }

    void measure() {
        if (System.nanoTime() - measuredNanos < INTERVAL_NANOS) {
            return;
        }
        try {
            metrics.waiting(waiting());
        } catch (TimeoutException e) {
            // the brokers are away or slow: as it was
        }
        measuredNanos = System.nanoTime();
    }

    private long waiting() {
        var partitions = consumer.assignment();
        var ends = consumer.endOffsets(partitions, ASK_MAX);
        var committed = consumer.committed(partitions, ASK_MAX);
        var unread = new HashSet<>(partitions);
        unread.removeIf(partition -> committed.get(partition) != null);
        var begins = consumer.beginningOffsets(unread, ASK_MAX);
        var waiting = 0L;
        for (var partition : partitions) {
            var end = ends.getOrDefault(partition, 0L);
            var place = committed.get(partition);
            waiting += Math.max(0, end - (place == null ? begins.getOrDefault(partition, end) : place.offset()));
        }
        return waiting;
    }
}
