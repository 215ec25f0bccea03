// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kill;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A collector's storage in a process of its own, which appends until it is killed at a step. It writes down what it
 * sends before it sends it and what was acknowledged after that, and begins by sending again what was not: as clients
 * do.
 *
 * <p>Arguments: database URL, data directory, journal file, step, which time, requests.
 */
final class KilledAppender {
    static final String TOOL = "tool-of-the-killed";
    static final String TENANT = "killed";
    static final int RECORDS = 3;
    private static final int IN_FLIGHT = 4;
    /** Many replicas in one log may have a request wait longer than the writer does. */
    private static final int TRIES_MAX = 20;

    private static final long STORED_MINUTES_MAX = 5;
    private static final int FAILED = 1;

    private KilledAppender() {}

    public static void main(String[] arguments) throws IOException, TimeoutException {
        // the threads of Vert.x would go on without it
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> Runtime.getRuntime().halt(FAILED));
        var journal = Path.of(arguments[2]);
        var url = DatabaseUrl.parse(arguments[0]);
        var proxy = new HaltingProxy(
                url.host(), url.port(), KillStep.valueOf(arguments[3]), Integer.parseInt(arguments[4]));
        var requests = unanswered(journal);
        for (var number = 0; number < Integer.parseInt(arguments[5]); number++) {
            requests.add(UUID.randomUUID().toString());
        }
        send(through(proxy, arguments[0]), Path.of(arguments[1]), journal, requests);
    }

    /** Sends again what this journal says was not acknowledged, in this process, until it is. */
    static void resend(String databaseUrl, Path dataDir, Path journal) throws IOException, TimeoutException {
        send(databaseUrl, dataDir, journal, unanswered(journal));
    }

    private static String through(HaltingProxy proxy, String databaseUrl) {
        return databaseUrl.replaceFirst("@[^/]+/", "@127.0.0.1:" + proxy.port() + "/");
    }

    private static void send(String databaseUrl, Path dataDir, Path journal, Queue<String> requests)
            throws IOException, TimeoutException {
        try (var storage = TestStorage.on(databaseUrl, dataDir)) {
            var tenant =
                    TestStorage.await(storage.storage().tenants().find(TENANT)).orElseThrow();
            send(storage, tenant, journal, requests);
        }
    }

    private static void send(TestStorage storage, Tenant tenant, Path journal, Queue<String> requests)
            throws IOException, TimeoutException {
        while (!requests.isEmpty()) {
            var group = new ArrayList<Future<Receipt>>();
            for (var lane = 0; lane < IN_FLIGHT && !requests.isEmpty(); lane++) {
                var name = requests.remove();
                write(journal, "sent " + name);
                group.add(append(storage, tenant, records(), key(name), TRIES_MAX)
                        .onSuccess(receipt -> writeUnchecked(
                                journal, "stored " + name + ' ' + receipt.firstIndex() + ' ' + receipt.count())));
            }
            Future.all(group).await(STORED_MINUTES_MAX, TimeUnit.MINUTES);
        }
    }

    /** Sends a request, and again what is refused, when the refusal says so. */
    private static Future<Receipt> append(
            TestStorage storage, Tenant tenant, List<SealedRecord> records, byte[] key, int triesLeft) {
        return storage.append(TestRecords.request(tenant, records, key))
                .recover(failure -> failure instanceof Refusal refusal && triesLeft > 1
                        ? storage.vertx()
                                .timer(refusal.retryAfterSeconds(), TimeUnit.SECONDS)
                                .compose(waited -> append(storage, tenant, records, key, triesLeft - 1))
                        : Future.failedFuture(failure));
    }

    private static byte[] key(String name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<SealedRecord> records() {
        var records = new ArrayList<SealedRecord>();
        for (var number = 0; number < RECORDS; number++) {
            records.add(TestRecords.sealed(draft -> draft.put(Field.TOOL_NAME, TOOL)));
        }
        return records;
    }

    /** What was sent and never acknowledged, as this journal says. */
    private static Queue<String> unanswered(Path journal) throws IOException {
        var names = new LinkedHashSet<String>();
        if (Files.exists(journal)) {
            for (var line : Files.readAllLines(journal)) {
                var words = line.split(" ", -1);
                if (words[0].equals("sent")) {
                    names.add(words[1]);
                } else {
                    names.remove(words[1]);
                }
            }
        }
        return new ArrayDeque<>(names);
    }

    private static void writeUnchecked(Path journal, String line) {
        try {
            write(journal, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line at once: what is written stays when the process is killed. */
    private static synchronized void write(Path journal, String line) throws IOException {
        Files.writeString(journal, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
