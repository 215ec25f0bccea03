// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sealed record as bytes and back, all of it: id, salts, leaf and hash are what they were.
 *
 * <pre>
 *   id 16 | received | occurred | bits of the fields that are there | their values in that order
 *   | findings: count, (type, count)… | content | attributes | salts: count, (part, 32 bytes)… | leaf | leaf hash 32
 * </pre>
 *
 * <p>An absent text is 0, one that is there a 1 before it. Fields and parts have numbers of their own, since what was
 * written by one release is read by the next: a new one goes to the end of its list, and none is ever taken out.
 */
final class RecordBytes {
    private static final int ID_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** At most 64: those that are there are the bits of one number. */
    static final List<Field> FIELDS = List.of(
            Field.KIND,
            Field.SURFACE,
            Field.SIGNAL,
            Field.EVENT,
            Field.ACTION,
            Field.OUTCOME,
            Field.AGENT_ID,
            Field.AGENT_VERSION,
            Field.TOOL_NAME,
            Field.CONNECTOR,
            Field.OPERATION,
            Field.TARGET,
            Field.DECISION,
            Field.DECISION_SOURCE,
            Field.PERMISSION_MODE,
            Field.DURATION_MS,
            Field.TEAM,
            Field.USER_EMAIL,
            Field.USER_ACCOUNT_UUID,
            Field.USER_ACCOUNT_ID,
            Field.USER_ID,
            Field.ORGANIZATION_ID,
            Field.WORKSPACE_PATHS,
            Field.SESSION_ID,
            Field.PROMPT_ID,
            Field.SEQUENCE,
            Field.TRACE_ID,
            Field.SPAN_ID,
            Field.PARENT_SPAN_ID,
            Field.MODEL,
            Field.INPUT_TOKENS,
            Field.OUTPUT_TOKENS,
            Field.CACHE_READ_TOKENS,
            Field.CACHE_CREATION_TOKENS,
            Field.COST_USD_NANOS,
            Field.REQUEST_ID,
            Field.RISK,
            Field.RULES,
            Field.CONTROLS,
            Field.POLICY_VERSION,
            Field.TRUNCATED,
            Field.CONTENT_STATE);

    static final List<Part> PARTS = List.of(Part.LEAF, Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS);

    private RecordBytes() {}

    static void write(SealedRecord sealed, ByteWriter out) {
        out.raw(sealed.id());
        out.number(sealed.receivedUnixNanos());
        out.number(sealed.occurredUnixNanos());
        writeValues(sealed.values(), out);
        out.number(sealed.pii().size());
        sealed.pii().forEach((type, count) -> {
            out.text(type);
            out.number(count);
        });
        writeOptional(sealed.content(), out);
        writeOptional(sealed.attributes(), out);
        out.number(sealed.salts().size());
        sealed.salts().forEach((part, salt) -> {
            out.number(PARTS.indexOf(part));
            out.block(salt);
        });
        out.block(sealed.leaf());
        out.raw(sealed.leafHash());
    }

    static SealedRecord read(ByteReader in) throws UnreadableEntryException {
        return new SealedRecord(
                in.raw(ID_BYTES),
                in.number(),
                in.number(),
                readValues(in),
                readFindings(in),
                readOptional(in),
                readOptional(in),
                readSalts(in),
                in.block(),
                in.raw(HASH_BYTES));
    }

    private static void writeValues(@Nullable Object[] values, ByteWriter out) {
        var bits = 0L;
        for (var number = 0; number < FIELDS.size(); number++) {
            if (values[FIELDS.get(number).ordinal()] != null) {
                bits |= 1L << number;
            }
        }
        out.number(bits);
        for (var field : FIELDS) {
            var value = values[field.ordinal()];
            if (value != null) {
                writeValue(value, out);
            }
        }
    }

    private static void writeValue(Object value, ByteWriter out) {
        if (value instanceof String text) {
            out.text(text);
        } else if (value instanceof Long number) {
            out.number(number);
        } else if (value instanceof List<?> entries) {
            out.number(entries.size());
            entries.forEach(entry -> out.text((String) entry));
        } else {
            throw new IllegalArgumentException("value: " + value.getClass().getName() + " (expected: one of a field)");
        }
    }

    private static @Nullable Object[] readValues(ByteReader in) throws UnreadableEntryException {
        var bits = in.number();
        if (bits >>> FIELDS.size() != 0) {
            throw new UnreadableEntryException("the entry has fields that are not known here");
        }
        var values = new @Nullable Object[Field.all().size()];
        for (var number = 0; number < FIELDS.size(); number++) {
            if ((bits & 1L << number) != 0) {
                var field = FIELDS.get(number);
                values[field.ordinal()] = readValue(field.type(), in);
            }
        }
        return values;
    }

    private static Object readValue(Field.Type type, ByteReader in) throws UnreadableEntryException {
        return switch (type) {
            case TEXT -> in.text();
            case INTEGER -> in.number();
            case LIST -> readList(in);
        };
    }

    private static List<String> readList(ByteReader in) throws UnreadableEntryException {
        var count = in.count();
        var entries = new ArrayList<String>();
        while (entries.size() < count) {
            entries.add(in.text());
        }
        return List.copyOf(entries);
    }

    private static Map<String, Integer> readFindings(ByteReader in) throws UnreadableEntryException {
        var count = in.count();
        var findings = new TreeMap<String, Integer>();
        for (var number = 0; number < count; number++) {
            findings.put(in.text(), (int) in.number());
        }
        return Collections.unmodifiableMap(findings);
    }

    private static void writeOptional(byte @Nullable [] utf8, ByteWriter out) {
        out.number(utf8 == null ? 0 : 1);
        if (utf8 != null) {
            out.block(utf8);
        }
    }

    private static byte @Nullable [] readOptional(ByteReader in) throws UnreadableEntryException {
        return in.number() == 0 ? null : in.block();
    }

    private static EnumMap<Part, byte[]> readSalts(ByteReader in) throws UnreadableEntryException {
        var count = in.count();
        var salts = new EnumMap<Part, byte[]>(Part.class);
        for (var number = 0; number < count; number++) {
            var part = in.number();
            if (part < 0 || part >= PARTS.size()) {
                throw new UnreadableEntryException("the entry has parts that are not known here");
            }
            salts.put(PARTS.get((int) part), in.block());
        }
        return salts;
    }
}
