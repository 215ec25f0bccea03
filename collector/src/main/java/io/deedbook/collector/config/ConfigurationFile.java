// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import io.deedbook.pipeline.policy.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a configuration file: YAML with the settings' keys at the top level and nothing else. */
final class ConfigurationFile {
    private static final int BYTES_MAX = 64 * 1024;

    private ConfigurationFile() {}

    static Map<Setting, Given> read(Path file) {
        var given = new EnumMap<Setting, Given>(Setting.class);
        document(file)
                .forEach((key, value) ->
                        given.put(setting(file, key), new Given(text(file, key, value), file.toString())));
        return given;
    }

    private static Map<?, ?> document(Path file) {
        var settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(BYTES_MAX)
                .build();
        Object document;
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new ConfigurationException(
                        file + ": " + Files.size(file) + " bytes (expected: <= " + BYTES_MAX + ")");
            }
            document = new Load(settings).loadFromString(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ConfigurationException("The configuration file " + file + " cannot be read.");
        } catch (YamlEngineException e) {
            throw new ConfigurationException("The configuration file " + file + " is not valid YAML.");
        }
        if (document == null) {
            return Map.of();
        }
        if (document instanceof Map<?, ?> map) {
            return map;
        }
        throw new ConfigurationException(
                "The configuration file " + file + " must consist of lines such as \"port: 4318\".");
    }

    private static Setting setting(Path file, @Nullable Object key) {
        var name = String.valueOf(key);
        return Setting.ofKey(name)
                .orElseThrow(() -> new ConfigurationException(
                        file + ": unknown key \"" + name + "\"." + Nearest.hint(name, Setting.keys())));
    }

    private static String text(Path file, @Nullable Object key, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(entry -> text(file, key, entry)).collect(Collectors.joining(","));
        }
        if (value instanceof Map<?, ?>) {
            throw new ConfigurationException(file + ": " + key + " must be a plain value.");
        }
        return value.toString();
    }
}
