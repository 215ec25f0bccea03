// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import io.deedbook.pipeline.detect.Scanner;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces every finding in a draft by a typed token that is stable within a tenant. Immutable and thread-safe.
 */
public final class Redactor {
    private static final Logger log = LoggerFactory.getLogger(Redactor.class);
    private static final LongAdder FAILURES = new LongAdder();

    /** What the server itself puts into a draft: words of closed vocabularies, and the team of the key. */
    private static final Set<Field> OWN = EnumSet.of(
            Field.KIND,
            Field.SURFACE,
            Field.SIGNAL,
            Field.ACTION,
            Field.OUTCOME,
            Field.RISK,
            Field.RULES,
            Field.CONTROLS,
            Field.POLICY_VERSION,
            Field.CONTENT_STATE);

    private static final Field[] FOREIGN =
            Field.all().stream().filter(field -> !OWN.contains(field)).toArray(Field[]::new);

    private static final Set<Field> IDS = EnumSet.of(
            Field.USER_ACCOUNT_UUID,
            Field.USER_ACCOUNT_ID,
            Field.USER_ID,
            Field.ORGANIZATION_ID,
            Field.SESSION_ID,
            Field.PROMPT_ID,
            Field.TRACE_ID,
            Field.SPAN_ID,
            Field.PARENT_SPAN_ID,
            Field.REQUEST_ID);

    /** The event whose own name can't stand in the clear, and the attribute that keeps it then. */
    private static final String UNNAMED = "unnamed";

    private static final String EVENT_NAME = "event.name";

    /** The distinct people of a tenant whose events are likely to stand beside each other. */
    private static final int ADDRESSES_MAX = 256;

    private final TextRedactor texts;
    private final KnownTexts addresses;
    private final ValueRedactor values;
    private final @Nullable Pseudonyms pseudonyms;

    /** A redactor that replaces findings by tokens where they stand. */
    public Redactor(Scanner scanner, TokenKey key) {
        this(scanner, key, RedactionPlan.TOKENS);
    }

    /** A redactor that follows a plan. */
    public Redactor(Scanner scanner, TokenKey key, RedactionPlan plan) {
        var tokens = new Tokens(key, plan);
        texts = new TextRedactor(scanner, tokens, plan.maskWhole());
        addresses = new KnownTexts(ADDRESSES_MAX, Field.USER_EMAIL.charsMax(), text -> texts.isOne("email", text));
        values = new ValueRedactor(texts);
        pseudonyms = plan.pseudonymise() ? new Pseudonyms(tokens) : null;
    }

    /**
     * @param maskWhole whether a whole value gives way to the tokens when anything in it is found
     */
    public Redactor(Scanner scanner, TokenKey key, boolean maskWhole) {
        this(scanner, key, new RedactionPlan(maskWhole, false, Map.of()));
    }

    /** How many records had their content withheld since the process started: an alarm when it rises. */
    public static long failures() {
        return FAILURES.sum();
    }

    /**
     * Redacts all strings of the draft in place (fields, content, attributes with their keys), counts the findings in
     * {@code pii}, cuts what is longer than its field allows, and sets the content state. When detection fails the
     * content is withheld and the draft says so.
     */
    public void redact(RecordDraft draft) {
        try {
            if (pseudonyms != null) {
                pseudonyms.replace(draft);
            }
            redactFields(draft);
            redactContent(draft);
            draft.attributes(values.redact(draft.attributes(), draft.pii()));
            var absent = draft.content().isEmpty() && draft.text(Field.TARGET) == null;
            draft.put(Field.CONTENT_STATE, (absent ? ContentState.ABSENT : ContentState.REDACTED).wireName());
        } catch (RuntimeException | StackOverflowError e) {
            withhold(draft);
            var count = FAILURES.sum();
            if (Long.bitCount(count) == 1) { // not once a record: 1, 2, 4, 8, …
                log.error(
                        "Detection failed, content is withheld. exception={} records={}",
                        e.getClass().getName(),
                        count);
            }
        }
    }

