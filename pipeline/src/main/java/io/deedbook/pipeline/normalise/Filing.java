// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files what an event holds into a draft: each attribute into its field, into the content, or among the attributes.
 * Nothing is dropped: what loses its field to a better source, or doesn't fit it whole, is an attribute. One event, one
 * thread.
 */
final class Filing {
    /** What clients write where they were told not to send a text. */
    private static final Set<String> WITHHELD = Set.of("<REDACTED>", "[REDACTED]", "__REDACTED__");

    private final Event event;
    private final EventName name;
    private final Operation operation;
    private final AttributeTable table;
    private final RecordDraft draft;
    /** What came beside the attributes, under names of ours: first, so that no attribute can take its name. */
    private final Attributes.Builder beside = Attributes.builder(8);

    private final Attributes.Builder rest;
    private final Outcomes outcomes = new Outcomes();

    // Mutable state, owned by the normalising thread.
    private final @Nullable Standing[] standings =
            new @Nullable Standing[Field.all().size()];
    private @Nullable Flattened flattened;
    /** How long the client says that a content was. */
    private @Nullable Map<String, Long> lengths;

    private @Nullable Value success;
    private String successKey = "";
    private @Nullable String modeBefore;
    private boolean cut;
    private int copies = 1;

    /** What fills a field until something better comes. */
    private record Standing(String key, Value value, int rank, boolean kept) {}

    Filing(Event event, EventName name, long receivedUnixNanos) {
        this.event = event;
        this.name = name;
        draft = new RecordDraft(receivedUnixNanos, Times.occurred(event, receivedUnixNanos));
        rest = Attributes.builder(event.attributes().count());
        operation = Actions.knows(event.signal(), name.brief()) ? Operation.NONE : Operation.of(event.attributes());
        var surface = Surfaces.of(event, name);
        table = AttributeTable.of(
                event.signal(), name.brief(), operation, Usage.counts(event, name.brief(), operation, surface));
        draft.put(Field.SURFACE, surface.wireName());
        draft.put(Field.SIGNAL, event.signal().one());
        draft.put(Field.EVENT, name.brief());
        fileOrigin();
        fileAttributes();
    }

    RecordDraft draft() {
        return draft;
    }

    /** Adds what came beside the attributes and has no field. */
    void add(String key, Value value) {
        beside.add(key, value);
    }

    /** Adds a text that has no field, unless it is empty. */
    void add(String key, String text) {
        if (!text.isEmpty()) {
            beside.add(key, new Value.Text(text));
        }
    }

    /** Adds content; what comes under a name that is taken gets a number, as in {@code error#2}. */
    void addContent(String content, String text) {
        if (text.isEmpty()) {
            return;
        }
        var taken = draft.content().containsKey(content);
        draft.content().put(taken ? content + '#' + ++copies : content, text);
        cut |= Truncation.marked(text);
    }

    /**
     * Fills a text field with what came beside the attributes; what is longer than the field stays an attribute too.
     */
    void fill(Field field, String text) {
        draft.put(field, text);
        if (text.length() > field.charsMax()) {
            add(field.jsonName(), text);
        }
    }

    /** Notes that something of the event didn't reach us. */
    void markCut(boolean some) {
        cut |= some;
    }

    /** Notes that something happened during a span that ends most. */
    void markBroken() {
        outcomes.noteBreak();
    }

    /** What the event does by the conventions, where its name says nothing. */
    Operation operation() {
        return operation;
    }

    /** The finished draft. */
    RecordDraft finish(int spanStatus) {
        if (flattened != null) {
            flattened.into(this);
        }
        dropRepeatedPrompt();
        var action = action();
        fillTarget(action);
        draft.put(Field.ACTION, action.wireName());
        putOutcome(action, spanStatus);
        cut |= cutByLength();
        draft.put(Field.TRUNCATED, cut ? 1L : 0L);
        draft.attributes(all());
        return draft;
    }

    private Action action() {
        var toolAction = ToolCall.fill(draft, event.attributes(), operation);
        return Actions.toolCall(event.signal(), name.brief(), operation)
                ? toolAction
                : Actions.of(event, name.brief(), operation);
    }

    /** What was acted on, where no attribute names it in one word. */
    private void fillTarget(Action action) {
        if (draft.text(Field.TARGET) != null) {
            return;
        } else if (action == Action.PERMISSION_CHANGE && modeBefore != null) {
            draft.put(Field.TARGET, modeBefore + " → " + draft.text(Field.PERMISSION_MODE));
        } else if (action == Action.MCP_CONNECTION) {
            draft.put(Field.TARGET, draft.text(Field.CONNECTOR));
        }
    }

