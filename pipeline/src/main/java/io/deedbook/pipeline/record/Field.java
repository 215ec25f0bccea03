// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an audit record that have a column of their own. This one table is what the leaf, the parts, the SQL
 * columns, the API's JSON and the rules' field names are made from.
 *
 * <p>Not in it, because they are no plain text, number or list: {@code id}, {@code index}, {@code receivedAt},
 * {@code occurredAt}, {@code pii} (type → count), {@code content} (name → redacted text) and {@code attributes}.
 */
public enum Field {
    // what
    /** See {@link Kind}. */
    KIND("kind", Part.LEAF, Type.TEXT, 16),
    SURFACE("surface", Part.LEAF, Type.TEXT, 32),
    SIGNAL("signal", Part.LEAF, Type.TEXT, 16),
    EVENT("event", Part.LEAF, Type.TEXT, 128),
    ACTION("action", Part.LEAF, Type.TEXT, 32),
    OUTCOME("outcome", Part.LEAF, Type.TEXT, 16),
    AGENT_ID("agentId", Part.FACTS, Type.TEXT, 128),
    AGENT_VERSION("agentVersion", Part.FACTS, Type.TEXT, 128),
    // action
    TOOL_NAME("toolName", Part.FACTS, Type.TEXT, 256),
    CONNECTOR("connector", Part.FACTS, Type.TEXT, 256),
    OPERATION("operation", Part.FACTS, Type.TEXT, 256),
    TARGET("target", Part.CONTENT, Type.TEXT, 1024),
    DECISION("decision", Part.FACTS, Type.TEXT, 64),
    DECISION_SOURCE("decisionSource", Part.FACTS, Type.TEXT, 64),
    PERMISSION_MODE("permissionMode", Part.FACTS, Type.TEXT, 64),
    DURATION_MS("durationMs", Part.FACTS, Type.INTEGER, 0),
    // who
    TEAM("team", Part.ACTOR, Type.TEXT, 128),
    USER_EMAIL("userEmail", Part.ACTOR, Type.TEXT, 320),
    USER_ACCOUNT_UUID("userAccountUuid", Part.ACTOR, Type.TEXT, 128),
    USER_ACCOUNT_ID("userAccountId", Part.ACTOR, Type.TEXT, 128),
    USER_ID("userId", Part.ACTOR, Type.TEXT, 256),
    ORGANIZATION_ID("organizationId", Part.ACTOR, Type.TEXT, 128),
    WORKSPACE_PATHS("workspacePaths", Part.ACTOR, Type.LIST, 1024),
    // thread
    SESSION_ID("sessionId", Part.ACTOR, Type.TEXT, 128),
    PROMPT_ID("promptId", Part.FACTS, Type.TEXT, 128),
    SEQUENCE("sequence", Part.FACTS, Type.INTEGER, 0),
    TRACE_ID("traceId", Part.FACTS, Type.TEXT, 32),
    SPAN_ID("spanId", Part.FACTS, Type.TEXT, 16),
    PARENT_SPAN_ID("parentSpanId", Part.FACTS, Type.TEXT, 16),
    // cost
    MODEL("model", Part.FACTS, Type.TEXT, 128),
    INPUT_TOKENS("inputTokens", Part.FACTS, Type.INTEGER, 0),
    OUTPUT_TOKENS("outputTokens", Part.FACTS, Type.INTEGER, 0),
    CACHE_READ_TOKENS("cacheReadTokens", Part.FACTS, Type.INTEGER, 0),
    CACHE_CREATION_TOKENS("cacheCreationTokens", Part.FACTS, Type.INTEGER, 0),
    /** Cost in billionths of a US dollar: an integer, so that canonical bytes have no floating point. */
    COST_USD_NANOS("costUsdNanos", Part.FACTS, Type.INTEGER, 0),
    REQUEST_ID("requestId", Part.FACTS, Type.TEXT, 128),
    // judgement
    RISK("risk", Part.LEAF, Type.TEXT, 16),
    RULES("rules", Part.LEAF, Type.LIST, 128),
    CONTROLS("controls", Part.LEAF, Type.LIST, 64),
    POLICY_VERSION("policyVersion", Part.LEAF, Type.TEXT, 64),
    /** 1 when the client or a limit of ours cut something, else 0. */
    TRUNCATED("truncated", Part.LEAF, Type.INTEGER, 0),
    CONTENT_STATE("contentState", Part.LEAF, Type.TEXT, 16);

    /** The most entries a {@link Type#LIST} keeps. */
    public static final int LIST_ENTRIES_MAX = 64;

    private static final List<Field> ALL = List.of(values());

    /** What a field holds: {@code String}, {@code Long} or {@code List<String>}. */
    public enum Type {
        TEXT,
        INTEGER,
        LIST
    }

    private final String jsonName;
    private final String column = name().toLowerCase(Locale.ROOT);
    private final Part part;
    private final Type type;
    private final int charsMax;

    Field(String jsonName, Part part, Type type, int charsMax) {
        this.jsonName = jsonName;
        this.part = part;
        this.type = type;
        this.charsMax = charsMax;
    }

    /** All fields in declaration order, without the copy that {@code values()} makes. */
    public static List<Field> all() {
        return ALL;
    }

    /** The fields committed to in {@code part}, sorted by JSON name as canonical JSON wants them. */
    public static List<Field> of(Part part) {
        return Arrays.stream(values())
                .filter(field -> field.part == part)
                .sorted((left, right) -> left.jsonName.compareTo(right.jsonName))
                .toList();
    }

    /** The field of this JSON name, or null. */
    public static @Nullable Field named(String jsonName) {
        for (var field : ALL) {
            if (field.jsonName.equals(jsonName)) {
                return field;
            }
        }
        return null;
    }

    /** The member name in JSON, camelCase. */
    public String jsonName() {
        return jsonName;
    }

    /** The column name in SQL, snake_case. */
    public String column() {
        return column;
    }

    /** Where the field is committed to. */
    public Part part() {
        return part;
    }

    /** What the field holds. */
    public Type type() {
        return type;
    }

    /** The most UTF-16 units that a text, or one entry of a list, keeps after redaction. */
    public int charsMax() {
        return charsMax;
    }
}
