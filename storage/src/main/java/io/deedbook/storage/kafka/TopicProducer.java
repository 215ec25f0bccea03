// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the topic, by a producer that is made anew where the one before is of no use any more: one that is
 * idempotent and was refused by the brokers, for a password or a certificate, gives what it is sent the same answer for
 * ever, whatever they would say by now. Used by one thread; blocks.
 */
final class TopicProducer {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final KafkaOptions options;
    /** The producer that is of no use any more, as any thread found out. */
    private final AtomicReference<@Nullable KafkaProducer<byte[], byte[]>> spent = new AtomicReference<>();

    // Mutable state, owned by the thread.
    private KafkaProducer<byte[], byte[]> producer;

    /** Makes it; brokers that are away are no failure. */
    TopicProducer(KafkaOptions options) {
        this.options = options;
        producer = made();
    }

    private KafkaProducer<byte[], byte[]> made() {
        return new KafkaProducer<>(ClientProperties.producer(options));
    }

    /** Asks the brokers for the topic; throws a {@link KafkaException} when they don't tell. */
    void lookUp() {
        var current = current();
        try {
            current.partitionsFor(options.topic());
        } catch (KafkaException e) {
            judge(e, current);
            throw e;
        }
    }

    /** Completes, on a thread of Kafka's client, when all replicas in sync have the message. */
    CompletableFuture<Void> send(byte[] key, byte[] message) {
        var sent = new CompletableFuture<Void>();
        var current = current();
        try {
            var unused = current.send(new ProducerRecord<>(options.topic(), key, message), (place, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    judge(failure, current);
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            judge(e, current);
            throw e;
        }
        return sent;
    }

    private KafkaProducer<byte[], byte[]> current() {
        if (spent.get() == producer) {
            var old = producer;
            producer = made();
            // what still waits in it fails, and goes straight
            old.close(Duration.ZERO);
            // let go of it, as the failures of its closing have named it again
            spent.compareAndSet(old, null);
        }
        return producer;
    }

    private void judge(Exception failure, KafkaProducer<byte[], byte[]> of) {
        if (!(failure instanceof RetriableException) && !(failure instanceof RecordTooLargeException)) {
            spent.set(of);
        }
    }

    /** Sends what is on its way, and gives the connections up. */
    void close() {
        producer.close(CLOSE_MAX);
    }
}
