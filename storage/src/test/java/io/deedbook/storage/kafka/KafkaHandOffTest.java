// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaHandOffTest {
    private static final String JAAS = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void open_withPropertiesThatAreWrong_saysNothingOfTheirValues() {
        for (var properties : List.of(
                // a quote in the password that should have been escaped
                Map.of("sasl.jaas.config", JAAS + " username=\"a\" password=\"half\"invented\";"),
                Map.of("sasl.jaas.config", JAAS + " username=\"a\" password=\"invented\""),
                Map.of("sasl.jaas.config", "invented"),
                Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", "invented"),
                Map.of("security.protocol", "invented"))) {
            var all = new HashMap<>(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512"));
            all.putAll(properties);
            assertThatThrownBy(() -> open(all))
                    .as(properties.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("kafka-properties-file")
                    .satisfies(failure -> assertThat(withTrace(failure))
                            .doesNotContain("invented")
                            .doesNotContain("half"));
        }
    }

    @Test
    void open_withoutTheAuthoritiesThatItShouldTrust_saysThatTheirFileIsMissing() {
        assertThatThrownBy(() -> open(Map.of(
                        "security.protocol",
                        "SSL",
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        directory.resolve("absent").toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Kafka's client can't be started (NoSuchFileException). Look at kafka-servers and"
                        + " kafka-properties-file.");
    }

    private KafkaHandOff open(Map<String, String> properties) throws Exception {
        var options = new KafkaOptions(
                "127.0.0.1:9", "topic", "group", false, 100, properties, directory.resolve("key"), directory);
        return KafkaHandOff.open(
                vertx,
                options,
                (request, timeoutMillis) -> Future.failedFuture("not used"),
                new TopicMetrics(new SimpleMeterRegistry()));
    }

    /** What {@code --debug} shows. */
    private static String withTrace(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
