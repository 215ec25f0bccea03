// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a collector under load, again and again: every acknowledged record is there exactly once, a request that was
 * sent again because nobody knows how it went is there exactly once too, and the ledger verifies. More rounds with
 * {@code -Ddeedbook.kill.rounds=50}.
 */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("deedbook.kill.rounds", 3);
    private static final int SENDERS = 4;
    private static final int RECORDS = 7;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 60;

    private final AtomicInteger exports = new AtomicInteger();
    private final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> unknown = new ConcurrentLinkedQueue<>();

    @TempDir
    Path dataDir;

    @Test
    void kill_losesNothingAcknowledgedAndStoresNothingTwice() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            try (var collector = CollectorProcess.start(dataDir)) {
                resend(collector.client());
                killUnderLoad(collector, round % 2 == 1);
            }
        }
        try (var collector = CollectorProcess.start(dataDir)) {
            resend(collector.client());
            var stored = collector.client().numberedRecords(acknowledged.size() * RECORDS);
            assertThat(stored.values()).containsOnly(1);
            assertThat(stored).hasSize(acknowledged.size() * RECORDS);
            for (var id : acknowledged.keySet()) {
                for (var i = 0; i < RECORDS; i++) {
                    assertThat(stored).containsKey(id + '/' + i);
                }
            }
        }
        CommandRun.on(dataDir, "verify").succeeds();
    }

    private void killUnderLoad(CollectorProcess collector, boolean withDatabase) throws Exception {
        var stop = new AtomicBoolean();
        var enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_KILL);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            for (var i = 0; i < SENDERS; i++) {
                senders.execute(() -> sendUntil(stop, enough, collector.client()));
            }
            assertThat(enough.await(120, TimeUnit.SECONDS)).isTrue();
            if (withDatabase) {
                collector.killWithDatabase();
            } else {
                collector.kill();
            }
        } finally {
            stop.set(true);
            senders.shutdown();
        }
        assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private void sendUntil(AtomicBoolean stop, CountDownLatch enough, CollectorClient client) {
        while (!stop.get()) {
            var id = "export-" + exports.getAndIncrement();
            try {
                if (client.sendLogs(NumberedExport.logs(id, RECORDS)) == 200) {
                    acknowledged.put(id, true);
                    enough.countDown();
                } else {
                    unknown.add(id);
                }
            } catch (IOException e) {
                unknown.add(id);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** As a client does with a request whose answer never came: the same body once more. */
    private void resend(CollectorClient client) throws Exception {
        for (var id = unknown.poll(); id != null; id = unknown.poll()) {
            assertThat(client.sendLogs(NumberedExport.logs(id, RECORDS))).isEqualTo(200);
            acknowledged.put(id, true);
        }
    }
}
