// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.Modifiers.Kind;
import java.util.Comparator;
import java.util.List;

/**
 * A rule's detection as it is evaluated: conditions over the texts of a record's fields. Fields are numbers of slots, with
 * the name by which the rule calls them for those who explain. Immutable.
 */
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

    private static int sum(List<Expression> parts) {
        return parts.stream().mapToInt(Expression::cost).sum();
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
            return sum(parts);
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
            return sum(parts);
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

    /** What the rule's author gave a name. */
    record Named(String name, Expression part) implements Expression {
        @Override
        public boolean test(RecordView view) {
            return part.test(view);
        }

        @Override
        public int cost() {
            return part.cost();
        }
    }

    /** The field has a value. */
    record Present(int slot, String field) implements Expression {
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
    record Matches(int slot, String field, boolean cased, List<TextTest> tests) implements Expression {
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

    /** One of the field's texts stands so to one of another field's texts. */
    record Refers(int slot, String field, boolean cased, Kind kind, int otherSlot, String other) implements Expression {
        /** How many texts of each field are compared, and how long they may be: the product of all is the time. */
        private static final int TEXTS_MAX = 16;

        private static final int TEXT_CHARS_MAX = 65_536;
        private static final int OTHER_CHARS_MAX = 1024;

        @Override
        public boolean test(RecordView view) {
            var texts = cased ? view.texts(slot) : view.folded(slot);
            var others = cased ? view.texts(otherSlot) : view.folded(otherSlot);
            for (var index = 0; index < Math.min(texts.length, TEXTS_MAX); index++) {
                for (var otherIndex = 0; otherIndex < Math.min(others.length, TEXTS_MAX); otherIndex++) {
                    if (holds(texts[index], others[otherIndex])) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean holds(String text, String otherText) {
            if (kind == Kind.PLAIN) {
                return text.equals(otherText);
            }
            if (otherText.isEmpty() || otherText.length() > OTHER_CHARS_MAX) {
                return false;
            }
            return switch (kind) {
                case STARTS_WITH -> text.startsWith(otherText);
                case ENDS_WITH -> text.endsWith(otherText);
                default ->
                    text.substring(0, Math.min(text.length(), TEXT_CHARS_MAX)).contains(otherText);
            };
        }

        @Override
        public int cost() {
            return 100;
        }
    }
}
