// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Outcome;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.Surface;
import io.deedbook.storage.read.RecordQuery;
import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the query parameters of a request for records into a query, or says what is wrong with them. */
public final class RecordParameters {
    public static final int LIMIT_DEFAULT = 50;

    /** Values of the fields that have a closed vocabulary. */
    public static final List<String> KINDS =
            Stream.of(Kind.values()).map(Kind::wireName).toList();

    public static final List<String> RISKS =
            Stream.of(Risk.values()).map(Risk::wireName).toList();

    public static final List<String> ACTIONS =
            Stream.of(Action.values()).map(Action::wireName).toList();
    public static final List<String> SURFACES =
            Stream.of(Surface.values()).map(Surface::wireName).toList();
    public static final List<String> OUTCOMES =
            Stream.of(Outcome.values()).map(Outcome::wireName).toList();

    private static final Map<String, Field> FIELDS = fields();
    private static final Map<Field, List<String>> VOCABULARIES = Map.of(
            Field.KIND, KINDS,
            Field.RISK, RISKS,
            Field.ACTION, ACTIONS,
            Field.SURFACE, SURFACES,
            Field.OUTCOME, OUTCOMES);
    private static final List<String> NAMES = Stream.concat(
                    FIELDS.keySet().stream(), Stream.of("from", "to", "pii", "text", "limit", "cursor"))
            .toList();
    private static final List<String> FINDING_NAMES = List.of(
            "from", "to", "session", "user", "team", "surface", "risk", "rule", "control", "text", "limit", "cursor");
    private static final List<String> PAGE_NAMES = List.of("limit", "cursor");

    private RecordParameters() {}

    /** The names of all parameters. */
    public static Collection<String> names() {
        return NAMES;
    }

    /**
     * The query for records, newest first.
     *
     * @param team of the reader's key, or null
     * @throws BadParameterException with a message for the sender
     */
    public static RecordQuery records(MultiMap parameters, @Nullable String team) {
        var given = Parameters.of(parameters, NAMES);
        return new RecordQuery(
                team,
                time(given, "from", false),
                time(given, "to", true),
                equal(given),
                given.text("pii"),
                given.text("text"),
                Cursor.index(given.text("cursor")),
                OptionalLong.empty(),
                false,
                limit(given));
    }

    /**
     * The query for findings, newest first.
     *
     * @param team of the reader's key, or null
     * @throws BadParameterException with a message for the sender
     */
    public static RecordQuery findings(MultiMap parameters, @Nullable String team) {
        var given = Parameters.of(parameters, FINDING_NAMES);
        var equal = equal(given);
        equal.put(Field.KIND, Kind.FINDING.wireName());
        return new RecordQuery(
                team,
                time(given, "from", false),
                time(given, "to", true),
                equal,
                null,
                given.text("text"),
                Cursor.index(given.text("cursor")),
                OptionalLong.empty(),
                false,
                limit(given));
    }

    /**
     * The query for the records of one session, in order.
     *
     * @param team of the reader's key, or null
     * @throws BadParameterException with a message for the sender
     */
    public static RecordQuery session(MultiMap parameters, @Nullable String team, String sessionId) {
        var given = Parameters.of(parameters, PAGE_NAMES);
        if (sessionId.indexOf('\0') >= 0) {
            throw new BadParameterException("The session's id has the character U+0000 in it.");
        }
        return new RecordQuery(
                team,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Map.of(Field.SESSION_ID, sessionId),
                null,
                null,
                OptionalLong.empty(),
                Cursor.index(given.text("cursor")),
                true,
                limit(given));
    }

    /** The cursor of the page that goes on after a record. */
    public static String cursor(long index) {
        return Cursor.of(index);
    }

    private static OptionalLong time(Parameters given, String name, boolean endOfDay) {
        var value = given.text(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(QueryTime.unixNanos(name, value, endOfDay));
    }

    private static Map<Field, String> equal(Parameters given) {
        var equal = new EnumMap<Field, String>(Field.class);
        FIELDS.forEach((name, field) -> {
            var vocabulary = VOCABULARIES.get(field);
            var value = vocabulary == null ? given.text(name) : given.oneOf(name, vocabulary);
            if (value != null) {
                equal.put(field, value);
            }
        });
        return equal;
    }

    private static int limit(Parameters given) {
        return (int) given.number("limit", 1, RecordQuery.LIMIT_MAX).orElse(LIMIT_DEFAULT);
    }

    private static Map<String, Field> fields() {
        var fields = new LinkedHashMap<String, Field>();
        fields.put("session", Field.SESSION_ID);
        fields.put("prompt", Field.PROMPT_ID);
        fields.put("user", Field.USER_EMAIL);
        fields.put("team", Field.TEAM);
        fields.put("kind", Field.KIND);
        fields.put("surface", Field.SURFACE);
        fields.put("event", Field.EVENT);
        fields.put("action", Field.ACTION);
        fields.put("tool", Field.TOOL_NAME);
        fields.put("connector", Field.CONNECTOR);
        fields.put("risk", Field.RISK);
        fields.put("rule", Field.RULES);
        fields.put("control", Field.CONTROLS);
        fields.put("outcome", Field.OUTCOME);
        fields.put("model", Field.MODEL);
        return fields;
    }
}