    /**
     * Takes everything from a draft that could hold what should have been redacted: content, target, attributes, and
     * all texts but those of closed vocabularies and in the shape of an id. The counts of findings stay.
     */
    public static void withhold(RecordDraft draft) {
        FAILURES.increment();
        draft.content().clear();
        draft.attributes(Attributes.EMPTY);
        for (var field : Field.all()) {
            if (field.type() == Field.Type.LIST && !OWN.contains(field)) {
                draft.put(field, List.of());
            } else if (field.type() == Field.Type.TEXT) {
                withhold(draft, field);
            }
        }
        draft.put(Field.CONTENT_STATE, ContentState.WITHHELD.wireName());
    }

    private static void withhold(RecordDraft draft, Field field) {
        var text = draft.text(field);
        if (text == null || OWN.contains(field) || field == Field.TEAM) {
            return;
        }
        var harmless = IDS.contains(field)
                ? Shape.isUuid(text) || Shape.isHexId(text)
                : field == Field.EVENT && Shape.isName(text);
        if (!harmless) {
            draft.put(field, (String) null);
        }
    }

    private void redactFields(RecordDraft draft) {
        for (var field : FOREIGN) {
            if (field.type() == Field.Type.TEXT) {
                redactText(draft, field);
            } else if (field.type() == Field.Type.LIST) {
                redactList(draft, field);
            } else {
                redactInteger(draft, field);
            }
        }
    }

    /** A column of numbers has no room for a token: a number in which something is found goes. */
    private void redactInteger(RecordDraft draft, Field field) {
        var number = draft.integer(field);
        if (number != null && values.isFound(number, draft.pii())) {
            draft.put(field, (Long) null);
        }
    }

    private void redactText(RecordDraft draft, Field field) {
        var text = draft.text(field);
        if (text == null || (IDS.contains(field) && (Shape.isUuid(text) || Shape.isHexId(text)))) {
            return;
        }
        if (field == Field.USER_EMAIL && text.length() <= field.charsMax() && addresses.contains(text)) {
            return; // the claimed identity, which is what the field is for
        }
        if (field == Field.EVENT && text.length() <= field.charsMax()) {
            redactEvent(draft, text);
            return;
        }
        draft.put(field, redactAndCut(draft, field, text));
    }

    /** The event stands in the leaf, which is never erased: not even the token of what is found may. */
    private void redactEvent(RecordDraft draft, String name) {
        var found = new HashMap<String, Integer>();
        texts.redact(name, found);
        if (found.isEmpty()) {
            return;
        }
        // among the attributes, where it is redacted and counted with the others
        var attributes = draft.attributes();
        var more = Attributes.builder(attributes.count() + 1);
        for (var position = 0; position < attributes.count(); position++) {
            more.add(attributes.key(position), attributes.value(position));
        }
        draft.attributes(more.add(EVENT_NAME, new Value.Text(name)).build());
        draft.put(Field.EVENT, UNNAMED);
    }

    private void redactList(RecordDraft draft, Field field) {
        var entries = draft.list(field);
        if (entries.isEmpty()) {
            return;
        }
        if (entries.size() > Field.LIST_ENTRIES_MAX) {
            draft.put(Field.TRUNCATED, 1L);
        }
        var redacted = new ArrayList<String>();
        for (var entry : entries.subList(0, Math.min(entries.size(), Field.LIST_ENTRIES_MAX))) {
            redacted.add(redactAndCut(draft, field, entry));
        }
        draft.put(field, redacted);
    }

    private String redactAndCut(RecordDraft draft, Field field, String text) {
        var redacted = texts.redact(text, draft.pii());
        if (redacted.length() <= field.charsMax()) {
            return redacted;
        }
        draft.put(Field.TRUNCATED, 1L);
        return texts.cut(redacted, field.charsMax(), draft.pii());
    }

    private void redactContent(RecordDraft draft) {
        var content = draft.content();
        if (content.isEmpty()) {
            return;
        }
        Map<String, String> renamed = null;
        for (var entry : content.entrySet()) {
            var name = entry.getKey();
            var redactedName = texts.redactName(name, draft.pii());
            if (renamed == null && !redactedName.equals(name)) {
                renamed = new TreeMap<>(content.headMap(name));
            }
            var text = texts.redactUnder(name, entry.getValue(), draft.pii());
            if (renamed == null) {
                entry.setValue(text);
                continue;
            }
            var unique = redactedName;
            for (var copy = 2; renamed.containsKey(unique); copy++) {
                unique = redactedName + '#' + copy;
            }
            renamed.put(unique, text);
        }
        if (renamed != null) {
            content.clear();
            content.putAll(renamed);
        }
    }
}
