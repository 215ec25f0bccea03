// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

import io.deedbook.pipeline.event.Attributes;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record while it is being made: the normaliser fills it, the redactor replaces what was found, the rules judge it,
 * the sealer turns it into bytes. Mutable and owned by one thread at a time.
 */
public final class RecordDraft {
    private final long receivedUnixNanos;
    private final long occurredUnixNanos;

    // Mutable state, owned by the pipeline thread that works on the draft.
    private final @Nullable Object[] values = new @Nullable Object[Field.all().size()];
    private final NavigableMap<String, String> content = new TreeMap<>();
    private final NavigableMap<String, Integer> pii = new TreeMap<>();
    private Attributes attributes = Attributes.EMPTY;

    /**
     * @param receivedUnixNanos the server's clock at receipt
     * @param occurredUnixNanos the client's clock, or the server's where the client gave none
     */
    public RecordDraft(long receivedUnixNanos, long occurredUnixNanos) {
        this.receivedUnixNanos = receivedUnixNanos;
        this.occurredUnixNanos = occurredUnixNanos;
    }

    /** An entry of the ledger about itself: nothing but a content part, whose values are texts. */
    public static RecordDraft ofLedger(Kind kind, String event, long nowUnixNanos, Map<String, String> content) {
        var draft = new RecordDraft(nowUnixNanos, nowUnixNanos);
        draft.put(Field.KIND, kind.wireName());
        draft.put(Field.SURFACE, Surface.OTHER.wireName());
        draft.put(Field.EVENT, event);
        draft.put(Field.ACTION, Action.OTHER.wireName());
        draft.put(Field.OUTCOME, Outcome.SUCCESS.wireName());
        draft.put(Field.RISK, Risk.LOW.wireName());
        draft.put(Field.CONTENT_STATE, ContentState.REDACTED.wireName());
        draft.content.putAll(content);
        return draft;
    }

    public long receivedUnixNanos() {
        return receivedUnixNanos;
    }

    public long occurredUnixNanos() {
        return occurredUnixNanos;
    }

    /** Sets a {@link Field.Type#TEXT} field; null or empty clears it. */
    public void put(Field field, @Nullable String text) {
        checkType(field, Field.Type.TEXT);
        values[field.ordinal()] = text == null || text.isEmpty() ? null : text;
    }

    /** Sets a {@link Field.Type#INTEGER} field; null clears it. */
    public void put(Field field, @Nullable Long number) {
        checkType(field, Field.Type.INTEGER);
        values[field.ordinal()] = number;
    }

    /** Sets a {@link Field.Type#LIST} field; an empty list clears it. */
    public void put(Field field, List<String> entries) {
        checkType(field, Field.Type.LIST);
        values[field.ordinal()] = entries.isEmpty() ? null : List.copyOf(entries);
    }

    /** The text of a {@link Field.Type#TEXT} field, or null. */
    public @Nullable String text(Field field) {
        checkType(field, Field.Type.TEXT);
        return (String) values[field.ordinal()];
    }

    /** The number of a {@link Field.Type#INTEGER} field, or null. */
    public @Nullable Long integer(Field field) {
        checkType(field, Field.Type.INTEGER);
        return (Long) values[field.ordinal()];
    }

    /** The entries of a {@link Field.Type#LIST} field, empty when unset. */
    @SuppressWarnings("unchecked")
    public List<String> list(Field field) {
        checkType(field, Field.Type.LIST);
        var entries = (List<String>) values[field.ordinal()];
        return entries == null ? List.of() : entries;
    }

    /** The value of any field as {@code String}, {@code Long} or {@code List<String>}, or null. */
    public @Nullable Object value(Field field) {
        return values[field.ordinal()];
    }

    /** Content by name (see {@link ContentName}); a live map, {@code target} not in it. */
    public NavigableMap<String, String> content() {
        return content;
    }

    /** Findings by detector type; a live map that the redactor fills. */
    public NavigableMap<String, Integer> pii() {
        return pii;
    }

    /** Everything that came and has no field and is no content. */
    public Attributes attributes() {
        return attributes;
    }

    public void attributes(Attributes rest) {
        attributes = rest;
    }

    /** A copy of all values in {@link Field} order. */
    public @Nullable Object[] copyValues() {
        return values.clone();
    }

    private static void checkType(Field field, Field.Type type) {
        if (field.type() != type) {
            throw new IllegalArgumentException("field: " + field + " (expected: a " + type + ")");
        }
    }
}
