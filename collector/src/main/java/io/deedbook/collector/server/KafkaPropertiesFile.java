// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.Setting;
import io.deedbook.storage.kafka.KafkaOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Reads what the operator says to Kafka's client, such as how to authenticate: a file of Java properties, where secrets
 * belong.
 */
final class KafkaPropertiesFile {
    private static final int BYTES_MAX = 64 * 1024;

    private KafkaPropertiesFile() {}

    /** Blocks. Messages name properties and never their values. */
    static Map<String, String> read(Path file) {
        var source = new SettingFile(Setting.KAFKA_PROPERTIES_FILE, file);
        var properties = new Properties();
        try {
            properties.load(new StringReader(source.text(BYTES_MAX)));
        } catch (IOException | IllegalArgumentException e) {
            throw source.wrong("a file of Java properties");
        }
        Map<String, String> read = new HashMap<>();
        for (var name : properties.stringPropertyNames()) {
            if (KafkaOptions.OWN_PROPERTIES.contains(name)) {
                throw source.wrong("nothing of " + name + ", which the collector sets itself");
            }
            read.put(name, properties.getProperty(name));
        }
        return read;
    }
}
