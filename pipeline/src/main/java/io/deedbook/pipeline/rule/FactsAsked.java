// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which of the things that expressions ask for are so for a record: those of two records with the same facts, and
 * the same rules, all come out the same. Immutable and thread-safe.
 */
final class FactsAsked {
    /** What is known once it is known which rules match. */
    private static final Set<RecordField> OF_RULES =
            Set.of(new RecordField.RuleTags(), new RecordField.Column(Field.RISK), new RecordField.Column(Field.RULES));

    private final EqualTexts[] equal;
    private final Expression[] others;
    private final int[] numbersOfOthers;
    private final int count;

    private FactsAsked(List<EqualTexts> equal, Map<Expression, Integer> others, int count) {
        this.equal = equal.toArray(EqualTexts[]::new);
        this.others = others.keySet().toArray(Expression[]::new);
        numbersOfOthers = others.values().stream().mapToInt(Integer::intValue).toArray();
        this.count = count;
    }

    /**
     * @param fields the fields by slot
     */
    static FactsAsked by(List<Expression> expressions, RecordField[] fields) {
        var numbers = new LinkedHashMap<Expression, Integer>();
        expressions.forEach(expression -> number(expression, fields, numbers));
        var equal = new LinkedHashMap<Integer, Map<String, List<Integer>>>();
        var others = new LinkedHashMap<>(numbers);
        numbers.forEach((part, number) -> {
            if (part instanceof Expression.Matches matches && matches.isOfTexts()) {
                var ofSlot = equal.computeIfAbsent(matches.slot(), slot -> new LinkedHashMap<>());
                for (var test : matches.tests()) {
                    ofSlot.computeIfAbsent(((TextTest.Equal) test).value(), text -> new ArrayList<>())
                            .add(number);
                }
                others.remove(part);
            }
        });
        return new FactsAsked(
                equal.entrySet().stream()
                        .map(slot -> new EqualTexts(slot.getKey(), arrays(slot.getValue())))
                        .toList(),
                others,
                numbers.size());
    }

    /** Numbers the parts of an expression that have no parts. */
    private static void number(Expression expression, RecordField[] fields, Map<Expression, Integer> numbers) {
        if (expression.parts().isEmpty() && !isOfRules(expression, fields)) {
            numbers.putIfAbsent(expression, numbers.size());
        }
        expression.parts().forEach(part -> number(part, fields, numbers));
    }

    private static boolean isOfRules(Expression expression, RecordField[] fields) {
        return (expression instanceof Expression.Matches matches && OF_RULES.contains(fields[matches.slot()]))
                || (expression instanceof Expression.Present present && OF_RULES.contains(fields[present.slot()]));
    }

    private static Map<String, int[]> arrays(Map<String, List<Integer>> lists) {
        var arrays = new LinkedHashMap<String, int[]>();
        lists.forEach((text, numbers) ->
                arrays.put(text, numbers.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    /** The facts of a record as bits, and behind them those of its rules. */
    long[] of(RecordView view, long[] rules) {
        var facts = (count + Long.SIZE - 1) / Long.SIZE;
        var bits = new long[facts + rules.length];
        System.arraycopy(rules, 0, bits, facts, rules.length);
        for (var field : equal) {
            for (var text : view.texts(field.slot())) {
                for (var number : field.numbers(text)) {
                    Bits.set(bits, number);
                }
            }
        }
        for (var index = 0; index < others.length; index++) {
            if (others[index].test(view)) {
                Bits.set(bits, numbersOfOthers[index]);
            }
        }
        return bits;
    }
}
