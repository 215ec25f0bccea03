// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.config.ConfigurationException;
import io.deedbook.collector.config.KafkaSettings;
import io.deedbook.collector.config.Setting;
import io.deedbook.collector.signer.RemoteKeys;
import io.deedbook.storage.StorageOptions;
import io.deedbook.storage.kafka.KafkaOptions;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.spool.SpoolOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What of the options concerns the storage; reads the files with secrets. Blocks. */
public final class StorageSettings {
    private static final int SECRET_BYTES_MAX = 4096;

    private StorageSettings() {}

    /** The storage's part of {@code options}. */
    public static StorageOptions of(CollectorOptions options) {
        return new StorageOptions(
                        options.databaseUrl().orElse(""),
                        options.dataDir(),
                        options.origin(),
                        options.keyPassphraseFile()
                                .map(file -> firstLine(Setting.KEY_PASSPHRASE_FILE, file))
                                .orElse(""),
                        Duration.ofMillis(options.publishIntervalMillis()),
                        options.ledger().signer().map(address -> keys(address, token(options))))
                .spooling(spool(options), options.outage().keysKnownFor())
                .through(options.kafka().map(kafka -> kafka(options, kafka)));
    }

    private static KafkaOptions kafka(CollectorOptions options, KafkaSettings kafka) {
        return new KafkaOptions(
                kafka.servers(),
                kafka.topic(),
                kafka.group(),
                kafka.consume(),
                kafka.afterMillis(),
                kafka.propertiesFile().map(KafkaPropertiesFile::read).orElse(Map.of()),
                options.outage()
                        .spoolKeyFile()
                        .orElse(options.dataDir().resolve("keys").resolve("spool.key")),
                options.dataDir().resolve("kafka"));
    }

    private static Optional<SpoolOptions> spool(CollectorOptions options) {
        var outage = options.outage();
        if (outage.spoolBytesMax() == 0) {
            return Optional.empty();
        }
        var spool = SpoolOptions.in(options.dataDir(), outage.spoolBytesMax(), outage.spoolAfterMillis());
        return Optional.of(outage.spoolKeyFile().map(spool::withKeyFile).orElse(spool));
    }

    private static Function<Vertx, LogKeys> keys(String address, String token) {
        return vertx -> new RemoteKeys(vertx, address, token);
    }

    private static String token(CollectorOptions options) {
        return options.ledger()
                .signerTokenFile()
                .map(file -> firstLine(Setting.SIGNER_TOKEN_FILE, file))
                .orElse("");
    }

    /** The secret in the first line of a file. Blocks. */
    public static String firstLine(Setting setting, Path file) {
        return firstLine(setting.key(), file);
    }

    /** The secret in the first line of the file that {@code name} says. Blocks. */
    public static String firstLine(String name, Path file) {
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(SECRET_BYTES_MAX), StandardCharsets.UTF_8);
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
