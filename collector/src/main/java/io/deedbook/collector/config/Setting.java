// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be configured. This one table makes the flags of the command line, the names in the environment,
 * the keys of the configuration file and their help texts.
 */
public enum Setting {
    PORT("port", "4318", "1 to 65535", "TCP port of telemetry, API and dashboard."),
    HOST("host", "127.0.0.1", "an address or a host name", "Address to listen on; 0.0.0.0 is every one."),
    DATA_DIR("data-dir", "./deedbook-data", "a directory", "Where keys and the embedded PostgreSQL live."),
    DATABASE_URL(
            "database-url",
            "",
            "postgresql://user:password@host:port/database",
            "An external PostgreSQL; without it the embedded one in data-dir is used. Holds a password, so better set it in"
                    + " the environment than as a flag."),
    ORIGIN(
            "origin",
            "deedbook.local",
            "a host name without scheme, '+' or space",
            "Host name under which the ledgers are known to verifiers. It is part of what is signed: choose it before the"
                    + " first start and keep it."),
    LOGGING_LEVEL(
            "logging-level",
            "full",
            "minimal, standard, full or paranoid",
            "How much content records keep. Every event is on record, and redacted, at each level."),
    BODY_BYTES_MAX(
            "body-bytes-max",
            "20971520",
            "65536 to 268435456",
            "Largest request, before and after decompression; less by itself where the heap is smaller than 440 MiB."),
    ADMISSION_BYTES(
            "admission-bytes",
            "",
            "body-bytes-max to a quarter of the heap",
            "Bytes of requests worked on at once; what exceeds it is asked to come again. Default: from the heap's size."),
    CONNECTIONS_MAX(
            "connections-max",
            "",
            "10 to 1000000",
            "Connections that are open at once; the last tenth of them is answered 503, and what comes then is closed. Default:"
                    + " from the heap's size, at most 10000."),
    CORS_ORIGINS(
            "cors-origins",
            "",
            "a comma-separated list of origins such as https://pivot.claude.ai, or *",
            "Origins whose browsers may send telemetry (Office agents), * for any: the key is what counts. Default: none."),
    KEY_PASSPHRASE_FILE(
            "key-passphrase-file",
            "",
            "a readable file",
            "File whose first line encrypts the signing keys in data-dir."),
    PUBLISH_INTERVAL_MS(
            "publish-interval-ms", "500", "100 to 60000", "Shortest time between two checkpoints of one ledger."),
    PUBLIC_LEDGERS(
            "public-ledgers",
            "false",
            "true or false",
            "Whether everybody may read checkpoints, tiles and leaves, without a key. They hold no content and nothing"
                    + " personal."),
    READY_WHILE_FROZEN(
            "ready-while-frozen",
            "false",
            "true or false",
            "Whether GET /health/ready stays green while a ledger gets no checkpoints, because its signer refuses."),
    SIGNER(
            "signer",
            "",
            "unix:/path or http://127.0.0.1:port",
            "An external signer (deedbook signer); without it the keys are files in data-dir."),
    SIGNER_TOKEN_FILE(
            "signer-token-file",
            "",
            "a readable file",
            "File whose first line is the secret that the signer asks for."),
    WITNESS_POLICY(
            "witness-policy",
            "",
            "a readable file",
            "File (C2SP tlog-policy) with the witnesses that cosign the ledgers, their addresses, and the quorum. See"
                    + " docs/WITNESSES.md. Default: none."),
    SPOOL_BYTES_MAX(
            "spool-bytes-max",
            "1073741824",
            "0, or 1048576 to 1099511627776",
            "Bytes of records kept in data-dir/spool while the database is away; 0 for none. See docs/OUTAGES.md."),
    SPOOL_AFTER_MS(
            "spool-after-ms",
            "1500",
            "100 to 6000",
            "How long the database may take for a transaction before records go to the spool."),
    SPOOL_KEY_FILE(
            "spool-key-file",
            "",
            "a file that is there or can be made",
            "File with the key that encrypts the spool. Default: data-dir/keys/spool.key."),
    KEYS_KNOWN_SECONDS(
            "keys-known-seconds",
            "3600",
            "0 to 86400",
            "How long API keys that were known are believed while the database is away; a key revoked meanwhile as well."),
    HANDOFF(
            "handoff",
            "direct",
            "direct or kafka",
            "How records get from the intake to the writer: in the process, or through a Kafka topic. See docs/KAFKA.md."),
    KAFKA_SERVERS(
            "kafka-servers",
            "",
            "host:port of one or more brokers, separated by commas",
            "Brokers to begin with. Needed with handoff kafka."),
    KAFKA_TOPIC(
            "kafka-topic",
            "deedbook",
            "the name of a topic that is there",
            "Topic through which records are handed over."),
    KAFKA_GROUP(
            "kafka-group",
            "deedbook-writer",
            "the name of a consumer group",
            "Group of all collectors that write what is in the topic. Another name reads the topic from its beginning."),
    KAFKA_CONSUME(
            "kafka-consume",
            "true",
            "true or false",
            "Whether this collector also writes what is in the topic; false where others do."),
    KAFKA_AFTER_MS(
            "kafka-after-ms",
            "1000",
            "100 to 6000",
            "How long brokers may take for a request before it goes straight to the writer."),
    KAFKA_PROPERTIES_FILE(
            "kafka-properties-file",
            "",
            "a readable file",
            "File with properties of Kafka's client, such as those for TLS and SASL. Default: none."),
    REUSE_PORT(
            "reuse-port",
            "false",
            "true or false",
            "Whether a second collector of the same user may listen on the same port, and take over when this one stops. See"
                    + " docs/OPERATIONS.md."),
    DRAIN_DELAY_MS(
            "drain-delay-ms",
            "0",
            "0 to 600000",
            "How long to serve on after SIGTERM with GET /health/ready red, so that a load balancer notices first."),
    DRAIN_DEADLINE_MS(
            "drain-deadline-ms",
            "5000",
            "0 to 600000",
            "How long connections may take, after that, to end with their next answer; then idle ones are closed."),
    METRICS("metrics", "true", "true or false", "Whether GET /metrics answers; meant for a scraper on the same host."),
    METRICS_OTLP_URL(
            "metrics-otlp-url",
            "",
            "a URL such as http://127.0.0.1:4318/v1/metrics",
            "Where the collector's own metrics are sent to as OTLP/HTTP, besides being served. Default: nowhere."),
    METRICS_OTLP_HEADERS_FILE(
            "metrics-otlp-headers-file",
            "",
            "a readable file",
            "File with the headers of that export, such as its credential, one \"name: value\" a line."),
    METRICS_OTLP_INTERVAL_MS(
            "metrics-otlp-interval-ms", "60000", "1000 to 3600000", "Time between two exports of the own metrics.");

