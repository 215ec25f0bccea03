// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.fixtures.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two collectors take turns on one port while clients send, on connections that stay and on new ones. No request fails,
 * and every acknowledged record is there exactly once. More turns with {@code -Ddeedbook.restart.rounds=20}.
 */
class RollingRestartIT {
    private static final int ROUNDS = Integer.getInteger("deedbook.restart.rounds", 3);
    private static final int SENDERS_OF_EACH_KIND = 2;
    private static final int SEND_MILLIS = 20;
    private static final int RECORDS = 3;
    private static final int ACKNOWLEDGED_A_ROUND = 100;

    private static final Path MIGRATION = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");

    private final AtomicInteger exports = new AtomicInteger();
    private final AtomicBoolean wasReset = new AtomicBoolean(true);
    private final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> sending = new ArrayList<>();
    private final int port;

    @TempDir
    Path dataDir;

    RollingRestartIT() throws IOException {
        port = FreePort.choose();
    }

    @Test
    void takingTurns_failsNoRequestAndStoresEveryAcknowledgedRecordOnce() throws Exception {
        var collector = CollectorProcess.start(dataDir, port, "--reuse-port");
        var senders = Executors.newScheduledThreadPool(2 * SENDERS_OF_EACH_KIND);
        try {
            start(senders);
            for (var round = 0; round < ROUNDS; round++) {
                awaitAcknowledged((round + 1) * ACKNOWLEDGED_A_ROUND);
                var next = CollectorProcess.start(dataDir, port, "--reuse-port");
                wasReset.set(false);
                collector.close();
                collector = next;
            }
            awaitAcknowledged(acknowledged.size() + ACKNOWLEDGED_A_ROUND);
            senders.shutdown();
            assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(failures).isEmpty();
            var stored = collector.client().numberedRecords(acknowledged.size() * RECORDS);
            assertThat(stored.values()).containsOnly(1);
            assertThat(stored).hasSize(acknowledged.size() * RECORDS);
            assertThat(stored.keySet())
                    .containsAll(
                            acknowledged.keySet().stream().map(id -> id + "/0").toList());
        } finally {
            senders.shutdownNow();
            collector.close();
        }
        CommandRun.on(dataDir, "verify").succeeds();
    }

    private void start(ScheduledExecutorService senders) {
        for (var i = 0; i < SENDERS_OF_EACH_KIND; i++) {
            sending.add(senders.scheduleAtFixedRate(new Staying(), i, SEND_MILLIS, TimeUnit.MILLISECONDS));
            sending.add(senders.scheduleAtFixedRate(this::sendOnce, i, SEND_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    /** Waits for requests that are under way all the time, and so needs no clock of its own. */
    private void awaitAcknowledged(int count) throws InterruptedException {
        synchronized (acknowledged) {
            while (acknowledged.size() < count) {
                acknowledged.wait(TimeUnit.SECONDS.toMillis(60));
                assertThat(failures).isEmpty();
            }
        }
    }

    private void sendOnce() {
        var id = nextId();
        try {
            sendOnce(id);
        } catch (IOException | RuntimeException e) {
            if (e instanceof SocketException && !(e instanceof ConnectException) && mayBeReset()) {
                sendAgain(id);
            } else {
                failures.add("new connection: " + e);
            }
        }
    }

    private void sendAgain(String id) {
        try {
            sendOnce(id);
        } catch (IOException | RuntimeException e) {
            failures.add("new connection, again: " + e);
        }
    }

    private void sendOnce(String id) throws IOException {
        try (var connection = new RawConnection(port)) {
            send(connection, id);
        }
    }

    /**
     * Where Linux isn't told to move them on, it resets what comes in the microseconds between the last look into the
     * queue and the closing of the socket, which is one connection a turn at most, or something else is wrong.
     * That nobody listens is never so.
     */
    private boolean mayBeReset() {
        try {
            return !Files.readString(MIGRATION).strip().equals("1") && !wasReset.getAndSet(true);
        } catch (IOException unknown) {
            return false;
        }
    }

    private String nextId() {
        return "export-" + exports.getAndIncrement();
    }

    private void send(RawConnection connection, String id) throws IOException {
        var status = connection.sendLogs(CollectorProcess.KEY, NumberedExport.logs(id, RECORDS));
        if (status != 200) {
            failures.add("status " + status);
            return;
        }
        synchronized (acknowledged) {
            acknowledged.put(id, true);
            acknowledged.notifyAll();
        }
    }

    /** A client that keeps its connection until the server says that it closes it. */
    private final class Staying implements Runnable {
        private RawConnection connection;

        @Override
        public void run() {
            try {
                if (connection == null) {
                    connection = new RawConnection(port);
                }
                send(connection, nextId());
                if (connection.isOver()) {
                    connection.close();
                    connection = null;
                }
            } catch (IOException | RuntimeException e) {
                failures.add("staying connection: " + e);
                connection = null;
            }
        }
    }
}
