// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One draft as rules see it: the texts of the fields that rules name, taken out and folded once, when first asked for. Made
 * for one record and one thread.
 */
final class RecordView {
    private static final String[] NONE = {};

    private final RecordDraft draft;
    private final List<String> ruleTags;
    private final RecordField[] fields;

    // Mutable state, owned by the thread that judges the record.
    private final String[] @Nullable [] texts;
    private final String[] @Nullable [] folded;
    private final List<String> collected = new ArrayList<>();

    /**
     * @param ruleTags the tags of the rules that matched, empty while rules are judged
     * @param fields the fields by slot; not written to
     */
    RecordView(RecordDraft draft, List<String> ruleTags, RecordField[] fields) {
        this.draft = draft;
        this.ruleTags = ruleTags;
        this.fields = fields;
        texts = new String[fields.length][];
        folded = new String[fields.length][];
    }

    RecordDraft draft() {
        return draft;
    }

    List<String> ruleTags() {
        return ruleTags;
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

    private String[] collect(RecordField field) {
        collected.clear();
        field.collect(this, collected);
        return collected.isEmpty() ? NONE : collected.toArray(NONE);
    }

    private static String[] fold(String[] plain) {
        if (plain.length == 0) {
            return plain;
        }
        var all = new String[plain.length];
        for (var index = 0; index < plain.length; index++) {
            all[index] = Fold.fold(plain[index]);
        }
        return all;
    }
}
