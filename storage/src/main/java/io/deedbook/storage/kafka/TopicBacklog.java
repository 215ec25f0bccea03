// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers whether what a topic holds gets into the ledger soon, whichever process brings it there. Blocks. */
public final class TopicBacklog {
    private static final Logger log = LoggerFactory.getLogger(TopicBacklog.class);
    private static final long ASK_MILLIS_MAX = 5_000;
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MILLIS = 100;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Admin admin;
    private final KafkaOptions options;

    private TopicBacklog(Admin admin, KafkaOptions options) {
        this.admin = admin;
        this.options = options;
    }

    /** Whether something that is in the topic now is still not in the ledger after some seconds, or nobody can say. */
    public static boolean isBehind(KafkaOptions options) throws InterruptedException {
        Admin admin = null;
        try {
            admin = Admin.create(ClientProperties.admin(options));
            return new TopicBacklog(admin, options).isBehind();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            log.warn(
                    "The brokers can't be asked what waits. topic={} cause={}",
                    options.topic(),
                    BrokerFault.describe(e));
            return true;
        } finally {
            if (admin != null) {
                admin.close(CLOSE_MAX);
            }
        }
    }

    private boolean isBehind() throws InterruptedException, ExecutionException, TimeoutException {
        var awaited = ends();
        for (var end = System.nanoTime() + WAIT_NANOS_MAX; System.nanoTime() - end < 0; ) {
            if (isReached(awaited)) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    /** The ends of the partitions that hold something. */
    private Map<TopicPartition, Long> ends() throws InterruptedException, ExecutionException, TimeoutException {
        var described = await(admin.describeTopics(List.of(options.topic())).allTopicNames());
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (var topic : described.values()) {
            for (var partition : topic.partitions()) {
                earliest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest());
                latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
            }
        }
        var begins = await(admin.listOffsets(earliest).all());
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(latest).all()).forEach((partition, end) -> {
            var begin = begins.get(partition);
            if (begin == null || end.offset() > begin.offset()) {
                ends.put(partition, end.offset());
            }
        });
        return ends;
    }

    private boolean isReached(Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException, TimeoutException {
        var committed = await(admin.listConsumerGroupOffsets(options.group()).partitionsToOffsetAndMetadata());
        return ends.entrySet().stream().allMatch(end -> {
            var place = committed.get(end.getKey());
            return place != null && place.offset() >= end.getValue();
        });
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(ASK_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }
}
