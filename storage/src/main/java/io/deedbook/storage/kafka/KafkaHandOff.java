// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.storage.handoff.EntryTooLargeException;
import io.deedbook.storage.handoff.HandOff;
import io.deedbook.storage.handoff.HandOffKey;
import io.deedbook.storage.handoff.MessageSealer;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records over to a topic, encrypted, and answers when all its replicas in sync have them. A tenant's requests
 * are in one partition, in the order in which they were handed over. What the brokers don't take in time, what is too
 * large for them, and what needs a place in the ledger goes straight to the writer. Thread-safe.
 */
public final class KafkaHandOff implements HandOff {
    private static final Logger log = LoggerFactory.getLogger(KafkaHandOff.class);

    /** The most requests between here and the brokers; their bytes are bounded by the admission in front. */
    private static final int WAITING_MAX = 8_192;

    private static final long BLOCKED_MILLIS_MAX = 10_000;

    private final Vertx vertx;
    private final HandOff straight;
    private final String topic;
    private final TopicMetrics metrics;
    private final WorkerExecutor thread;
    private final BrokerOutage outage = new BrokerOutage(System::nanoTime);
    private final AtomicInteger waiting = new AtomicInteger();
    /** Used by the thread. */
    private final MessageSealer sealer;
    /** Used by the thread. */
    private final TopicProducer producer;

    private KafkaHandOff(Vertx vertx, KafkaOptions options, HandOffKey key, HandOff straight, TopicMetrics metrics) {
        this.vertx = vertx;
        this.straight = straight;
        this.metrics = metrics;
        topic = options.topic();
        sealer = new MessageSealer(key);
        producer = new TopicProducer(options);
        thread = vertx.createSharedWorkerExecutor(
                "deedbook-kafka-" + System.identityHashCode(this), 1, BLOCKED_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    /**
     * Opens it; brokers that are away are no failure. Blocks.
     *
     * @param straight to the writer
     * @throws IllegalArgumentException meant for a person, when Kafka's client can't be made with these options
     */
    public static KafkaHandOff open(Vertx vertx, KafkaOptions options, HandOff straight, TopicMetrics metrics)
            throws IOException {
        var key = HandOffKey.open(options.keyFile());
        KafkaHandOff opened;
        try {
            opened = new KafkaHandOff(vertx, options, key, straight, metrics);
        } catch (KafkaException e) {
            // without what caused it: its messages are printed with --debug
            throw new IllegalArgumentException("Kafka's client can't be started (" + cause(e)
                    + "). Look at kafka-servers and kafka-properties-file.");
        }
        opened.lookUpTopic();
        return opened;
    }

    /** The client's own messages repeat values of its properties, parts of passwords among them. */
    private static String cause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    private void lookUpTopic() {
        try {
            producer.lookUp();
        } catch (KafkaException e) {
            log.warn("The topic can't be looked up. topic={} cause={}", topic, BrokerFault.describe(e));
            outage.failed(e);
        }
    }

    /** Whether records are taken, so that the database may be away. */
    public boolean isTaking() {
        return !outage.isAway();
    }

    @Override
    public Future<Receipt> append(AppendRequest request, long timeoutMillis) {
        if (request.needsPlace()) {
            return goStraight(request, Straight.PLACE, timeoutMillis);
        }
        var findsOut = outage.isAway();
        if (!outage.mayTry()) {
            return goStraight(request, Straight.AWAY, timeoutMillis);
        }
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return Future.failedFuture(new Refusal(
                    Refusal.Reason.OVERLOADED, "The server has too much to hand over. Send the request again.", 2));
        }
        var context = vertx.getOrCreateContext();
        var started = System.nanoTime();
        return thread.executeBlocking(() -> send(request, findsOut), false)
                .compose(sent -> Future.fromCompletionStage(sent, context))
                .onComplete(done -> waiting.decrementAndGet())
                .compose(
                        sent -> {
                            outage.succeeded();
                            metrics.produced();
                            return Future.succeededFuture(
                                    Receipt.inTopic(request.records().size()));
                        },
                        failure -> goStraight(request, judged(failure), timeoutMillis - elapsedMillis(started)));
    }

    /** On the thread: sealing takes a while, and Kafka's client may wait for room or for its first answer. */
    private CompletableFuture<Void> send(AppendRequest request, boolean findsOut) {
        if (outage.isAway() && !findsOut) {
            throw new TimeoutException("the requests before this one were not taken in time");
        }
        var key = Integer.toString(request.tenant().id()).getBytes(StandardCharsets.US_ASCII);
        return producer.send(key, sealer.seal(request));
    }

    private Straight judged(Throwable failure) {
        if (failure instanceof RecordTooLargeException || failure instanceof EntryTooLargeException) {
            return Straight.LARGE;
        }
        if (failure instanceof KafkaException) {
            metrics.failed();
            outage.failed(failure);
        } else {
            // a message of it could hold what somebody sent
            log.error(
                    "A request could not be handed over through Kafka. cause={}",
                    failure.getClass().getName());
        }
        return Straight.AWAY;
    }

    /**
     * Where it failed, it may have come to the topic all the same; the ledger knows a request again by its export key.
     */
    private Future<Receipt> goStraight(AppendRequest request, Straight why, long timeoutMillis) {
        metrics.straight(why);
        return straight.append(request, timeoutMillis);
    }

    private static long elapsedMillis(long startedNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    /** Sends what is on its way, and gives the connections up. */
    public Future<Void> close() {
        return thread.executeBlocking(
                        () -> {
                            producer.close();
                            return null;
                        },
                        false)
                .transform(closed -> thread.close());
    }
}
