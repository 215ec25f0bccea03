// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run, from top to bottom: send at a fixed rate ▸ wait for the last answers ▸ read back ▸ report. The pace is open: a
 * slow collector doesn't slow the sender down, and each latency counts from when its request was due.
 */
final class LoadRun {
    /** Beyond it requests are dropped unsent and reported as overflow, so that a dead collector can't fill our memory. */
    private static final int UNDERWAY_MAX = 4_096;
    /** Sessions read back at a time. */
    private static final int READERS = 4;

    private static final long POLL_MILLIS = 20;
    private static final long SETTLE_MILLIS = 500;

    private final Settings settings;
    private final Tally tally = new Tally();
    private final List<Session> sessions = new ArrayList<>();

    LoadRun(Settings settings) {
        this.settings = settings;
    }

    /** Blocks until the verdict is there. */
    Report run() throws InterruptedException {
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(
                    new HttpClientOptions().setDecompressionSupported(false),
                    new PoolOptions().setHttp1MaxSize(settings.connections()).setMaxWaitQueueSize(-1));
            var cpu = cpu();
            var pacedNanos = pace(new Sender(vertx, client, settings, encoding(), tally));
            var used = cpu();
            var verdict = readBack(client);
            return new Report(
                    settings, tally, pacedNanos, verdict, difference(used[0], cpu[0]), difference(used[1], cpu[1]));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Encoding encoding() {
        return settings.json() ? new JsonEncoding() : new ProtobufEncoding();
    }

    /** Sends all requests and waits for their ends; the nanoseconds from the end of the warm-up to the last end. */
    private long pace(Sender sender) throws InterruptedException {
        var startNanos = System.nanoTime();
        var warmNanos = startNanos + TimeUnit.SECONDS.toNanos(settings.warmupSeconds());
        var session = nextSession();
        for (var request = 0L; request < settings.requestCount(); request++) {
            var dueNanos = startNanos + request * settings.intervalNanos();
            for (var early = dueNanos - System.nanoTime(); early > 0; early = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            if (session.full()) {
                session = nextSession();
            }
            if (sender.underway() >= UNDERWAY_MAX) {
                tally.sent(settings.batch(), 0);
                tally.dropped("overflow", settings.batch());
                continue;
            }
            var first = session.take(settings.batch());
            var batch = new Batch(session, first, settings.batch(), System.currentTimeMillis());
            sender.send(batch, dueNanos, dueNanos - warmNanos >= 0);
        }
        while (sender.underway() > 0) {
            Thread.sleep(POLL_MILLIS);
        }
        return System.nanoTime() - warmNanos;
    }

    private Session nextSession() {
        var session = new Session(UUID.randomUUID().toString());
        sessions.add(session);
        return session;
    }

    private Verdict readBack(HttpClient client) throws InterruptedException {
        var reader = new ReadBack(client, settings);
        var verdict = Verdict.NOTHING;
        var settledNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.settleSeconds());
        for (var first = 0; first < sessions.size(); first += READERS) {
            var group = sessions.subList(first, Math.min(first + READERS, sessions.size()));
            var found = read(reader, group);
            while (found.lost() > 0 && settledNanos - System.nanoTime() > 0) {
                Thread.sleep(SETTLE_MILLIS);
                found = read(reader, group);
            }
            verdict = verdict.plus(found);
        }
        return verdict;
    }

    private static Verdict read(ReadBack reader, List<Session> group) {
        var verdicts = group.stream()
                .map(session -> reader.counts(session)
                        .map(counts -> Verdict.of(session, counts))
                        .otherwise(Verdict::unknown))
                .toList();
        Future.join(verdicts).toCompletionStage().toCompletableFuture().join();
        return verdicts.stream().map(Future::result).reduce(Verdict.NOTHING, Verdict::plus);
    }

    private long[] cpu() {
        return new long[] {
            settings.pid() == 0 ? -1 : CpuClock.ofProcess(settings.pid()),
            settings.postgresPid() == 0 ? -1 : CpuClock.ofFamily(settings.postgresPid())
        };
    }

    private static long difference(long after, long before) {
        return after < 0 || before < 0 ? -1 : after - before;
    }
}
