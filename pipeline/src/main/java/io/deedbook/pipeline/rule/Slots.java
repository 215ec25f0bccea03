// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the fields that a set of rules names, so that a record's texts are kept in an array. Used while compiling.
 */
final class Slots {
    private final boolean afterRules;
    private final Map<RecordField, Integer> numbers;

    Slots() {
        this(false, new LinkedHashMap<>());
    }

    /**
     * @param afterRules whether the rules' own results may be asked for, as in controls
     */
    private Slots(boolean afterRules, Map<RecordField, Integer> numbers) {
        this.afterRules = afterRules;
        this.numbers = numbers;
    }

    /** The same, and the rules' own results may be asked for. */
    Slots afterRules() {
        return new Slots(true, numbers);
    }

    /** The slot of the field that a rule calls {@code name}, or null when there is no such field. */
    @Nullable
    Integer of(String name) {
        var field = FieldNames.resolve(name, afterRules);
        return field == null ? null : number(field);
    }

    /** The slot of a field, or null while no rule names it. */
    @Nullable
    Integer known(RecordField field) {
        return numbers.get(field);
    }

    /** The slot of all text. */
    int everyText() {
        return number(new RecordField.EveryText());
    }

    private int number(RecordField field) {
        return numbers.computeIfAbsent(field, unknown -> numbers.size());
    }

    /** The fields by slot. */
    RecordField[] fields() {
        return numbers.keySet().toArray(RecordField[]::new);
    }
}
