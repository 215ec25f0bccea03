// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is configured for when the database is away.
 *
 * @param spoolBytesMax of records that are kept meanwhile, 0 for none
 * @param spoolAfterMillis how long the database may take before it counts as away
 * @param spoolKeyFile under which they are encrypted, empty for the one in the data directory
 * @param keysKnownFor how long known API keys are believed
 */
public record OutageSettings(
        long spoolBytesMax, long spoolAfterMillis, Optional<Path> spoolKeyFile, Duration keysKnownFor) {
    private static final long SPOOL_BYTES_MIN = 1 << 20;
    private static final long SPOOL_BYTES_LIMIT = 1L << 40;

    static OutageSettings of(Settings settings) {
        var bytes = settings.integer(Setting.SPOOL_BYTES_MAX, 0, SPOOL_BYTES_LIMIT);
        if (bytes != 0 && bytes < SPOOL_BYTES_MIN) {
            throw settings.wrong(Setting.SPOOL_BYTES_MAX);
        }
        return new OutageSettings(
                bytes,
                settings.integer(Setting.SPOOL_AFTER_MS, 100, 6_000),
                settings.text(Setting.SPOOL_KEY_FILE).map(text -> settings.path(Setting.SPOOL_KEY_FILE)),
                Duration.ofSeconds(settings.integer(Setting.KEYS_KNOWN_SECONDS, 0, 86_400)));
    }
}
