// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.collector.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPropertiesFileTest {
    @TempDir
    private Path directory;

    @Test
    void read_givesWhatTheClientIsTold() throws IOException {
        var file = file("security.protocol=SASL_SSL\n# why\nsasl.mechanism = SCRAM-SHA-512\n");
        assertThat(KafkaPropertiesFile.read(file))
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512"));
    }

    @Test
    void read_refusesWhatTheCollectorSetsItself() throws IOException {
        for (var line : new String[] {"acks=invented", "enable.idempotence=invented", "group.id=invented"}) {
            var file = file("security.protocol=SSL\n" + line + "\n");
            assertThatThrownBy(() -> KafkaPropertiesFile.read(file))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(line.substring(0, line.indexOf('=')))
                    .hasMessageNotContaining("invented");
        }
    }

    @Test
    void read_refusesFilesThatAreNone() throws IOException {
        var absent = directory.resolve("absent");
        var huge = file("x".repeat(70_000));
        var broken = file("a=\\u00zz");
        for (var file : new Path[] {absent, huge, broken}) {
            assertThatThrownBy(() -> KafkaPropertiesFile.read(file))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("kafka-properties-file");
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "kafka", ".properties"), text);
    }
}
