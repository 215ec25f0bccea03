// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import io.deedbook.pipeline.policy.LoggingLevel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a collector is started with, checked.
 *
 * @param port TCP port, 0 for any free one
 * @param host address or name to listen on
 * @param dataDir keys, the signer's memory and the embedded PostgreSQL
 * @param databaseUrl of an external PostgreSQL, or empty for the embedded one; holds a password
 * @param origin host name in the ledgers' origins
 * @param loggingLevel of tenants without a policy of their own
 * @param bodyBytesMax largest request, before and after decompression
 * @param admissionBytes of requests in work at once, for the whole process
 * @param waitingMax requests that wait at once until there is room for them
 * @param corsOrigins origins whose browsers may send telemetry, {@code *} for any
 * @param keyPassphraseFile file with the passphrase of the signing keys
 * @param publishIntervalMillis shortest time between two checkpoints of a ledger
 * @param metrics whether {@code /metrics} answers
 * @param ledger who may read the ledgers' evidence, and who signs it
 * @param operation how many the process serves, how it makes way for the next one, and who is told its metrics
 * @param outage what is kept, and for how long, while the database is away
 * @param kafka through which records are handed over to the writer, empty for straight
 * @param bootstrapApiKey the value that the default tenant's first key must have
 */
public record CollectorOptions(
        int port,
        String host,
        Path dataDir,
        Optional<String> databaseUrl,
        String origin,
        LoggingLevel loggingLevel,
        int bodyBytesMax,
        long admissionBytes,
        int waitingMax,
        List<String> corsOrigins,
        Optional<Path> keyPassphraseFile,
        long publishIntervalMillis,
        boolean metrics,
        LedgerSettings ledger,
        OperationSettings operation,
        OutageSettings outage,
        Optional<KafkaSettings> kafka,
        Optional<String> bootstrapApiKey) {
    /** Where the first key's value is looked for. It is a secret, so there is neither a flag nor a key in the file. */
    public static final String BOOTSTRAP_API_KEY_NAME = "DEEDBOOK_BOOTSTRAP_API_KEY";

    /** Event loops that serve the dashboard. */
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private static final int BOOTSTRAP_CHARS_MIN = 8;
    private static final int BOOTSTRAP_CHARS_MAX = 256;
    private static final int BODY_BYTES_MIN = 64 * 1024;
    private static final int BODY_BYTES_LIMIT = 256 * 1024 * 1024;
    private static final int CORS_ORIGINS_MAX = 64;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:\\[\\]%-]{1,255}");
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");
    private static final Pattern CORS_ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");
    private static final Pattern BOOTSTRAP = Pattern.compile("[!-~]+");

    public CollectorOptions {
        corsOrigins = List.copyOf(corsOrigins);
    }

    /**
     * Puts together what flags, environment and file say.
     *
     * @param flags as typed
     * @param configFile the file of {@code --config}, or null
     * @param environment of the process
     * @throws ConfigurationException when something is unknown or does not fit
     */
    public static CollectorOptions of(
            Map<Setting, String> flags, @Nullable Path configFile, Map<String, String> environment) {
        return of(flags, configFile, environment, Runtime.getRuntime().maxMemory());
    }

    static CollectorOptions of(
            Map<Setting, String> flags, @Nullable Path configFile, Map<String, String> environment, long heapBytesMax) {
        var settings = Settings.merged(flags, configFile, environment);
        var operation = OperationSettings.of(settings, heapBytesMax);
        var kafka = KafkaSettings.of(settings);
        var admissionBytes = MemoryBudget.admissionBytes(
                heapBytesMax,
                LOOPS,
                operation.connectionsMax(),
                kafka.map(KafkaSettings::heapBytes).orElse(0L));
        var bodyBytesMax = bodyBytesMax(settings, admissionBytes, heapBytesMax);
        return new CollectorOptions(
                (int) settings.integer(Setting.PORT, 1, 65_535),
                matching(settings, Setting.HOST, HOST),
                settings.path(Setting.DATA_DIR),
                databaseUrl(settings),
                matching(settings, Setting.ORIGIN, ORIGIN),
                loggingLevel(settings),
                bodyBytesMax,
                admissionBytes(settings, bodyBytesMax, admissionBytes, heapBytesMax),
                MemoryBudget.waitingMax(heapBytesMax),
                corsOrigins(settings),
                settings.text(Setting.KEY_PASSPHRASE_FILE).map(text -> settings.path(Setting.KEY_PASSPHRASE_FILE)),
                settings.integer(Setting.PUBLISH_INTERVAL_MS, 100, 60_000),
                settings.truth(Setting.METRICS),
                LedgerSettings.of(settings),
                operation,
                OutageSettings.of(settings),
                kafka,
                bootstrapApiKey(environment));
    }

    private static String matching(Settings settings, Setting setting, Pattern pattern) {
        var text = settings.required(setting);
        if (!pattern.matcher(text).matches()) {
            throw settings.wrong(setting);
        }
        return text;
    }

    private static Optional<String> databaseUrl(Settings settings) {
        var url = settings.text(Setting.DATABASE_URL);
        if (url.isPresent() && !url.get().matches("postgres(ql)?://\\S+")) {
            throw settings.wrong(Setting.DATABASE_URL);
        }
        return url;
    }

    private static LoggingLevel loggingLevel(Settings settings) {
        var text = settings.required(Setting.LOGGING_LEVEL).toLowerCase(Locale.ROOT);
        return Arrays.stream(LoggingLevel.values())
                .filter(level -> level.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> settings.wrong(Setting.LOGGING_LEVEL));
    }

    /** Unless it is said, no more than a small heap admits. */
    private static int bodyBytesMax(Settings settings, long admissionBytes, long heapBytesMax) {
        if (admissionBytes < BODY_BYTES_MIN) {
            throw new ConfigurationException("A heap of " + heapBytesMax
                    + " bytes has no room for requests (expected: 192 MiB or more, and "
                    + MemoryBudget.CONNECTION_BYTES + " bytes for each of connections-max). Raise -Xmx.");
        }
        var bodyBytesMax = (int) settings.integer(Setting.BODY_BYTES_MAX, BODY_BYTES_MIN, BODY_BYTES_LIMIT);
        return settings.isGiven(Setting.BODY_BYTES_MAX) ? bodyBytesMax : (int) Math.min(bodyBytesMax, admissionBytes);
    }

    private static long admissionBytes(Settings settings, int bodyBytesMax, long derived, long heapBytesMax) {
        if (settings.text(Setting.ADMISSION_BYTES).isPresent()) {
            return settings.integer(
                    Setting.ADMISSION_BYTES, bodyBytesMax, MemoryBudget.admissionBytesMax(heapBytesMax));
        }
        if (derived < bodyBytesMax) {
            throw settings.wrong(
                    Setting.BODY_BYTES_MAX,
                    "<= " + derived + ", which is what a heap of " + heapBytesMax
                            + " bytes admits; raise -Xmx or lower it");
        }
        return derived;
    }

    private static List<String> corsOrigins(Settings settings) {
        var origins = settings.text(Setting.CORS_ORIGINS)
                .map(text ->
                        Arrays.stream(text.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
        var fine = origins.size() <= CORS_ORIGINS_MAX
                && origins.stream()
                        .allMatch(origin -> CORS_ORIGIN.matcher(origin).matches());
        if (!fine) {
            throw settings.wrong(Setting.CORS_ORIGINS);
        }
        return origins;
    }

    private static Optional<String> bootstrapApiKey(Map<String, String> environment) {
        var key = Optional.ofNullable(environment.get(BOOTSTRAP_API_KEY_NAME)).filter(text -> !text.isEmpty());
        var fine = key.isEmpty()
                || (key.get().length() >= BOOTSTRAP_CHARS_MIN
                        && key.get().length() <= BOOTSTRAP_CHARS_MAX
                        && BOOTSTRAP.matcher(key.get()).matches());
        if (!fine) {
            throw new ConfigurationException(BOOTSTRAP_API_KEY_NAME + ": (not shown) (expected: " + BOOTSTRAP_CHARS_MIN
                    + " to " + BOOTSTRAP_CHARS_MAX + " visible ASCII characters)");
        }
        return key;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "CollectorOptions[host=" + host + ", port=" + port + ", dataDir=" + dataDir + ", origin=" + origin + "]";
    }
}
