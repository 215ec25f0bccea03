// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import io.deedbook.pipeline.policy.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings as given, merged: flags win over the environment, the environment over the file, the file over the
 * defaults. Reading one checks it, and says what was expected and where the value came from.
 */
final class Settings {
    private static final String CONFIG_FLAG = "--config";
    private static final String CONFIG_NAME = "DEEDBOOK_CONFIG";
    private static final String PREFIX = "DEEDBOOK_";
    /**
     * Names in the environment that are no settings: the file, the first key's value, and the log level of logback.xml.
     */
    private static final List<String> OTHER_NAMES =
            List.of(CONFIG_NAME, CollectorOptions.BOOTSTRAP_API_KEY_NAME, "DEEDBOOK_LOG_LEVEL");

    private final Map<Setting, Given> given;

    private Settings(Map<Setting, Given> given) {
        this.given = given;
    }

    static Settings merged(Map<Setting, String> flags, @Nullable Path configFlag, Map<String, String> environment) {
        checkNames(environment);
        var merged = new EnumMap<Setting, Given>(Setting.class);
        configFile(configFlag, environment).ifPresent(file -> merged.putAll(ConfigurationFile.read(file)));
        for (var setting : Setting.all()) {
            var fromEnvironment = environment.get(setting.environmentName());
            if (fromEnvironment != null) {
                merged.put(setting, new Given(fromEnvironment, setting.environmentName()));
            }
            var fromFlag = flags.get(setting);
            if (fromFlag != null) {
                merged.put(setting, new Given(fromFlag, setting.flag()));
            }
        }
        return new Settings(merged);
    }

    private static void checkNames(Map<String, String> environment) {
        var known = new ArrayList<>(OTHER_NAMES);
        Setting.all().forEach(setting -> known.add(setting.environmentName()));
        for (var name : environment.keySet()) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                throw new ConfigurationException(
                        "Unknown name " + name + " in the environment." + Nearest.hint(name, known));
            }
        }
    }

    private static Optional<Path> configFile(@Nullable Path flag, Map<String, String> environment) {
        if (flag != null) {
            return Optional.of(flag);
        }
        return Optional.ofNullable(environment.get(CONFIG_NAME))
                .filter(name -> !name.isBlank())
                .map(name -> path(name, CONFIG_NAME + " in place of " + CONFIG_FLAG));
    }

    /** Whether anybody said something about it. */
    boolean isGiven(Setting setting) {
        return given.containsKey(setting);
    }

    /** The text, stripped, or empty when unset. */
    Optional<String> text(Setting setting) {
        var value = given.get(setting);
        var text = (value == null ? setting.defaultText() : value.text()).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The text, which must not be unset. */
    String required(Setting setting) {
        return text(setting).orElseThrow(() -> wrong(setting));
    }

    long integer(Setting setting, long min, long max) {
        try {
            var value = Long.parseLong(required(setting));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw wrong(setting);
    }

    boolean truth(Setting setting) {
        return switch (required(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting);
        };
    }

    Path path(Setting setting) {
        return path(required(setting), setting.key());
    }

    private static Path path(String name, String what) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(what + ": not a path on this system.");
        }
    }

    /** What to throw for a value that does not fit. */
    ConfigurationException wrong(Setting setting) {
        return wrong(setting, setting.expected());
    }

    ConfigurationException wrong(Setting setting, String expected) {
        var value = given.get(setting);
        var shown = setting.secret() ? "(not shown)" : clip(text(setting).orElse("(empty)"));
        var source = value == null ? "" : ", set by " + value.source();
        return new ConfigurationException(setting.key() + ": " + shown + " (expected: " + expected + ")" + source);
    }

    private static String clip(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
