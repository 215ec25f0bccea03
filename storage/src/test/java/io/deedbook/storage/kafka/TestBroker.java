// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.pipeline.fixtures.FreePort;
import io.deedbook.storage.TestStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A real Kafka broker that is its own controller (KRaft), in a process of its own, on ports of this machine alone. */
final class TestBroker implements AutoCloseable {
    private static final short ONE_REPLICA = 1;
    private static final int PARTITIONS = 3;
    private static final long END_OF_PARTITION = -1;
    private static final long ANSWER_SECONDS_MAX = 60;

    private final Path directory = TestStorage.temporaryDirectory();
    private final Path properties = directory.resolve("server.properties");
    private final int port;

    // Mutable state, owned by the test.
    private Process process;

    TestBroker() throws Exception {
        port = FreePort.choose();
        var logs = Files.createDirectory(directory.resolve("logs"));
        Files.writeString(properties, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                group.min.session.timeout.ms=1000
                """.formatted(port, FreePort.choose(), logs));
        // what formatting the storage would write
        Files.writeString(logs.resolve("meta.properties"), """
                version=1
                cluster.id=%s
                node.id=1
                directory.id=%s
                """.formatted(Uuid.randomUuid(), Uuid.randomUuid()));
        process = started();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    private Process started() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.log").toFile())
                .start();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Makes a topic; returns when it is there. */
    void createTopic(String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, ONE_REPLICA)))
                    .all()
                    .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    /** Drops all messages of a topic, as its retention does. */
    void dropAll(String topic) throws Exception {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (var partition = 0; partition < PARTITIONS; partition++) {
            all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(END_OF_PARTITION));
        }
        try (var admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.deleteRecords(all).all().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    /** Ends it without a word, as a machine does that loses power. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again on what it had. */
    void start() throws Exception {
        process = started();
        try (var admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.describeCluster().nodes().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
