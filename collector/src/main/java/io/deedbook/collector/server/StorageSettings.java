// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.config.ConfigurationException;
import io.deedbook.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What of the options concerns the storage; reads the passphrase file. Blocks. */
public final class StorageSettings {
    private static final int PASSPHRASE_BYTES_MAX = 4096;

    private StorageSettings() {}

    /** The storage's part of {@code options}. */
    public static StorageOptions of(CollectorOptions options) {
        return new StorageOptions(
                options.databaseUrl().orElse(""),
                options.dataDir(),
                options.origin(),
                options.keyPassphraseFile()
                        .map(file -> firstLine("key-passphrase-file", file))
                        .orElse(""),
                Duration.ofMillis(options.publishIntervalMillis()));
    }

    /** The secret in the first line of the file that {@code name} says. Blocks. */
    public static String firstLine(String name, Path file) {
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(PASSPHRASE_BYTES_MAX), StandardCharsets.UTF_8);
            return text.lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() ->
                            new ConfigurationException(name + ": " + file + " (expected: a secret in its first line)"));
        } catch (IOException e) {
            throw new ConfigurationException(name + ": " + file + " (expected: a readable file)");
        }
    }
}
