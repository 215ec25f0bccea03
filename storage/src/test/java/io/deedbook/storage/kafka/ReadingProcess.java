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
    private static final long BROKER_MILLIS_MAX = 20_000;
    /** Readers hear soon that another has come. */
    private static final Map<String, String> READER = Map.of("heartbeat.interval.ms", "300");
    /** Of one that is killed, for which the others don't wait long. Who lives must not be taken for dead so soon. */
    private static final Map<String, String> KILLED =
            Map.of("heartbeat.interval.ms", "300", "session.timeout.ms", "1500");

    private ReadingProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        // the threads of Vert.x would go on without it
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> Runtime.getRuntime().halt(1));
        var dataDir = Path.of(arguments[1]);
        TestStorage.through(
                options(arguments[2], arguments[3], true, BROKER_MILLIS_MAX, KILLED, dataDir), arguments[0], dataDir);
        new CountDownLatch(1).await();
    }

    /** Of a process that lives. */
    static KafkaOptions options(String servers, String topic, boolean consume, Path dataDir) {
        return options(servers, topic, consume, BROKER_MILLIS_MAX, dataDir);
    }

    /** As {@link #options}, of one that goes straight to the ledger when the broker takes so long. */
    static KafkaOptions options(String servers, String topic, boolean consume, long afterMillis, Path dataDir) {
        return options(servers, topic, consume, afterMillis, READER, dataDir);
    }

    private static KafkaOptions options(
            String servers,
            String topic,
            boolean consume,
            long afterMillis,
            Map<String, String> properties,
            Path dataDir) {
        return new KafkaOptions(
                servers,
                topic,
                topic + "-writer",
                consume,
                afterMillis,
                properties,
                dataDir.resolve("keys").resolve("spool.key"),
                dataDir.resolve("kafka"));
    }
}
