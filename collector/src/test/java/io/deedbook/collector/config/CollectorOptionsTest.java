// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.storage.kafka.KafkaOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorOptionsTest {
    private static final long HEAP = 1L << 30;

    @TempDir
    Path directory;

    @Test
    void of_hasDefaultsForEverything() {
        var options = options(Map.of(), Map.of());
        assertThat(options.port()).isEqualTo(4318);
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.dataDir()).isEqualTo(Path.of("./deedbook-data"));
        assertThat(options.databaseUrl()).isEmpty();
        assertThat(options.loggingLevel()).isEqualTo(LoggingLevel.FULL);
        assertThat(options.bodyBytesMax()).isEqualTo(20 * 1024 * 1024);
        assertThat(options.corsOrigins()).isEmpty();
        assertThat(options.metrics()).isTrue();
        assertThat(options.bootstrapApiKey()).isEmpty();
    }

    @Test
    void of_keepsAGibibyteAndKnownKeysForAnHourWhileTheDatabaseIsAway() {
        assertThat(options(Map.of(), Map.of()).outage())
                .isEqualTo(new OutageSettings(1L << 30, 1_500, Optional.empty(), Duration.ofHours(1)));
    }

    @Test
    void of_handsRecordsOverStraightUnlessToldToUseKafka() {
        assertThat(options(Map.of(), Map.of()).kafka()).isEmpty();
        var flags = Map.of(Setting.HANDOFF, "kafka", Setting.KAFKA_SERVERS, "b1.example.com:9092, [::1]:9093");
        var kafka = options(flags, Map.of("DEEDBOOK_KAFKA_CONSUME", "false"));
        assertThat(kafka.kafka())
                .contains(new KafkaSettings(
                        "b1.example.com:9092,[::1]:9093",
                        "deedbook",
                        "deedbook-writer",
                        false,
                        1_000,
                        Optional.empty()));
        assertThat(kafka.admissionBytes())
                .isEqualTo(MemoryBudget.admissionBytes(
                        HEAP,
                        Runtime.getRuntime().availableProcessors(),
                        MemoryBudget.connectionsMax(HEAP),
                        KafkaOptions.heapBytes(false)))
                .isLessThan(options(Map.of(), Map.of()).admissionBytes());
    }

    @Test
    void of_refusesKafkaWithoutBrokersAndBrokersWithoutKafka() {
        assertRefused(Map.of(Setting.HANDOFF, "kafka"), Map.of()).hasMessageContaining("kafka-servers");
        assertRefused(Map.of(Setting.KAFKA_SERVERS, "b:9092"), Map.of()).hasMessageContaining("handoff: kafka");
        assertRefused(Map.of(Setting.HANDOFF, "redis"), Map.of()).hasMessageContaining("direct or kafka");
        for (var servers : List.of("b", "b:9092,", "b:9092;c:9092", "kafka://b:9092")) {
            assertRefused(Map.of(Setting.HANDOFF, "kafka", Setting.KAFKA_SERVERS, servers), Map.of())
                    .hasMessageContaining("kafka-servers");
        }
    }

    @Test
    void of_takesNoSpoolThatHoldsNextToNothing() {
        assertThat(options(Map.of(Setting.SPOOL_BYTES_MAX, "0"), Map.of())
                        .outage()
                        .spoolBytesMax())
                .isZero();
        assertThatThrownBy(() -> options(Map.of(Setting.SPOOL_BYTES_MAX, "1000"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("spool-bytes-max");
    }

    @Test
    void of_derivesTheAdmissionBudgetFromTheHeap() {
        var options = options(Map.of(), Map.of());
        assertThat(options.admissionBytes())
                .isEqualTo(MemoryBudget.admissionBytes(
                        HEAP, Runtime.getRuntime().availableProcessors(), MemoryBudget.connectionsMax(HEAP)));
    }

    @Test
    void of_takesASignerOnThisHostWithItsToken() {
        assertThat(options(Map.of(), Map.of()).ledger()).isEqualTo(LedgerSettings.standard());
        for (var signer : List.of("unix:/run/signer.sock", "http://127.0.0.1:4000", "http://[::1]:4000")) {
            var flags = Map.of(Setting.SIGNER, signer, Setting.SIGNER_TOKEN_FILE, "/etc/token");
            assertThat(options(flags, Map.of()).ledger().signer()).contains(signer);
        }
        for (var signer : List.of("unix:relative", "http://example.com:80", "https://127.0.0.1:1", "127.0.0.1:4000")) {
            var flags = Map.of(Setting.SIGNER, signer, Setting.SIGNER_TOKEN_FILE, "/etc/token");
            assertThatThrownBy(() -> options(flags, Map.of())).isInstanceOf(ConfigurationException.class);
        }
        assertThatThrownBy(() -> options(Map.of(Setting.SIGNER, "unix:/run/signer.sock"), Map.of()))
                .hasMessageContaining("signer-token-file");
    }

    @Test
    void of_letsFlagsWinOverEnvironmentOverFileOverDefaults() throws IOException {
        var file = file("port: 1001\nhost: 10.0.0.1\norigin: file.example\n");
        var environment = Map.of("DEEDBOOK_PORT", "1002", "DEEDBOOK_HOST", "10.0.0.2");
        var options = CollectorOptions.of(Map.of(Setting.PORT, "1003"), file, environment, HEAP);
        assertThat(options.port()).isEqualTo(1003);
        assertThat(options.host()).isEqualTo("10.0.0.2");
        assertThat(options.origin()).isEqualTo("file.example");
        assertThat(options.loggingLevel()).isEqualTo(LoggingLevel.FULL);
    }

    @Test
    void of_findsTheFileThroughTheEnvironment() throws IOException {
        var file = file("logging-level: paranoid\ncors-origins: [https://a.example, https://b.example:8443]\n");
        var options = options(Map.of(), Map.of("DEEDBOOK_CONFIG", file.toString()));
        assertThat(options.loggingLevel()).isEqualTo(LoggingLevel.PARANOID);
        assertThat(options.corsOrigins()).containsExactly("https://a.example", "https://b.example:8443");
    }

    @Test
    void of_takesAnyOriginWhereAStarIsGiven() {
        assertThat(options(Map.of(Setting.CORS_ORIGINS, "*"), Map.of()).corsOrigins())
                .containsExactly("*");
        assertThatThrownBy(() -> options(Map.of(Setting.CORS_ORIGINS, "https://*"), Map.of()))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void of_namesTheNearestKeyOfAnUnknownOneInTheFile() throws IOException {
        var file = file("prot: 4318\n");
        assertThatThrownBy(() -> CollectorOptions.of(Map.of(), file, Map.of(), HEAP))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": unknown key \"prot\". Did you mean port?");
    }

    @Test
    void of_namesTheNearestNameOfAnUnknownOneInTheEnvironment() {
        assertRefused(Map.of(), Map.of("DEEDBOOK_DATABSE_URL", "x"))
                .hasMessage(
                        "Unknown name DEEDBOOK_DATABSE_URL in the environment. Did you mean DEEDBOOK_DATABASE_URL?");
    }

    @Test
    void of_namesNothingWhereNothingIsNear() {
        assertRefused(Map.of(), Map.of("DEEDBOOK_ZZZZZZZZZZZZZZZZZ", "x"))
                .hasMessage("Unknown name DEEDBOOK_ZZZZZZZZZZZZZZZZZ in the environment.");
    }

    @Test
    void of_saysWhatWasExpectedAndWhoSaidOtherwise() {
        assertRefused(Map.of(Setting.PORT, "70000"), Map.of())
                .hasMessage("port: 70000 (expected: 1 to 65535), set by --port");
        assertRefused(Map.of(), Map.of("DEEDBOOK_PORT", "http"))
                .hasMessage("port: http (expected: 1 to 65535), set by DEEDBOOK_PORT");
        assertRefused(Map.of(Setting.LOGGING_LEVEL, "loud"), Map.of())
                .hasMessage(
                        "logging-level: loud (expected: minimal, standard, full or paranoid), set by --logging-level");
    }

    @Test
    void of_neverRepeatsASecret() {
        assertRefused(Map.of(Setting.DATABASE_URL, "mysql://root:hunter2@db"), Map.of())
                .hasMessageContaining("(not shown)")
                .hasMessageNotContaining("hunter2");
        assertRefused(Map.of(), Map.of("DEEDBOOK_BOOTSTRAP_API_KEY", "short")).hasMessageNotContaining("short");
    }

    @Test
    void of_refusesABodyLimitThatTheBudgetCannotHold() {
        var given = Map.of(Setting.BODY_BYTES_MAX, "20971520");
        assertThatThrownBy(() -> CollectorOptions.of(given, null, Map.of(), 256L << 20))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("body-bytes-max: 20971520");
        var unsaid = CollectorOptions.of(Map.of(), null, Map.of(), 256L << 20);
        assertThat((long) unsaid.bodyBytesMax()).isEqualTo(unsaid.admissionBytes());
        assertThatThrownBy(() -> CollectorOptions.of(Map.of(), null, Map.of(), 64L << 20))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("-Xmx");
        assertRefused(Map.of(Setting.ADMISSION_BYTES, "1000"), Map.of()).hasMessageContaining("admission-bytes: 1000");
    }

    @Test
    void of_isAloneOnThePortAndTellsNobodyItsMetricsUnlessToldTo() {
        var standard = options(Map.of(), Map.of()).operation();
        assertThat(standard)
                .isEqualTo(new OperationSettings(MemoryBudget.connectionsMax(HEAP), false, 0, 5_000, Optional.empty()));
        var environment = Map.of(
                "DEEDBOOK_REUSE_PORT", "true",
                "DEEDBOOK_DRAIN_DELAY_MS", "10000",
                "DEEDBOOK_METRICS_OTLP_URL", "https://otlp.example.com/v1/metrics");
        var given = options(Map.of(Setting.DRAIN_DEADLINE_MS, "0"), environment).operation();
        assertThat(given.reusePort()).isTrue();
        assertThat(options(Map.of(Setting.CONNECTIONS_MAX, "77"), Map.of())
                        .operation()
                        .connectionsMax())
                .isEqualTo(77);
        assertRefused(Map.of(Setting.CONNECTIONS_MAX, "9"), Map.of()).hasMessageContaining("connections-max: 9");
        assertThat(given.drainDelayMillis()).isEqualTo(10_000);
        assertThat(given.drainDeadlineMillis()).isZero();
        assertThat(given.metricsTo())
                .contains(new OperationSettings.MetricsTo(
                        URI.create("https://otlp.example.com/v1/metrics"), Optional.empty(), 60_000));
    }

    @Test
    void of_refusesAddressesOfMetricsThatAreNoneOrHoldAPassword() {
        for (var url :
                List.of("ftp://example.com/", "/v1/metrics", "http:///x", "http://jane:invented@example.com/", "a b")) {
            assertRefused(Map.of(Setting.METRICS_OTLP_URL, url), Map.of())
                    .hasMessageContaining("metrics-otlp-url")
                    .hasMessageNotContaining("invented");
        }
        assertRefused(Map.of(Setting.METRICS_OTLP_INTERVAL_MS, "10"), Map.of()).hasMessageContaining("1000 to 3600000");
    }

    @Test
    void of_refusesFilesThatAreNoListOfSettings() throws IOException {
        for (var text : new String[] {"- port", "port: [", "port: {a: 1}", "port: 1\nport: 2\n"}) {
            var file = file(text);
            assertThatThrownBy(() -> CollectorOptions.of(Map.of(), file, Map.of(), HEAP))
                    .as(text)
                    .isInstanceOf(ConfigurationException.class);
        }
        var absent = directory.resolve("absent.yaml");
        assertThatThrownBy(() -> CollectorOptions.of(Map.of(), absent, Map.of(), HEAP))
                .hasMessage("The configuration file " + absent + " cannot be read.");
    }

    @Test
    void of_refusesOriginsThatVerifiersWouldNotAccept() {
        for (var origin : new String[] {"https://a.example", "a b", "a+b", ""}) {
            assertRefused(Map.of(Setting.ORIGIN, origin), Map.of()).hasMessageStartingWith("origin: ");
        }
    }

    private static CollectorOptions options(Map<Setting, String> flags, Map<String, String> environment) {
        return CollectorOptions.of(flags, null, environment, HEAP);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Map<Setting, String> flags, Map<String, String> environment) {
        return assertThatThrownBy(() -> options(flags, environment)).isInstanceOf(ConfigurationException.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("deedbook.yaml"), text);
    }
}
