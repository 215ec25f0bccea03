// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a record must have at least one of for an expression to hold: cheap facts, from which the index tells the few
 * rules to evaluate. Worth says how selective that is; 0 means that the expression may hold for any record.
 */
record Guard(Set<Fact> facts, int worth) {
    private static final Guard ALWAYS = new Guard(Set.of(), 0);
    private static final int WORTH_PRESENT = 1;
    private static final int WORTH_SHORT = 2;
    private static final int WORTH_EQUAL = 3;
    private static final int WORTH_LITERAL = 4;
    private static final int WORTH_FOREIGN = 4;
    private static final int LITERAL_CHARS_MAX = 32;
    private static final int SHORT_CHARS_MAX = 2;
    private static final int FACTS_MAX = 10_000;

    /** A cheap fact about a record. */
    sealed interface Fact {
        int slot();

        /** The field has a value. */
        record Present(int slot) implements Fact {}

        /** One of the field's texts, folded, is this. */
        record Equal(int slot, String text) implements Fact {}

        /** One of the field's texts has a character that is not ASCII. */
        record Foreign(int slot) implements Fact {}

        /**
         * One of the field's texts, folded, contains this; ASCII only.
         *
         * @param beginning whether it stands at the beginning
         */
        record Literal(int slot, String text, boolean beginning) implements Fact {}
    }

    /** The guard of an expression. */
    static Guard of(Expression expression) {
        if (expression instanceof Expression.And and) {
            var best = ALWAYS;
            for (var part : and.parts()) {
                var guard = of(part);
                best = guard.worth > best.worth ? guard : best;
            }
            return best;
        }
        if (expression instanceof Expression.Or or) {
            return anyOf(or.parts().stream().map(Guard::of).toList());
        }
        if (expression instanceof Expression.Named named) {
            return of(named.part());
        }
        if (expression instanceof Expression.ForEach || expression instanceof Expression.Once) {
            return of(expression.parts().get(0));
        }
        if (expression instanceof Expression.Refers refers) {
            return new Guard(Set.of(new Fact.Present(refers.slot())), WORTH_PRESENT);
        }
        if (expression instanceof Expression.Present present) {
            return new Guard(Set.of(new Fact.Present(present.slot())), WORTH_PRESENT);
        }
        if (expression instanceof Expression.Matches matches) {
            return anyOf(matches.tests().stream()
                    .map(test -> of(matches.slot(), test))
                    .toList());
        }
        return ALWAYS;
    }

    private static Guard anyOf(List<Guard> guards) {
        var facts = new HashSet<Fact>();
        var worth = Integer.MAX_VALUE;
        for (var guard : guards) {
            facts.addAll(guard.facts);
            worth = Math.min(worth, guard.worth);
        }
        return worth == 0 || facts.size() > FACTS_MAX ? ALWAYS : new Guard(Set.copyOf(facts), worth);
    }

    private static Guard of(int slot, TextTest test) {
        if (test instanceof TextTest.Equal equal) {
            return new Guard(Set.of(new Fact.Equal(slot, Fold.fold(equal.value()))), WORTH_EQUAL);
        }
        if (test instanceof TextTest.Contains contains) {
            return literal(slot, contains.value(), false);
        }
        if (test instanceof TextTest.StartsWith startsWith) {
            return literal(slot, startsWith.value(), true);
        }
        if (test instanceof TextTest.EndsWith endsWith) {
            return literal(slot, endsWith.value(), false);
        }
        if (test instanceof TextTest.Glob glob) {
            return literal(slot, glob.pattern().longestPlain(), false);
        }
        if (test instanceof TextTest.Regex regex) {
            var literals = regex.needs().best();
            return literals.isEmpty()
                    ? new Guard(Set.of(new Fact.Present(slot)), WORTH_PRESENT)
                    : anyOf(literals.stream()
                            .map(text -> literal(slot, text, false))
                            .toList());
        }
        return new Guard(Set.of(new Fact.Present(slot)), WORTH_PRESENT);
    }

    private static Guard literal(int slot, String value, boolean beginning) {
        var folded = Fold.fold(value);
        var text = longestAscii(folded);
        if (text.isEmpty()) {
            return LiteralScanner.isAscii(value)
                    ? new Guard(Set.of(new Fact.Present(slot)), WORTH_PRESENT)
                    : new Guard(Set.of(new Fact.Foreign(slot)), WORTH_FOREIGN);
        }
        var worth = text.length() <= SHORT_CHARS_MAX ? WORTH_SHORT : WORTH_LITERAL;
        return new Guard(Set.of(new Fact.Literal(slot, text, beginning && folded.startsWith(text))), worth);
    }

    private static String longestAscii(String text) {
        var longest = "";
        var start = 0;
        for (var index = 0; index <= text.length(); index++) {
            if (index == text.length() || text.charAt(index) >= 128) {
                if (index - start > longest.length()) {
                    longest = text.substring(start, index);
                }
                start = index + 1;
            }
        }
        return longest.substring(0, Math.min(longest.length(), LITERAL_CHARS_MAX));
    }
}
