// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.storage.TestStorage;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A collector's storage in a process of its own that writes what is in a topic until it is killed.
 *
 * <p>Arguments: database URL, data directory, brokers, topic.
 */
final class ReadingProcess {
    /** A broker that shares a busy machine with the tests is slow, and not away. */
    private static final long BROKER_MILLIS_MAX = 5_000;

    private ReadingProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        // the threads of Vert.x would go on without it
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> Runtime.getRuntime().halt(1));
        var dataDir = Path.of(arguments[1]);
        TestStorage.through(options(arguments[2], arguments[3], true, dataDir), arguments[0], dataDir);
        new CountDownLatch(1).await();
    }

    static KafkaOptions options(String servers, String topic, boolean consume, Path dataDir) {
        return new KafkaOptions(
                servers,
                topic,
                topic + "-writer",
                consume,
                BROKER_MILLIS_MAX,
                // whoever dies is not waited for
                Map.of("session.timeout.ms", "1500", "heartbeat.interval.ms", "300"),
                dataDir.resolve("keys").resolve("spool.key"),
                dataDir.resolve("kafka"));
    }
}
