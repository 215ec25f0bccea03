// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.storage.handoff.HandOffKey;
import io.deedbook.storage.handoff.MessageSealer;
import io.deedbook.storage.handoff.UnreadableEntryException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread of a {@link TopicReader} does: reads when somebody wants more, keeps its place in the group when
 * nobody does, such as while the database is away, and commits offsets of what is in the ledger. Offsets move forward
 * after that only, so what a process that dies had in hand is read again; the ledger knows it again. Whoever appends a
 * message of a partition has appended all before it or found them there, so the order holds also where two processes
 * have the same in hand for a while.
 */
final class TopicReading implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TopicReading.class);
    private static final Duration WANTED_POLL = Duration.ofMillis(100);
    private static final Duration IDLE_POLL = Duration.ofMillis(20);
    private static final Duration ASK_MAX = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
    private static final long RETRY_MILLIS = 2_000;
    private static final long UNTIL_CLOSED_MILLIS = Long.MAX_VALUE;

    private final KafkaOptions options;
    private final TopicMetrics metrics;
    private final TopicReader reader;
    private final MessageSealer opener;
    private final Aside aside;

    // Mutable state, owned by the thread.
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();
    private final ArrayDeque<TopicBatch> outstanding = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private String said = "";

    TopicReading(KafkaOptions options, HandOffKey key, TopicMetrics metrics, TopicReader reader) {
        this.options = options;
        this.metrics = metrics;
        this.reader = reader;
        opener = new MessageSealer(key);
        aside = new Aside(options.asideDirectory(), metrics);
    }

    @Override
    public void run() {
        while (!reader.isClosing()) {
            readUntilFailure();
        }
        metrics.waiting(0);
        metrics.oldest(0);
        reader.ended();
    }

    private void readUntilFailure() {
        try {
            var consumer = new KafkaConsumer<byte[], byte[]>(ClientProperties.consumer(options));
            try {
                read(consumer);
            } finally {
                read.clear();
                done.clear();
                consumer.close(CloseOptions.timeout(CLOSE_MAX));
            }
        } catch (OtherKeyException e) {
            metrics.stopped();
            log.error(
                    "The topic holds records under another key. This process reads no more of it, and others that have that key"
                            + " go on. Give it the key file that the senders use, and restart it.");
            reader.pause(UNTIL_CLOSED_MILLIS);
        } catch (KafkaException e) {
            failed(BrokerFault.describe(e));
        } catch (RuntimeException bug) {
            log.error("The topic's reader has a bug.", bug);
            failed(bug.getClass().getName());
        }
    }

    private void failed(String cause) {
        metrics.stopped();
        if (!cause.equals(said)) {
            said = cause;
            log.error(
                    "The topic can't be read. It is tried again every 2 s. topic={} cause={}", options.topic(), cause);
        }
        reader.pause(RETRY_MILLIS);
    }

    private void read(Consumer<byte[], byte[]> consumer) throws OtherKeyException {
        var lag = new TopicLag(consumer, metrics);
        consumer.subscribe(List.of(options.topic()), new Rebalances(consumer));
        while (!reader.isClosing()) {
            letGo(consumer);
            give(consumer);
            if (reader.isWanted()) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            poll(consumer).forEach(read::add);
            lag.measure();
        }
        letGo(consumer);
        commitDone(consumer);
    }

    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
        try {
            var polled = consumer.poll(reader.isWanted() ? WANTED_POLL : IDLE_POLL);
            if (!said.isEmpty() && !polled.isEmpty()) {
                said = "";
                log.info("The topic is read again.");
            }
            return polled;
        } catch (NoOffsetForPartitionException e) {
            // nobody of the group has read them before
            consumer.seekToBeginning(e.partitions());
        } catch (OffsetOutOfRangeException e) {
            goOnWhereTheTopicDoes(consumer, e.offsetOutOfRangePartitions());
        }
        return ConsumerRecords.empty();
    }

    private void goOnWhereTheTopicDoes(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> offsets) {
        var begins = consumer.beginningOffsets(offsets.keySet(), ASK_MAX);
        var ends = consumer.endOffsets(offsets.keySet(), ASK_MAX);
        offsets.forEach((partition, offset) -> {
            var begin = begins.getOrDefault(partition, offset);
            var missing = Math.max(0, begin - offset);
            metrics.lost(missing);
            log.error(
                    "The topic has no longer what was to be read next: its retention was shorter than the delay, or brokers lost"
                            + " it. partition={} messages={}",
                    partition.partition(),
                    missing);
            consumer.seek(partition, missing > 0 ? begin : ends.getOrDefault(partition, offset));
        });
    }

    /** Gives a batch to who wants one. */
    private void give(Consumer<byte[], byte[]> consumer) throws OtherKeyException {
        if (!reader.isWanted()) {
            return;
        }
        var batch = new TopicBatch();
        while (!read.isEmpty() && !batch.isFull() && isOurs(read.element(), batch)) {
            var message = read.remove();
            open(message, batch);
            batch.reached(message);
        }
        if (!batch.isEmpty()) {
            outstanding.add(batch);
            metrics.oldest(outstanding.element().receivedUnixNanos());
            reader.give(batch.requests());
        } else if (!outstanding.isEmpty()) {
            outstanding.getLast().alsoReached(batch);
        } else {
            commit(consumer, batch.ends());
        }
    }

    /** What was read before a message under another key is finished first. */
    private boolean isOurs(ConsumerRecord<byte[], byte[]> message, TopicBatch batch) throws OtherKeyException {
        if (message.value() == null || !opener.isUnderOtherKey(message.value())) {
            return true;
        }
        if (batch.isEmpty() && outstanding.isEmpty()) {
            throw new OtherKeyException();
        }
        return false;
    }

    private void open(ConsumerRecord<byte[], byte[]> message, TopicBatch batch) {
        if (message.value() == null) {
            aside.damaged(message, "it is empty");
            return;
        }
        try {
            batch.add(opener.open(message.value(), Long.MAX_VALUE), message);
        } catch (UnreadableEntryException e) {
            aside.damaged(message, String.valueOf(e.getMessage()));
        }
    }

    /** Lets go of the batches that are in the ledger by now. */
    private void letGo(Consumer<byte[], byte[]> consumer) {
        for (var note = reader.note(); note != null; note = reader.note()) {
            var batch = outstanding.remove();
            if (batch.requests() != note.batch()) {
                throw new IllegalStateException("a batch is let go of out of its order");
            }
            note.rejected().stream().forEach(position -> aside.rejected(batch.message(position)));
            metrics.appended(batch.requests().size() - note.rejected().cardinality());
            metrics.oldest(outstanding.isEmpty() ? 0 : outstanding.element().receivedUnixNanos());
            commit(consumer, batch.ends());
            note.done().complete(null);
        }
    }

    private void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> ends) {
        var ours = new HashMap<>(ends);
        // those of others may be further by now
        ours.keySet().retainAll(consumer.assignment());
        if (!ours.isEmpty()) {
            done.putAll(ours);
            consumer.commitAsync(ours, (offsets, failure) -> {
                if (failure != null) {
                    // the next one says more
                    log.debug(
                            "Offsets were not committed. cause={}",
                            failure.getClass().getName());
                }
            });
        }
    }

    /** Before partitions go to others: what these need not read again. */
    private void commitDone(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.commitSync(done, CLOSE_MAX);
        } catch (KafkaException e) {
            log.info(
                    "Offsets could not be committed; some messages are read again. cause={}",
                    e.getClass().getName());
        }
    }

    /** Hears, on the thread, which partitions come and go. */
    private final class Rebalances implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Rebalances(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // they are read from where the group is
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            letGo(consumer);
            commitDone(consumer);
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            read.removeIf(message -> partitions.contains(new TopicPartition(message.topic(), message.partition())));
            done.keySet().removeAll(partitions);
        }
    }
}