    private static final String ENVIRONMENT_PREFIX = "DEEDBOOK_";
    private static final List<Setting> ALL = List.of(values());

    private final String key;
    private final String defaultText;
    private final String expected;
    private final String help;

    Setting(String key, String defaultText, String expected, String help) {
        this.key = key;
        this.defaultText = defaultText;
        this.expected = expected;
        this.help = help;
    }

    /** All settings in the order of their help. */
    public static List<Setting> all() {
        return ALL;
    }

    static Optional<Setting> ofKey(String key) {
        return ALL.stream().filter(setting -> setting.key.equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /** The key in the configuration file, and the flag without its dashes. */
    public String key() {
        return key;
    }

    /** The flag of the command line. */
    public String flag() {
        return "--" + key;
    }

    /** The name in the environment. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What is used when nobody says otherwise; empty for "unset". */
    public String defaultText() {
        return defaultText;
    }

    /** What a value must be, for messages. */
    public String expected() {
        return expected;
    }

    /** One or two sentences for a person. */
    public String help() {
        return help;
    }

    /** Whether it is either true or false, so that its flag alone means true. */
    public boolean isTruth() {
        return expected.equals("true or false");
    }

    /** Whether values must not be repeated in messages. */
    boolean secret() {
        return this == DATABASE_URL || this == METRICS_OTLP_URL;
    }
}
