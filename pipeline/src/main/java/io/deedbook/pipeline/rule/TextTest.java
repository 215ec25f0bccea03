// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import com.google.re2j.Pattern;

/**
 * What one value of a rule asks of one text. Values of tests without case are folded, and so are the texts they get.
 */
sealed interface TextTest {
    /** The most of a text that a regular expression looks at, in UTF-16 units. */
    int REGEX_CHARS_MAX = 262_144;

    boolean matches(String text);

    /** The test in words, for people: {@code contains 'x'}. */
    String asks();

    /** The whole text. */
    record Equal(String value) implements TextTest {
        @Override
        public boolean matches(String text) {
            return text.equals(value);
        }

        @Override
        public String asks() {
            return "is '" + value + "'";
        }
    }

    /** A part of the text. */
    record Contains(String value) implements TextTest {
        @Override
        public boolean matches(String text) {
            return text.contains(value);
        }

        @Override
        public String asks() {
            return "contains '" + value + "'";
        }
    }

    /** The beginning of the text. */
    record StartsWith(String value) implements TextTest {
        @Override
        public boolean matches(String text) {
            return text.startsWith(value);
        }

        @Override
        public String asks() {
            return "starts with '" + value + "'";
        }
    }

    /** The end of the text. */
    record EndsWith(String value) implements TextTest {
        @Override
        public boolean matches(String text) {
            return text.endsWith(value);
        }

        @Override
        public String asks() {
            return "ends with '" + value + "'";
        }
    }

    /** The whole text against wildcards that are not only at its ends. */
    record Glob(Wildcards pattern) implements TextTest {
        @Override
        public boolean matches(String text) {
            return pattern.matches(text);
        }

        @Override
        public String asks() {
            return "fits '" + pattern + "'";
        }
    }

    /**
     * A regular expression that is found anywhere in the text; linear in its length.
     *
     * @param needs what every match has
     * @param own whether a policy brings it, so that it looks at less of a text and is counted
     */
    record Regex(Pattern pattern, RegexNeeds needs, boolean own) implements TextTest {
        Regex(Pattern pattern, boolean own) {
            this(pattern, RegexNeeds.of(pattern), own);
        }

        @Override
        public boolean matches(String text) {
            return pattern.matcher(beginning(text, charsMax())).find();
        }

        /** What it sees of a text. */
        String seen(String text) {
            return beginning(text, charsMax());
        }

        /** What a character of a text costs where a policy brings it, else 0. */
        int ownProgramSize() {
            return own ? pattern.programSize() : 0;
        }

        private int charsMax() {
            return own ? OwnRegexes.TEXT_CHARS_MAX : REGEX_CHARS_MAX;
        }

        private static String beginning(String text, int charsMax) {
            return text.length() <= charsMax ? text : text.substring(0, charsMax);
        }

        @Override
        public String asks() {
            return "has a match of /" + pattern + "/";
        }
    }

    /** The text as a number against another. */
    record Compare(Order order, double number) implements TextTest {
        @Override
        public boolean matches(String text) {
            var actual = Numbers.parse(text);
            return actual != null && order.holds(Double.compare(actual + 0.0, number + 0.0));
        }

        @Override
        public String asks() {
            return order.sign() + " " + number;
        }
    }

    /** A part of the time that the text is against a number. */
    record OfDate(DatePart part, Order order, double number) implements TextTest {
        @Override
        public boolean matches(String text) {
            var actual = part.of(text);
            return actual != null && order.holds(Double.compare(actual + 0.0, number + 0.0));
        }

        @Override
        public String asks() {
            return "has a " + part.name().toLowerCase(java.util.Locale.ROOT) + " " + order.sign() + " " + number;
        }
    }

    /** The text as an address in a network. */
    record InNetwork(Network network) implements TextTest {
        @Override
        public boolean matches(String text) {
            return network.contains(text);
        }

        @Override
        public String asks() {
            return "is in " + network;
        }
    }

    /** How two numbers stand to each other. */
    enum Order {
        EQUAL("="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Order(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }
    }
}
