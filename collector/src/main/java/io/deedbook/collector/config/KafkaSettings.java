// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import io.deedbook.storage.kafka.KafkaOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is configured for handing records over through Kafka.
 *
 * @param servers {@code host:port} of some brokers, separated by commas
 * @param topic that is there already
 * @param group of all that read it
 * @param consume whether this process reads too
 * @param afterMillis how long brokers may take before records go straight to the writer
 * @param propertiesFile with properties of Kafka's client, secrets among them
 */
public record KafkaSettings(
        String servers, String topic, String group, boolean consume, long afterMillis, Optional<Path> propertiesFile) {
    private static final Pattern SERVER = Pattern.compile("([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,64}]):[0-9]{1,5}");
    private static final int SERVERS_MAX = 64;
    // org.apache.kafka.common.internals.Topic
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    /** Empty where records are handed over straight. */
    static Optional<KafkaSettings> of(Settings settings) {
        return switch (settings.required(Setting.HANDOFF)) {
            case "kafka" -> Optional.of(given(settings));
            case "direct" -> {
                if (settings.text(Setting.KAFKA_SERVERS).isPresent()) {
                    throw new ConfigurationException(Setting.KAFKA_SERVERS.key() + ": is of no use without "
                            + Setting.HANDOFF.key() + ": kafka");
                }
                yield Optional.empty();
            }
            default -> throw settings.wrong(Setting.HANDOFF);
        };
    }

    private static KafkaSettings given(Settings settings) {
        return new KafkaSettings(
                servers(settings),
                matching(settings, Setting.KAFKA_TOPIC, NAME),
                matching(settings, Setting.KAFKA_GROUP, NAME),
                settings.truth(Setting.KAFKA_CONSUME),
                settings.integer(Setting.KAFKA_AFTER_MS, 100, 6_000),
                settings.text(Setting.KAFKA_PROPERTIES_FILE).map(text -> settings.path(Setting.KAFKA_PROPERTIES_FILE)));
    }

    private static String servers(Settings settings) {
        var servers = Arrays.stream(settings.required(Setting.KAFKA_SERVERS).split(",", -1))
                .map(String::strip)
                .toList();
        if (servers.size() > SERVERS_MAX
                || !servers.stream().allMatch(server -> SERVER.matcher(server).matches())) {
            throw settings.wrong(Setting.KAFKA_SERVERS);
        }
        return String.join(",", servers);
    }

    private static String matching(Settings settings, Setting setting, Pattern pattern) {
        var text = settings.required(setting);
        if (!pattern.matcher(text).matches()) {
            throw settings.wrong(setting);
        }
        return text;
    }

    /** The most of the heap that it takes. */
    long heapBytes() {
        return KafkaOptions.heapBytes(consume);
    }
}
