// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/**
 * The necessary condition of a detector: what must stand in a text, and where, before its pattern is tried. All
 * triggers are looked for in one pass. One that misses a match hides a secret, so a property test holds each against
 * the bare pattern.
 */
sealed interface Trigger {
    /** How many letters {@link Lead#LETTERS} are. */
    int LETTERS_OF_LEAD = 2;

    /** The necessary condition at the place that the trigger found. */
    Ahead ahead();

    /**
     * Every match begins with one of these.
     *
     * @param literals ASCII, compared without case; none may stand inside another except at its end
     */
    record Literals(List<String> literals, Ahead ahead) implements Trigger {
        public Literals {
            literals = List.copyOf(literals);
        }

        static Literals of(String... literals) {
            return new Literals(List.of(literals), Ahead.ANY);
        }

        Literals when(Ahead condition) {
            return new Literals(literals, condition);
        }
    }

    /**
     * Every match begins with 0 to {@code backMax} characters of a class, then has the anchor, which is not of them
     * unless the match has a fixed length; whether the rest matches doesn't depend on where it began.
     */
    record Around(String anchor, Member back, int backMax, Ahead ahead) implements Trigger {}

    /**
     * Every match begins where a group of digits does, after an optional {@link Lead}. The detector's edge must refuse
     * a letter or digit before the match.
     *
     * @param separators of " -.()/+": up to two of them may stand between two groups
     * @param firstMin least length of the first group
     * @param firstMax greatest length of the first group
     * @param groupsMin least count of groups
     * @param digitsMin least count of digits in all groups
     * @param firstDigits what the first digit may be
     * @param opening whether a match can begin with such groups
     */
    record Digits(
            Lead lead,
            String separators,
            int firstMin,
            int firstMax,
            int groupsMin,
            int digitsMin,
            String firstDigits,
            Opening opening,
            Ahead ahead)
            implements Trigger {
        static final String ANY_DIGIT = "0123456789";

        static Digits of(String separators, int firstMin, int firstMax, int groupsMin, int digitsMin) {
            return new Digits(
                    Lead.NONE, separators, firstMin, firstMax, groupsMin, digitsMin, ANY_DIGIT, Opening.ANY, Ahead.ANY);
        }

        Digits after(Lead mandatory) {
            return new Digits(
                    mandatory, separators, firstMin, firstMax, groupsMin, digitsMin, firstDigits, opening, ahead);
        }

        Digits startingWith(String digits) {
            return new Digits(lead, separators, firstMin, firstMax, groupsMin, digitsMin, digits, opening, ahead);
        }

        Digits when(Ahead condition) {
            return new Digits(
                    lead, separators, firstMin, firstMax, groupsMin, digitsMin, firstDigits, opening, condition);
        }

        Digits opening(Opening possible) {
            return new Digits(lead, separators, firstMin, firstMax, groupsMin, digitsMin, firstDigits, possible, ahead);
        }
    }

    /**
     * Every match begins with capital ASCII letters, then has a space, a hyphen or nothing, then a group of digits. The
     * detector's edge must refuse a letter or digit before the match.
     *
     * @param lettersMin least count of letters
     * @param lettersMax greatest count of letters
     * @param digitsMin least length of the group
     * @param digitsMax greatest length of the group
     */
    record Letters(int lettersMin, int lettersMax, int digitsMin, int digitsMax, Ahead ahead) implements Trigger {}

    /**
     * Every match begins with ASCII letters and then has a digit, without anything between: an id in which they are
     * mixed. The detector's edge must refuse a letter or digit before the match.
     *
     * @param firsts what the first letter may be
     * @param lettersMax greatest count of letters before the digit
     * @param charsMin least count of letters and digits, more than {@code lettersMax}
     */
    record Mixed(String firsts, int lettersMax, int charsMin, Ahead ahead) implements Trigger {}

    /**
     * One of these stands somewhere in the text, or in the name that it stands under; then every match begins where the
     * detector's edge allows it. For what has no beginning of its own, under the head of a column: the detector must
     * require a context word, and each of them have one of these in it.
     *
     * @param literals ASCII, compared without case; none may stand inside another except at its end
     */
    record Beside(List<String> literals, Ahead ahead) implements Trigger {
        public Beside {
            literals = List.copyOf(literals);
        }
    }

    /**
     * Nothing is known of a match but that it begins where the detector's edge allows it. Dear: for the few that have
     * no other.
     */
    record Words() implements Trigger {
        @Override
        public Ahead ahead() {
            return Ahead.ANY;
        }
    }

    /** What stands before the first group of digits and belongs to the match. */
    enum Lead {
        NONE,
        /** A plus sign. */
        PLUS,
        /** An opening bracket, or nothing. */
        BRACKET,
        /** Two ASCII letters. */
        LETTERS
    }

    /** A class of characters of the basic plane. */
    @FunctionalInterface
    interface Member {
        boolean contains(char unit);
    }
}
