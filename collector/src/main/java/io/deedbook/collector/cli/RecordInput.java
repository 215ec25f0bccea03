// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.policy.Nearest;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a person hands over as a record: one in the shape of the API, which is taken as it is, or an event in the
 * shape that clients send, which is normalised and redacted first.
 */
final class RecordInput {
    private static final int BYTES_MAX = 4 * 1024 * 1024;
    private static final int DEPTH_MAX = 16;
    private static final int NANOS_DECIMALS = 9;
    private static final int TOKEN_KEY_BYTES = 32;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** All that an event has; a record has more. */
    private static final Set<String> EVENT_MEMBERS = Set.of("event", "attributes", "resource", "body");
    /** What a record has beside its fields, as the API answers it. */
    private static final Set<String> RECORD_MEMBERS =
            Set.of("id", "index", "tenant", "receivedAt", "occurredAt", "digest", "costUsd", "pii", "content");

    /** All that a record or an event may have. */
    private static final Set<String> MEMBERS = members();

    private RecordInput() {}

    private static Set<String> members() {
        var members = new TreeSet<>(EVENT_MEMBERS);
        members.addAll(RECORD_MEMBERS);
        Field.all().forEach(field -> members.add(field.jsonName()));
        members.remove(Field.COST_USD_NANOS.jsonName());
        return members;
    }

    /**
     * The draft of the record.
     *
     * @param input JSON, or the name of a file that holds it
     * @param notices what the author should know of how it is read
     */
    static RecordDraft read(String input, Consumer<String> notices) {
        try {
            var object = new JsonObject(input.stripLeading().startsWith("{") ? input : text(input));
            checkMembers(object);
            notice(object, notices);
            return EVENT_MEMBERS.containsAll(object.fieldNames()) ? event(object) : record(object);
        } catch (DecodeException | ClassCastException | NumberFormatException e) {
            throw new UnusableInputException(
                    "The record is not JSON of the shape of a record or an event. See: deedbook rules test --help");
        }
    }

    /** A mistyped name would silently match nothing. */
    private static void checkMembers(JsonObject object) {
        for (var name : new TreeSet<>(object.fieldNames())) {
            if (!MEMBERS.contains(name)) {
                throw new UnusableInputException("The record has a member \"" + RuleReport.printable(name)
                        + "\", which neither a record nor an event has." + Nearest.hint(name, MEMBERS));
            }
        }
    }

    /** An event with a member of a record beside its own is read as a record, whose attributes nobody normalises. */
    private static void notice(JsonObject object, Consumer<String> notices) {
        var others = new TreeSet<>(object.fieldNames());
        others.removeAll(EVENT_MEMBERS);
        if (!others.isEmpty() && object.containsKey("attributes") && !object.containsKey("receivedAt")) {
            notices.accept(
                    "notice: the record is taken as it is, as one of the API's, because of " + String.join(", ", others)
                            + ": its attributes are not turned into fields such as toolName. An event as a client sends it has only "
                            + String.join(", ", new TreeSet<>(EVENT_MEMBERS))
                            + "; its surface follows from service.name in resource.");
        }
    }

    private static String text(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new UnusableInputException("The record " + file + " is larger than " + BYTES_MAX + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new UnusableInputException("The record " + file + " cannot be read.");
        }
    }

    private static RecordDraft event(JsonObject object) {
        var attributes = attributes(object.getValue("attributes"), 0);
        var name = object.getString("event");
        if (name != null && attributes.get("event.name") == null) {
            var builder = Attributes.builder(attributes.count() + 1).add("event.name", new Value.Text(name));
            for (var position = 0; position < attributes.count(); position++) {
                builder.add(attributes.key(position), attributes.value(position));
            }
            attributes = builder.build();
        }
        var body = object.getValue("body");
        var resource = attributes(object.getValue("resource"), 0);
        var origin = new Origin(resource, "", "", Attributes.EMPTY);
        var now = nanos(Instant.now());
        var draft = Normaliser.normalise(
                new Event.Log(
                        origin, attributes, now, now, "", 0, "", body == null ? Value.NONE : value(body, 0), "", "", 0),
                now);
        new Redactor(DetectorEngine.builtIn(), new TokenKey(new byte[TOKEN_KEY_BYTES])).redact(draft);
        return draft;
    }

