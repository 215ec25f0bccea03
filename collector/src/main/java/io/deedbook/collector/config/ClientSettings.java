// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

/**
 * What to write into the settings of the clients so that their telemetry comes here. Holds a key: for the screen of the
 * person who starts the collector, never for a log.
 *
 * @param endpoint base URL of the collector, without a path
 * @param key with the scope ingest
 */
public record ClientSettings(String endpoint, String key) {

    /** The environment of Claude Code, as lines for a POSIX shell. */
    public String claudeCodeEnvironment() {
        return """
                export CLAUDE_CODE_ENABLE_TELEMETRY=1
                export OTEL_LOGS_EXPORTER=otlp
                export OTEL_METRICS_EXPORTER=otlp
                export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
                export OTEL_EXPORTER_OTLP_ENDPOINT=%s
                export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer %s"
                # traces (beta)
                export OTEL_TRACES_EXPORTER=otlp
                export CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1
                # content, redacted before it is stored: prompts and responses, tool input, tool output
                export OTEL_LOG_USER_PROMPTS=1
                export OTEL_LOG_TOOL_DETAILS=1
                export OTEL_LOG_TOOL_CONTENT=1
                """.formatted(endpoint, key);
    }

    /** The three fields under Organization settings, Cowork. */
    public String coworkFields() {
        return """
                OTLP endpoint   %s
                OTLP protocol   http/protobuf
                OTLP headers    Authorization=Bearer %s
                """.formatted(endpoint, key);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ClientSettings[endpoint=" + endpoint + "]";
    }
}
