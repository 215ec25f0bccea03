// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.Comparator;
import java.util.List;

/** A rule's detection as it is evaluated: conditions over the texts of a record's fields. Immutable. */
sealed interface Expression {
    boolean test(RecordView view);

    /** How dear an evaluation is, roughly in nanoseconds; only to order the parts. */
    int cost();

    /** Every part holds. */
    static Expression and(List<Expression> parts) {
        return parts.size() == 1 ? parts.get(0) : new And(cheapestFirst(parts));
    }

    /** At least one part holds. */
    static Expression or(List<Expression> parts) {
        return parts.size() == 1 ? parts.get(0) : new Or(cheapestFirst(parts));
    }

    private static List<Expression> cheapestFirst(List<Expression> parts) {
        return parts.stream().sorted(Comparator.comparingInt(Expression::cost)).toList();
    }

    /** See {@link #and}. */
    record And(List<Expression> parts) implements Expression {
        @Override
        public boolean test(RecordView view) {
            for (var part : parts) {
                if (!part.test(view)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int cost() {
            return parts.stream().mapToInt(Expression::cost).sum();
        }
    }

    /** See {@link #or}. */
    record Or(List<Expression> parts) implements Expression {
        @Override
        public boolean test(RecordView view) {
            for (var part : parts) {
                if (part.test(view)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int cost() {
            return parts.stream().mapToInt(Expression::cost).sum();
        }
    }

    /** The part does not hold. */
    record Not(Expression part) implements Expression {
        @Override
        public boolean test(RecordView view) {
            return !part.test(view);
        }

        @Override
        public int cost() {
            return part.cost();
        }
    }

    /** The field has a value. */
    record Present(int slot) implements Expression {
        @Override
        public boolean test(RecordView view) {
            return view.texts(slot).length > 0;
        }

        @Override
        public int cost() {
            return 5;
        }
    }

    /**
     * One of the field's texts passes one of the tests.
     *
     * @param cased whether the texts are tested as they are, not folded
     */
    record Matches(int slot, boolean cased, List<TextTest> tests) implements Expression {
        @Override
        public boolean test(RecordView view) {
            for (var text : cased ? view.texts(slot) : view.folded(slot)) {
                for (var test : tests) {
                    if (test.matches(text)) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public int cost() {
            return tests.stream().mapToInt(Matches::cost).sum();
        }

        private static int cost(TextTest test) {
            if (test instanceof TextTest.Regex) {
                return 5000;
            }
            return test instanceof TextTest.Contains || test instanceof TextTest.Glob ? 50 : 10;
        }
    }
}
