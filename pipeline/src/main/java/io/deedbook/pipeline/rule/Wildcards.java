// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import org.jspecify.annotations.Nullable;

/**
 * A Sigma value with its wildcards: {@code *} for any characters, {@code ?} for one, a backslash before {@code *},
 * {@code ?} or another backslash for the character itself. Immutable.
 *
 * <p>Source: Sigma Rules Specification 2.1.0, "String Wildcard" and "Escaping".
 */
final class Wildcards {
    private static final char PLAIN = 'p';

    private final String units;
    /** For each unit {@code *}, {@code ?} or {@link #PLAIN}. */
    private final String kinds;

    private Wildcards(String units, String kinds) {
        this.units = units;
        this.kinds = kinds;
    }

    /** Reads a value as written in a rule. */
    static Wildcards parse(String value) {
        var units = new StringBuilder(value.length());
        var kinds = new StringBuilder(value.length());
        for (var index = 0; index < value.length(); index++) {
            var unit = value.charAt(index);
            var kind = unit == '*' || unit == '?' ? unit : PLAIN;
            if (unit == '\\' && index + 1 < value.length() && "*?\\".indexOf(value.charAt(index + 1)) >= 0) {
                unit = value.charAt(++index);
                kind = PLAIN;
            }
            append(units, kinds, unit, kind);
        }
        return new Wildcards(units.toString(), kinds.toString());
    }

    private static void append(StringBuilder units, StringBuilder kinds, char unit, char kind) {
        var repeated = kind == '*' && !kinds.isEmpty() && kinds.charAt(kinds.length() - 1) == '*';
        if (!repeated) {
            units.append(unit);
            kinds.append(kind);
        }
    }

    /** The characters themselves where there is no wildcard among them, else null. */
    @Nullable
    String literal() {
        return kinds.indexOf('*') < 0 && kinds.indexOf('?') < 0 ? units : null;
    }

    @Override
    public String toString() {
        return units;
    }

    /** The same with anything before it, after it, or both. */
    Wildcards surrounded(boolean before, boolean after) {
        var start = before && !kinds.startsWith("*") ? "*" : "";
        var end = after && !kinds.endsWith("*") ? "*" : "";
        return new Wildcards(start + units + end, start + kinds + end);
    }

    /** The same with case folded. */
    Wildcards folded() {
        return new Wildcards(Fold.fold(units), kinds);
    }

    /** The cheapest test that means the same. */
    TextTest test() {
        var start = kinds.startsWith("*") ? 1 : 0;
        var end = kinds.length() > start && kinds.endsWith("*") ? kinds.length() - 1 : kinds.length();
        for (var index = start; index < end; index++) {
            if (kinds.charAt(index) != PLAIN) {
                return new TextTest.Glob(this);
            }
        }
        var value = units.substring(start, end);
        var openEnd = end < kinds.length();
        if (start == 1) {
            return openEnd ? new TextTest.Contains(value) : new TextTest.EndsWith(value);
        }
        return openEnd ? new TextTest.StartsWith(value) : new TextTest.Equal(value);
    }

    /** The longest run of plain characters. */
    String longestPlain() {
        var longest = "";
        var start = 0;
        for (var index = 0; index <= kinds.length(); index++) {
            if (index == kinds.length() || kinds.charAt(index) != PLAIN) {
                if (index - start > longest.length()) {
                    longest = units.substring(start, index);
                }
                start = index + 1;
            }
        }
        return longest;
    }

    /** Whether the whole text fits. Goes back to the last {@code *} only, so the time is bounded by the two lengths. */
    boolean matches(String text) {
        var at = 0;
        var starAt = -1;
        var textAt = 0;
        var textAfterStar = 0;
        while (textAt < text.length()) {
            var kind = at < kinds.length() ? kinds.charAt(at) : 0;
            if (kind == '?' || (kind == PLAIN && units.charAt(at) == text.charAt(textAt))) {
                at++;
                textAt++;
            } else if (kind == '*') {
                starAt = at++;
                textAfterStar = textAt;
            } else if (starAt >= 0) {
                at = starAt + 1;
                textAt = ++textAfterStar;
            } else {
                return false;
            }
        }
        while (at < kinds.length() && kinds.charAt(at) == '*') {
            at++;
        }
        return at == kinds.length();
    }
}
