// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector as an operator configures it, and a real broker that asks for TLS and a password or a certificate. */
class SecuredKafkaIT {
    private static final String PASSWORD = "a password \" of tests = 100% \\ right";
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(90);

    private static final Executor PAUSE = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    private static Path brokerDir;

    private static SecuredBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        broker = new SecuredBroker(brokerDir, AUTHORITY);
        broker.letIn("deedbook", PASSWORD);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void records_goThroughTlsAndSaslIntoTheLedger() throws Exception {
        try (var collector = withScram("through", "deedbook", AUTHORITY)) {
            var client = collector.client();
            assertThat(sendUntilTheBrokersHaveIt(client)).isPositive();

            awaitTrue(() -> client.get("/metrics")
                    .body()
                    .lines()
                    .anyMatch(line ->
                            line.startsWith("deedbook_storage_topic_appended_total ") && !line.endsWith(" 0.0")));
            assertThat(client.numberedRecords()).containsEntry("through/0", 1).containsEntry("through/2", 1);
        }
        assertNoSecret();
    }

    @Test
    void aPasswordThatIsWrong_isAnOutageUntilItIsRight() throws Exception {
        try (var collector = withScram("password", "late", AUTHORITY)) {
            var client = collector.client();
            assertGoesStraight(client);
            awaitOutage("password", "the brokers refuse the user or the password (sasl.jaas.config)");

            broker.letIn("late", PASSWORD);

            assertThat(sendUntilTheBrokersHaveIt(client)).isPositive();
            awaitTrue(() -> client.numberedRecords().containsKey("through/2"));
            assertThat(log()).contains("Kafka takes records again.");
        }
        assertNoSecret();
    }

    @Test
    void aCertificateThatIsNotTrusted_isAnOutageUntilItIs() throws Exception {
        try (var collector = withScram("certificate", "deedbook", new TestAuthority())) {
            assertGoesStraight(collector.client());
            awaitOutage(
                    "certificate", "the brokers' certificate is not trusted, or not for their name (ssl.truststore.*)");

            trust(AUTHORITY);

            assertThat(sendUntilTheBrokersHaveIt(collector.client())).isPositive();
            awaitTrue(() -> collector.client().numberedRecords().containsKey("through/2"));
        }
        assertNoSecret();
    }

    @Test
    void aPasswordByPlainThatIsWrong_isAnOutageUntilItIsRight() throws Exception {
        try (var collector =
                collector("plain", broker.plainAddress(), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="later" \\
                  password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(quoted(PASSWORD), trust(AUTHORITY)))) {
            var client = collector.client();
            assertGoesStraight(client);
            awaitOutage("plain", "the brokers refuse the user or the password (sasl.jaas.config)");

            broker.letIn("later", PASSWORD);

            assertThat(sendUntilTheBrokersHaveIt(client)).isPositive();
            awaitTrue(() -> client.numberedRecords().containsKey("through/2"));
        }
        assertNoSecret();
    }

    @Test
    void aCertificateOfTheCollectorThatIsNotTrusted_isAnOutageUntilItIs() throws Exception {
        var identity = new TestAuthority().identity();
        var file = Files.writeString(directory.resolve("kafka-client.pem"), identity);
        try (var collector = collector("mutual", broker.mutualAddress(), """
                security.protocol=SSL
                ssl.keystore.type=PEM
                ssl.keystore.location=%s
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(file, trust(AUTHORITY)))) {
            var client = collector.client();
            assertGoesStraight(client);
            awaitOutage("mutual", "the brokers refuse the certificate, or want one (ssl.keystore.*)");

            var trusted = AUTHORITY.identity();
            Files.writeString(file, trusted);

            assertThat(sendUntilTheBrokersHaveIt(client)).isPositive();
            awaitTrue(() -> client.numberedRecords().containsKey("through/2"));
            assertThat(log()).doesNotContain(keyLine(identity), keyLine(trusted));
        }
        assertNoSecret();
    }

    /** The beginning of the private key. */
    private static String keyLine(String pem) {
        return pem.lines().skip(1).findFirst().orElseThrow();
    }

    private CollectorProcess withScram(String topic, String user, TestAuthority trusted) throws Exception {
        // as in docs/KAFKA.md
        return collector(topic, broker.scramAddress(), """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
                  username="%s" \\
                  password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(user, quoted(PASSWORD), trust(trusted)));
    }

    private CollectorProcess collector(String topic, String address, String clientProperties) throws Exception {
        broker.createTopic(topic);
        var properties = Files.writeString(directory.resolve("kafka.properties"), clientProperties);
        var configuration =
                Files.writeString(directory.resolve("deedbook.yaml"), """
                handoff: kafka
                kafka-servers: %s
                kafka-properties-file: %s
                kafka-topic: %s
                kafka-after-ms: 3000
                """.formatted(address, properties, topic));
        return CollectorProcess.startLogging(
                directory.resolve("data"), directory.resolve("log"), "--config", configuration.toString());
    }

    /** For the text in quotes that the value of a property has: each of both wants its own backslashes. */
    private static String quoted(String password) {
        return password.replace("\\", "\\\\").replace("\"", "\\\"").replace("\\", "\\\\");
    }

    private Path trust(TestAuthority trusted) throws Exception {
        return Files.writeString(directory.resolve("kafka-ca.pem"), trusted.certificate());
    }

    /** Tries again while a busy machine is too slow; says how often. */
    private int sendUntilTheBrokersHaveIt(CollectorClient client) throws Exception {
        var end = System.nanoTime() + WAIT_NANOS_MAX;
        for (var tries = 1; ; tries++) {
            var answer = client.answerToLogs(NumberedExport.logs("through", 3));
            assertThat(answer.statusCode()).isEqualTo(200);
            if (answer.headers().firstValue("deedbook-ledger").isPresent()) {
                return tries;
            }
            assertThat(System.nanoTime()).as(log()).isLessThan(end);
        }
    }

    private static void assertGoesStraight(CollectorClient client) throws Exception {
        var answer = client.sendLogsUntilPlaced(NumberedExport.logs("straight", 3));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKey("deedbook-ledger");
        assertThat(client.numberedRecords()).containsEntry("straight/0", 1).containsEntry("straight/2", 1);
    }

    private void awaitOutage(String topic, String cause) throws Exception {
        awaitTrue(() ->
                log().contains("Kafka takes no records. They go straight to the writer until it does. cause=" + cause));
        awaitTrue(() -> log().contains(
                        "The topic can't be read. It is tried again every 2 s. topic=" + topic + " cause=" + cause));
    }

    private void awaitTrue(Callable<Boolean> condition) throws Exception {
        for (var end = System.nanoTime() + WAIT_NANOS_MAX; !condition.call(); ) {
            assertThat(System.nanoTime()).as(log()).isLessThan(end);
            CompletableFuture.runAsync(() -> {}, PAUSE).join();
        }
    }

    private String log() throws Exception {
        return Files.readString(directory.resolve("log"));
    }

    /** Neither of what is configured nor of what Kafka's client makes of it; and each cause once, not once a second. */
    private void assertNoSecret() throws Exception {
        assertThat(log()).doesNotContain("a password ", "of tests = 100%", "BEGIN");
        assertThat(log().lines().filter(line -> line.contains("cause=the brokers")))
                .hasSizeLessThanOrEqualTo(3);
        assertThat(log().lines().filter(line -> line.contains("ERROR")))
                .allSatisfy(line -> assertThat(line).contains("TopicReading"));
    }
}
