// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.fixtures.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker (KRaft) in a process of its own, with three doors for clients, which ask for TLS and a password by
 * SCRAM-SHA-512, for TLS and a password by PLAIN, and for TLS with a certificate. It has another one for the tests
 * themselves.
 */
final class SecuredBroker implements AutoCloseable {
    private static final short ONE_REPLICA = 1;
    private static final int PARTITIONS = 3;
    private static final int ITERATIONS = 4_096;
    private static final long ANSWER_SECONDS_MAX = 60;

    private final Process process;
    private final Path users;
    private final int scramPort;
    private final int plainPort;
    private final int mutualPort;
    private final Map<String, Object> admin;

    SecuredBroker(Path directory, TestAuthority authority) throws IOException {
        scramPort = FreePort.choose();
        plainPort = FreePort.choose();
        mutualPort = FreePort.choose();
        var adminPort = FreePort.choose();
        admin = Map.of("bootstrap.servers", "127.0.0.1:" + adminPort);
        users = Files.createDirectory(directory.resolve("users"));
        var logs = Files.createDirectory(directory.resolve("logs"));
        var identity = Files.writeString(directory.resolve("identity.pem"), authority.identity());
        var trusted = Files.writeString(directory.resolve("authority.pem"), authority.certificate());
        var properties = Files.writeString(directory.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%3$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=ADMIN
                listeners=SCRAM://127.0.0.1:%1$d,PLAIN://127.0.0.1:%6$d,MUTUAL://127.0.0.1:%7$d,\\
                    ADMIN://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
                advertised.listeners=SCRAM://127.0.0.1:%1$d,PLAIN://127.0.0.1:%6$d,MUTUAL://127.0.0.1:%7$d,\\
                    ADMIN://127.0.0.1:%2$d
                listener.security.protocol.map=SCRAM:SASL_SSL,PLAIN:SASL_SSL,MUTUAL:SSL,ADMIN:PLAINTEXT,\\
                    CONTROLLER:PLAINTEXT
                listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.scram.scram-sha-512.sasl.jaas.config=\\
                    org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.plain.sasl.enabled.mechanisms=PLAIN
                listener.name.plain.plain.sasl.jaas.config=\\
                    org.apache.kafka.common.security.plain.PlainLoginModule required;
                listener.name.plain.plain.sasl.server.callback.handler.class=%9$s
                listener.name.mutual.ssl.client.auth=required
                listener.name.mutual.ssl.truststore.type=PEM
                listener.name.mutual.ssl.truststore.location=%8$s
                ssl.keystore.type=PEM
                ssl.keystore.location=%4$s
                log.dirs=%5$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                """.formatted(
                        scramPort,
                        adminPort,
                        FreePort.choose(),
                        identity,
                        logs,
                        plainPort,
                        mutualPort,
                        trusted,
                        PlainUsers.class.getName()));
        // what formatting the storage would write
        Files.writeString(logs.resolve("meta.properties"), """
                version=1
                cluster.id=%s
                node.id=1
                directory.id=%s
                """.formatted(Uuid.randomUuid(), Uuid.randomUuid()));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-D" + PlainUsers.DIRECTORY + '=' + users,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** The door that asks for a password by SCRAM-SHA-512. */
    String scramAddress() {
        return "127.0.0.1:" + scramPort;
    }

    /** The door that asks for a password by PLAIN. */
    String plainAddress() {
        return "127.0.0.1:" + plainPort;
    }

    /** The door that asks for a certificate of the broker's own authority. */
    String mutualAddress() {
        return "127.0.0.1:" + mutualPort;
    }

    /** Makes a topic; returns when it is there. */
    void createTopic(String name) throws Exception {
        try (var client = Admin.create(admin)) {
            client.createTopics(List.of(new NewTopic(name, PARTITIONS, ONE_REPLICA)))
                    .all()
                    .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    /** Lets a user in by both kinds of passwords, from now on, who may do everything. */
    void letIn(String user, String password) throws Exception {
        Files.writeString(users.resolve(user), password);
        var info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        try (var client = Admin.create(admin)) {
            client.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user, info, password)))
                    .all()
                    .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