    private static RecordDraft record(JsonObject object) {
        var received = time(object.getString("receivedAt"));
        var occurred = object.getString("occurredAt");
        var draft = new RecordDraft(received, occurred == null ? received : time(occurred));
        for (var field : Field.all()) {
            put(draft, field, object);
        }
        var pii = member(object, "pii");
        pii.fieldNames().forEach(type -> draft.pii().put(type, pii.getInteger(type)));
        var content = member(object, "content");
        content.fieldNames().forEach(name -> draft.content().put(name, String.valueOf(content.getValue(name))));
        draft.attributes(attributes(object.getValue("attributes"), 0));
        return draft;
    }

    private static void put(RecordDraft draft, Field field, JsonObject object) {
        if (field == Field.COST_USD_NANOS) {
            var cost = object.getNumber("costUsd");
            if (cost != null) {
                draft.put(field, (Long) new BigDecimal(cost.toString())
                        .setScale(NANOS_DECIMALS, RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValue());
            }
            return;
        }
        switch (field.type()) {
            case TEXT -> draft.put(field, object.getString(field.jsonName()));
            case INTEGER -> draft.put(field, integer(object.getValue(field.jsonName())));
            case LIST -> draft.put(field, texts(object.getJsonArray(field.jsonName())));
        }
    }

    /** A flag counts as one where it is set. */
    private static @Nullable Long integer(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        return value == null ? null : ((Number) value).longValue();
    }

    /** What a record lacks is null. */
    private static JsonObject member(JsonObject object, String name) {
        var member = object.getJsonObject(name);
        return member == null ? new JsonObject() : member;
    }

    private static List<String> texts(@Nullable JsonArray array) {
        if (array == null) {
            return List.of();
        }
        var texts = new ArrayList<String>(array.size());
        array.forEach(entry -> texts.add((String) entry));
        return texts;
    }

    /** As an object, or as the list of keys and values that OTLP has. */
    private static Attributes attributes(@Nullable Object json, int depth) {
        if (json instanceof JsonArray list) {
            var attributes = Attributes.builder(list.size());
            for (var entry : list) {
                var attribute = (JsonObject) entry;
                attributes.add(
                        String.valueOf(attribute.getString("key")),
                        otlpValue(attribute.getJsonObject("value", new JsonObject()), depth + 1));
            }
            return attributes.build();
        }
        var object = json == null ? new JsonObject() : (JsonObject) json;
        var attributes = Attributes.builder(object.size());
        for (var name : object.fieldNames()) {
            attributes.add(name, value(object.getValue(name), depth + 1));
        }
        return attributes.build();
    }

    private static Value value(@Nullable Object json, int depth) {
        if (depth > DEPTH_MAX) {
            throw new UnusableInputException("The record is nested deeper than " + DEPTH_MAX + ".");
        }
        if (json instanceof String text) {
            return new Value.Text(text);
        } else if (json instanceof Boolean truth) {
            return new Value.Bool(truth);
        } else if (json instanceof Integer || json instanceof Long) {
            return new Value.Int(((Number) json).longValue());
        } else if (json instanceof Number number) {
            return new Value.Decimal(number.doubleValue());
        } else if (json instanceof JsonArray array) {
            var items = new ArrayList<Value>(array.size());
            array.forEach(item -> items.add(value(item, depth + 1)));
            return new Value.Items(items);
        } else if (json instanceof JsonObject) {
            return new Value.Fields(attributes(json, depth));
        }
        return Value.NONE;
    }

    private static Value otlpValue(JsonObject value, int depth) {
        if (value.containsKey("arrayValue")) {
            var items = new ArrayList<Value>();
            value.getJsonObject("arrayValue")
                    .getJsonArray("values", new JsonArray())
                    .forEach(item -> items.add(otlpValue((JsonObject) item, depth + 1)));
            return new Value.Items(items);
        } else if (value.containsKey("kvlistValue")) {
            return new Value.Fields(
                    attributes(value.getJsonObject("kvlistValue").getJsonArray("values", new JsonArray()), depth));
        } else if (value.getValue("intValue") instanceof String digits) {
            return new Value.Int(Long.parseLong(digits));
        }
        var names = value.fieldNames();
        return names.isEmpty()
                ? Value.NONE
                : value(value.getValue(names.iterator().next()), depth);
    }

    private static long time(@Nullable String text) {
        try {
            return text == null ? 0 : nanos(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new UnusableInputException("A time of the record is not of the form 2026-11-21T09:44:11Z.");
        }
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }
}
