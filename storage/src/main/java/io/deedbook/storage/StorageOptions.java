// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.storage.kafka.KafkaOptions;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.spool.SpoolOptions;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the storage needs to know. Its {@link #toString()} leaves the secrets out.
 *
 * @param databaseUrl {@code postgresql://…}, or empty for the included PostgreSQL
 * @param dataDir where keys are kept, and the included PostgreSQL has its data
 * @param originHost with which the origins of the logs begin, such as {@code audit.example.com}
 * @param keyPassphrase that encrypts the logs' keys, or empty
 * @param publishInterval between two checkpoints of a log
 * @param signer gives the keys that an external signer holds; empty for key files in {@code dataDir}
 * @param spool where records are kept while the database is away; empty for nowhere
 * @param keysKnownFor how long API keys that were known are believed while the database is away
 * @param kafka through which records are handed over to the writer; empty for straight
 */
public record StorageOptions(
        String databaseUrl,
        Path dataDir,
        String originHost,
        String keyPassphrase,
        Duration publishInterval,
        Optional<Function<Vertx, LogKeys>> signer,
        Optional<SpoolOptions> spool,
        Duration keysKnownFor,
        Optional<KafkaOptions> kafka) {
    /** The host in the origins of an installation that names none. */
    public static final String ORIGIN_HOST_DEFAULT = "deedbook.local";

    /** How often checkpoints are signed unless told otherwise. */
    public static final Duration PUBLISH_INTERVAL_DEFAULT = Duration.ofMillis(500);

    /** How long known API keys are believed while the database is away, unless told otherwise. */
    public static final Duration KEYS_KNOWN_FOR_DEFAULT = Duration.ofHours(1);

    public StorageOptions {
        if (originHost.isEmpty() || !originHost.chars().allMatch(unit -> unit > ' ' && unit < 0x7f && unit != '+')) {
            throw new IllegalArgumentException(
                    "The origin host can't be used (expected: a host name without scheme, spaces and plus signs).");
        }
        if (publishInterval.isNegative() || publishInterval.isZero()) {
            throw new IllegalArgumentException("publishInterval: " + publishInterval + " (expected: > 0)");
        }
    }

    /** With key files and without a spool. */
    public StorageOptions(
            String databaseUrl, Path dataDir, String originHost, String keyPassphrase, Duration publishInterval) {
        this(databaseUrl, dataDir, originHost, keyPassphrase, publishInterval, Optional.empty());
    }

    /** Without a spool. */
    public StorageOptions(
            String databaseUrl,
            Path dataDir,
            String originHost,
            String keyPassphrase,
            Duration publishInterval,
            Optional<Function<Vertx, LogKeys>> signer) {
        this(
                databaseUrl,
                dataDir,
                originHost,
                keyPassphrase,
                publishInterval,
                signer,
                Optional.empty(),
                KEYS_KNOWN_FOR_DEFAULT,
                Optional.empty());
    }

    /** The same with a spool, and another time that keys are believed. */
    public StorageOptions spooling(Optional<SpoolOptions> into, Duration keysAreKnownFor) {
        return new StorageOptions(
                databaseUrl, dataDir, originHost, keyPassphrase, publishInterval, signer, into, keysAreKnownFor, kafka);
    }

    /** The same with records handed over through Kafka, or straight. */
    public StorageOptions through(Optional<KafkaOptions> brokers) {
        return new StorageOptions(
                databaseUrl, dataDir, originHost, keyPassphrase, publishInterval, signer, spool, keysKnownFor, brokers);
    }

    /** The included PostgreSQL in {@code dataDir}, everything else by default. */
    public static StorageOptions embedded(Path dataDir) {
        return new StorageOptions("", dataDir, ORIGIN_HOST_DEFAULT, "", PUBLISH_INTERVAL_DEFAULT);
    }

    @Override
    public String toString() {
        return "StorageOptions[dataDir=" + dataDir + ", originHost=" + originHost + "]";
    }
}
