// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.Modifiers.Kind;
import java.util.Comparator;
import java.util.List;

/**
 * A rule's detection as it is evaluated: conditions over the texts of a record's fields. Fields are numbers of slots,
 * with the name by which the rule calls them for those who explain. Immutable.
 */
sealed interface Expression {
    boolean test(RecordView view);

    /** The expressions that it is made of, none where it asks for something itself. */
    default List<Expression> parts() {
        return List.of();
    }

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
            for (var index = 0; index < parts.size(); index++) {
                if (!parts.get(index).test(view)) {
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
            for (var index = 0; index < parts.size(); index++) {
                if (parts.get(index).test(view)) {
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

    /** What is made of one other and costs what that costs. */
    sealed interface OfOnePart extends Expression {
        Expression part();

        @Override
        default List<Expression> parts() {
            return List.of(part());
        }

        @Override
        default int cost() {
            return part().cost();
        }
    }

    /** The part does not hold. */
    record Not(Expression part) implements OfOnePart {
        @Override
        public boolean test(RecordView view) {
            return !part.test(view);
        }
    }

    /** What the rule's author gave a name. */
    record Named(String name, Expression part) implements OfOnePart {
        @Override
        public boolean test(RecordView view) {
            return part.test(view);
        }
    }

    /**
     * The part holds when the field has only one of its texts, or none where it has none.
     *
     * @param onceCount how many parts of it don't ask for the field
     */
    record ForEach(int slot, Expression part, int onceCount) implements OfOnePart {
        @Override
        public boolean test(RecordView view) {
            return view.holdsForOne(this);
        }
    }

    /** A part of {@link ForEach} that doesn't ask for its field, by its number among these. */
    record Once(int number, Expression part) implements OfOnePart {
        @Override
        public boolean test(RecordView view) {
            return view.holds(this);
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
     * @param tests at least one; all are regular expressions, or none is
     */
    record Matches(int slot, String field, boolean cased, List<TextTest> tests) implements Expression {
        @Override
        public boolean test(RecordView view) {
            if (tests.get(0) instanceof TextTest.Regex) {
                return finds(view, view.texts(slot), view.folded(slot));
            }
            for (var text : cased ? view.texts(slot) : view.folded(slot)) {
                for (var index = 0; index < tests.size(); index++) {
                    if (tests.get(index).matches(text)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Whether it asks for whole texts and nothing else. */
        boolean isOfTexts() {
            return !cased && tests.stream().allMatch(TextTest.Equal.class::isInstance);
        }

        /** Texts are run through a regular expression only where they have what it needs. */
        private boolean finds(RecordView view, String[] texts, String[] folded) {
            for (var at = 0; at < texts.length; at++) {
                for (var index = 0; index < tests.size(); index++) {
                    var regex = (TextTest.Regex) tests.get(index);
                    if (regex.own()
                            ? view.findsOwn(regex, texts[at], folded[at])
                            : view.finds(regex, texts[at], folded[at])) {
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