    private boolean cutByLength() {
        if (lengths != null) {
            for (var told : lengths.entrySet()) {
                var content = draft.content().get(told.getKey());
                if (content != null && Truncation.shorter(content, told.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private Attributes all() {
        return beside.addAll(rest).build();
    }

    private void fileAttributes() {
        var attributes = event.attributes();
        for (var position = 0; position < attributes.count(); position++) {
            file(attributes.key(position), attributes.value(position));
        }
        // the resource last: it speaks only where the event said nothing
        fileResource(event.origin().resource());
    }

    private void file(String key, Value value) {
        var meaning = table.meaning(key);
        if (meaning == null) {
            fileUnknown(key, value);
            return;
        } else if (meaning.sign() != Sign.NONE && said(meaning, key, value)) {
            return;
        }
        var place = meaning.place();
        if (place == null || !place(place, key, value)) {
            keep(key, value);
        }
    }

    private void fileUnknown(String key, Value value) {
        var content = Flattened.content(key);
        if (content != null) {
            if (flattened == null) {
                flattened = new Flattened();
            }
            flattened.add(content, key, value);
            cut |= value instanceof Value.Text text && Truncation.marked(text.text());
            return;
        }
        cut |= Truncation.flag(key) && Truncation.tells(Sign.CUT, value);
        keep(key, value);
    }

    private void keep(String key, Value value) {
        cut |= value instanceof Value.Text text && Truncation.marked(text.text());
        rest.add(key, value);
    }

    /** Whether the attribute says only what the record has already, or will have as its outcome. */
    private boolean said(Meaning meaning, String key, Value value) {
        var sign = meaning.sign();
        switch (sign) {
            case NAME -> {
                return value instanceof Value.Text text && name.is(text.text());
            }
            case TIME -> {
                return Times.repeated(value, draft.occurredUnixNanos());
            }
            case FROM_MODE -> modeBefore = Reading.text(value);
            case LENGTH -> noteLength(meaning.measured(), value);
            case CUT, LIMITED, CUT_JSON -> cut |= Truncation.tells(sign, value);
            default -> {
                if (outcomes.note(sign, value)) {
                    success = value;
                    successKey = key;
                    return true;
                }
            }
        }
        return false;
    }

    private void noteLength(String content, Value value) {
        var length = Reading.integer(value);
        if (length == null || length == 0) {
            return;
        }
        if (lengths == null) {
            lengths = new HashMap<>(4);
        }
        // the longest is enough, and hostile events tell many
        lengths.merge(content, length, Math::max);
    }

    /** Puts the attribute where it belongs; false when it has to stay an attribute. */
    private boolean place(Place place, String key, Value value) {
        if (place.content() != null) {
            var text = value instanceof Value.None ? "" : Reading.content(value);
            if (text.isEmpty() || WITHHELD.contains(text)) {
                return false;
            }
            addContent(place.content(), text);
            return true;
        }
        var field = place.field();
        return field != null && offer(field, place, key, value);
    }

    private boolean offer(Field field, Place place, String key, Value value) {
        var standing = standings[field.ordinal()];
        var reading = read(field, key, value);
        if (reading == null || (standing != null && standing.rank() <= place.rank())) {
            return false;
        }
        if (standing != null && !standing.kept()) {
            keep(standing.key(), standing.value());
        }
        put(field, reading);
        if (reading instanceof String text) {
            cut |= Truncation.marked(text);
        }
        var exact = Reading.exact(field, value, reading);
        standings[field.ordinal()] = new Standing(key, value, place.rank(), place.kept() || !exact);
        return exact && !place.kept();
    }

    private static @Nullable Object read(Field field, String key, Value value) {
        return switch (field.type()) {
            case TEXT -> Reading.text(value);
            case LIST -> Reading.texts(value);
            case INTEGER -> field == Field.COST_USD_NANOS ? Cost.nanos(key, value) : Reading.integer(value);
        };
    }

    @SuppressWarnings("unchecked") // read() made it for the field's type
    private void put(Field field, Object reading) {
        switch (field.type()) {
            case TEXT -> draft.put(field, (String) reading);
            case LIST -> draft.put(field, (List<String>) reading);
            case INTEGER -> draft.put(field, (Long) reading);
        }
    }

    private void fileResource(Attributes resource) {
        var nested = Attributes.builder(resource.count());
        for (var position = 0; position < resource.count(); position++) {
            var key = resource.key(position);
            var place = AttributeTable.ofResource(key);
            if (place == null || !place(place, key, resource.value(position))) {
                nested.add(key, resource.value(position));
            }
        }
        if (nested.count() > 0) {
            beside.add("resource", new Value.Fields(nested.build()));
        }
    }

    private void fileOrigin() {
        var origin = event.origin();
        var scope = Attributes.builder(origin.scopeAttributes().count() + 2);
        if (!origin.scopeName().isEmpty()) {
            scope.add("name", new Value.Text(origin.scopeName()));
        }
        if (!origin.scopeVersion().isEmpty()) {
            scope.add("version", new Value.Text(origin.scopeVersion()));
        }
        for (var position = 0; position < origin.scopeAttributes().count(); position++) {
            scope.add(
                    origin.scopeAttributes().key(position),
                    origin.scopeAttributes().value(position));
        }
        if (scope.count() > 0) {
            beside.add("scope", new Value.Fields(scope.build()));
        }
    }

    /** The client sends the prompt twice; once is enough. */
    private void dropRepeatedPrompt() {
        var content = draft.content();
        var second = content.get(ContentName.PROMPT_TEXT);
        if (second != null && second.equals(content.get(ContentName.PROMPT))) {
            content.remove(ContentName.PROMPT_TEXT);
        }
    }

    private void putOutcome(Action action, int spanStatus) {
        var outcome = outcomes.outcome(action, name.brief(), draft.text(Field.DECISION), spanStatus);
        draft.put(Field.OUTCOME, outcome.wireName());
        var truth = outcomes.success();
        if (success != null && truth != null && !Outcomes.tells(outcome, truth)) {
            rest.add(successKey, success);
        }
    }
}
