// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.storage.handoff.HandOffKey;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.DrainSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives the ledger what waits in a topic, and lets go of it when it is there. Belongs to the event loop of a drain;
 * what it asks for is done by a {@link TopicReading} on a thread of its own, since Kafka's consumer blocks and is no
 * thread's but one's.
 */
public final class TopicReader implements DrainSource {
    private final Vertx vertx;
    private final AtomicReference<@Nullable CompletableFuture<List<AppendRequest>>> wanted = new AtomicReference<>();
    private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Mutable state, written by the event loop.
    private volatile boolean stopped;

    /**
     * That a batch is in the ledger.
     *
     * @param done completes when that is noted down
     */
    record Note(List<AppendRequest> batch, BitSet rejected, CompletableFuture<Void> done) {}

    private TopicReader(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Begins to read. Blocks. */
    public static TopicReader open(Vertx vertx, KafkaOptions options, TopicMetrics metrics) throws IOException {
        var reader = new TopicReader(vertx);
        var reading = new TopicReading(options, HandOffKey.open(options.keyFile()), metrics, reader);
        var thread = new Thread(reading, "deedbook-topic");
        thread.setDaemon(true);
        thread.start();
        return reader;
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Future<List<AppendRequest>> next() {
        var asked = new CompletableFuture<List<AppendRequest>>();
        if (!wanted.compareAndSet(null, asked)) {
            throw new IllegalStateException("the next batch is asked for already");
        }
        if (stopped) {
            give(List.of());
        }
        return Future.fromCompletionStage(asked, vertx.getOrCreateContext());
    }

    @Override
    public Future<Void> appended(List<AppendRequest> batch, BitSet rejected) {
        var note = new Note(batch, rejected, new CompletableFuture<>());
        notes.add(note);
        return Future.fromCompletionStage(note.done(), vertx.getOrCreateContext());
    }

    @Override
    public void stop() {
        stopped = true;
        give(List.of());
    }

    @Override
    public Future<Void> close() {
        stop();
        closing.countDown();
        return Future.fromCompletionStage(ended, vertx.getOrCreateContext());
    }

    boolean isWanted() {
        return wanted.get() != null;
    }

    /** Answers who waits for the next batch, if somebody does still. */
    void give(List<AppendRequest> batch) {
        var asked = wanted.getAndSet(null);
        if (asked != null) {
            asked.complete(batch);
        }
    }

    /** The oldest note that was not taken yet. */
    @Nullable
    Note note() {
        return notes.poll();
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Waits, but for nothing once this is closing. */
    void pause(long millis) {
        try {
            var unused = closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Nothing is read any more. */
    void ended() {
        for (var note = note(); note != null; note = note()) {
            note.done().complete(null);
        }
        ended.complete(null);
    }
}
