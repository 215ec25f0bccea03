// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.TextTest.Order;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the bars of {@code field|modifier|modifier}, checked to make sense together.
 *
 * <p>Source: Sigma Modifiers Appendix 2.1.0.
 *
 * @param kind how values are compared
 * @param order for {@link Kind#NUMBER} which comparison
 * @param regexFlags for {@link Kind#REGEX} what {@code i}, {@code m} and {@code s} switch on, RE2/J's numbers
 */
record Modifiers(Kind kind, @Nullable Order order, boolean all, boolean cased, boolean windash, int regexFlags) {
    private static final Map<Kind, String> WORDS = new EnumMap<>(Map.of(
            Kind.CONTAINS, "contains",
            Kind.STARTS_WITH, "startswith",
            Kind.ENDS_WITH, "endswith",
            Kind.REGEX, "re",
            Kind.EXISTS, "exists",
            Kind.NUMBER, "a comparison"));

    /** How values are compared. */
    enum Kind {
        PLAIN,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH,
        REGEX,
        EXISTS,
        NUMBER
    }

    /** Reads what stands behind the first bar, in order. */
    static Modifiers parse(String[] words, Place place, int line) {
        var modifiers = new Modifiers(Kind.PLAIN, null, false, false, false, 0);
        for (var word : words) {
            modifiers = modifiers.with(word, place, line);
        }
        modifiers.check(place, line);
        return modifiers;
    }

    private Modifiers with(String word, Place place, int line) {
        return switch (word) {
            case "contains" -> as(Kind.CONTAINS, null, place, line);
            case "startswith" -> as(Kind.STARTS_WITH, null, place, line);
            case "endswith" -> as(Kind.ENDS_WITH, null, place, line);
            case "re" -> as(Kind.REGEX, null, place, line);
            case "exists" -> as(Kind.EXISTS, null, place, line);
            case "gt" -> as(Kind.NUMBER, Order.GREATER, place, line);
            case "gte" -> as(Kind.NUMBER, Order.GREATER_OR_EQUAL, place, line);
            case "lt" -> as(Kind.NUMBER, Order.LESS, place, line);
            case "lte" -> as(Kind.NUMBER, Order.LESS_OR_EQUAL, place, line);
            case "all" -> new Modifiers(kind, order, true, cased, windash, regexFlags);
            case "cased" -> new Modifiers(kind, order, all, true, windash, regexFlags);
            case "windash" -> new Modifiers(kind, order, all, cased, true, regexFlags);
            case "i" -> withFlag(com.google.re2j.Pattern.CASE_INSENSITIVE, word, place, line);
            case "m" -> withFlag(com.google.re2j.Pattern.MULTILINE, word, place, line);
            case "s" -> withFlag(com.google.re2j.Pattern.DOTALL, word, place, line);
            default ->
                throw place.refuse(
                        line,
                        "the modifier '" + word
                                + "' is not supported (supported: all, cased, contains, endswith, exists,"
                                + " gt, gte, lt, lte, re with i, m, s, startswith, windash)");
        };
    }

    private Modifiers as(Kind next, @Nullable Order nextOrder, Place place, int line) {
        if (kind != Kind.PLAIN) {
            throw place.refuse(
                    line, "the modifiers " + WORDS.get(kind) + " and " + WORDS.get(next) + " exclude each other");
        }
        return new Modifiers(next, nextOrder, all, cased, windash, regexFlags);
    }

    private Modifiers withFlag(int flag, String word, Place place, int line) {
        if (kind != Kind.REGEX) {
            throw place.refuse(line, "the modifier '" + word + "' stands only after re");
        }
        return new Modifiers(kind, order, all, cased, windash, regexFlags | flag);
    }

    private void check(Place place, int line) {
        var textual = Arrays.asList(Kind.PLAIN, Kind.CONTAINS, Kind.STARTS_WITH, Kind.ENDS_WITH)
                .contains(kind);
        if ((cased || windash) && !textual) {
            throw place.refuse(line, "the modifiers cased and windash do not go with " + WORDS.get(kind));
        }
        if (all && (kind == Kind.EXISTS || kind == Kind.NUMBER)) {
            throw place.refuse(line, "the modifier all does not go with " + WORDS.get(kind));
        }
    }

    /** Whether texts are compared as they are: regular expressions carry their own flag. */
    boolean comparesAsIs() {
        return cased || kind == Kind.REGEX;
    }
}
