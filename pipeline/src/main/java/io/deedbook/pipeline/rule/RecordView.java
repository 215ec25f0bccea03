// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One draft as rules see it: the texts of the fields that rules name, taken out and folded once, when first asked for.
 * Made for one record and one thread.
 */
final class RecordView {
    private static final String[] NONE = {};
    private static final byte UNKNOWN = 0;
    private static final byte HOLDS = 1;
    private static final byte FAILS = 2;

    private final RecordDraft draft;
    private final RecordField[] fields;

    // Mutable state, owned by the thread that judges the record.
    private final String[] @Nullable [] texts;
    private final String[] @Nullable [] folded;
    private final List<String> collected = new ArrayList<>();
    private List<String> ruleTags = List.of();
    private @Nullable List<String> scripts;
    /** The lengths and first characters of the attributes' keys, as bits; 0 until they are asked for. */
    private long attributeShapes;

    /**
     * How the parts came out that are evaluated once for all texts of a field; null while a field has all its texts.
     */
    private byte @Nullable [] once;

    private boolean thorough;

    /** What the regular expressions of the policy may still spend. */
    private long ownWorkLeft = OwnRegexes.WORK_MAX;

    /**
     * @param fields the fields by slot; not written to
     */
    RecordView(RecordDraft draft, RecordField[] fields) {
        this.draft = draft;
        this.fields = fields;
        texts = new String[fields.length][];
        folded = new String[fields.length][];
    }

    /** A view on which every expression is evaluated in full, without the short cuts that spare most of them. */
    static RecordView thorough(RecordDraft draft, RecordField[] fields) {
        var view = new RecordView(draft, fields);
        view.thorough = true;
        return view;
    }

    /** Whether a text, which is given as it is and folded, has a match. */
    boolean finds(TextTest.Regex regex, String text, String folded) {
        return (thorough || regex.needs().mayMatch(folded)) && regex.matches(text);
    }

    /**
     * As {@link #finds}, for a regular expression that a policy brings. It sees the beginning of the text, and nothing
     * more once all of them have spent on this record what they may.
     */
    boolean findsOwn(TextTest.Regex regex, String text, String folded) {
        var seen = regex.seen(text);
        if (!thorough && !regex.needs().mayMatch(folded.length() == seen.length() ? folded : regex.seen(folded))) {
            return false;
        }
        ownWorkLeft -= (seen.length() + 1L) * regex.ownProgramSize();
        return ownWorkLeft >= 0 && regex.matches(seen);
    }

    RecordDraft draft() {
        return draft;
    }

    List<String> ruleTags() {
        return ruleTags;
    }

    /** What a shell was told to run ({@link ShellCommand}). */
    List<String> scripts() {
        var known = scripts;
        if (known == null) {
            known = new ArrayList<>(2);
            ShellCommand.collect(draft, known);
            scripts = known;
        }
        return known;
    }

    /** False when there is no attribute with this key, which is told from the key's shape and mostly the answer. */
    boolean mayHaveAttribute(String key) {
        if (attributeShapes == 0) {
            var shapes = EqualTexts.shape("");
            var attributes = draft.attributes();
            for (var position = 0; position < attributes.count(); position++) {
                shapes |= EqualTexts.shape(attributes.key(position));
            }
            attributeShapes = shapes;
        }
        return (attributeShapes & EqualTexts.shape(key)) != 0;
    }

    /** Tells the tags of the rules that matched, once they are known and before they are asked for. */
    void ruleTags(List<String> tags) {
        ruleTags = tags;
    }

    /** The texts of a field as they are, empty when it is absent; not to be written to. */
    String[] texts(int slot) {
        var known = texts[slot];
        if (known == null) {
            known = collect(fields[slot]);
            texts[slot] = known;
        }
        return known;
    }

    /** The texts of a field with case folded; not to be written to. */
    String[] folded(int slot) {
        var known = folded[slot];
        if (known == null) {
            known = fold(texts(slot));
            folded[slot] = known;
        }
        return known;
    }

    /** Whether the part holds when the field has only one of its texts, whichever, or has none. */
    boolean holdsForOne(Expression.ForEach each) {
        var slot = each.slot();
        var all = texts(slot);
        var allFolded = folded(slot);
        if (all.length <= 1) {
            return each.part().test(this);
        }
        once = new byte[each.onceCount()];
        var holds = false;
        for (var index = 0; index < all.length && !holds; index++) {
            texts[slot] = new String[] {all[index]};
            folded[slot] = new String[] {allFolded[index]};
            holds = each.part().test(this);
        }
        texts[slot] = all;
        folded[slot] = allFolded;
        once = null;
        return holds;
    }

    /** Whether a part holds that is the same for all texts of {@link #holdsForOne}. */
    boolean holds(Expression.Once part) {
        if (once == null) {
            return part.part().test(this);
        }
        if (once[part.number()] == UNKNOWN) {
            once[part.number()] = part.part().test(this) ? HOLDS : FAILS;
        }
        return once[part.number()] == HOLDS;
    }

    /** A view of the same draft in which the field has only one of its texts. */
    RecordView only(int slot, int index) {
        var view = new RecordView(draft, fields);
        view.texts[slot] = new String[] {texts(slot)[index]};
        return view;
    }

    private String[] collect(RecordField field) {
        if (field instanceof RecordField.Column column) {
            var value = draft.value(column.field());
            if (value == null) {
                return NONE;
            } else if (value instanceof String text) {
                return new String[] {text};
            }
        }
        field.collect(this, collected);
        if (collected.isEmpty()) {
            return NONE;
        }
        var all = collected.toArray(NONE);
        collected.clear();
        return all;
    }

    private static String[] fold(String[] plain) {
        var all = plain;
        for (var index = 0; index < plain.length; index++) {
            var text = Fold.fold(plain[index]);
            if (!isSame(text, plain[index])) {
                all = all == plain ? plain.clone() : all;
                all[index] = text;
            }
        }
        return all;
    }

    @SuppressWarnings("ReferenceEquality") // what has nothing to fold comes back itself
    private static boolean isSame(String left, String right) {
        return left == right;
    }
}
