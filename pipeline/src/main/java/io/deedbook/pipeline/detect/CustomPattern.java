// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pattern of a detector that a policy defines: its limits, and the trigger that follows from how it begins. */
final class CustomPattern {
    static final int MATCH_CHARS_MAX = 256;

    private static final int CHARS_MAX = 512;
    private static final int PROGRAM_MAX = 2000;
    private static final int REPEATS_MAX = 1000;
    private static final int LITERAL_CHARS_MIN = 2;
    private static final String BORDER = "\\b";

    private CustomPattern() {}

    /** What is wrong with a pattern. */
    static Optional<String> problem(String written) {
        var pattern = inner(written);
        if (pattern.isEmpty() || written.length() > CHARS_MAX) {
            return Optional.of("expected: 1 to " + CHARS_MAX + " characters");
        }
        if (hasAnchor(pattern)) {
            return Optional.of(
                    "has an anchor (expected: none; no letter or digit stands right before or after a match)");
        }
        if (repeats(pattern) > REPEATS_MAX) {
            return Optional.of("repeats too much (expected: <= " + REPEATS_MAX + " times, nested ones multiplied)");
        }
        try {
            var compiled = Pattern.compile(pattern);
            if (compiled.programSize() > PROGRAM_MAX) {
                return Optional.of("is too large (expected: <= " + PROGRAM_MAX + " instructions)");
            }
            return compiled.matches("") ? Optional.of("matches the empty text") : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is no RE2 pattern: " + e.getDescription());
        }
    }

    /** The instructions of a pattern; 0 where something is wrong with it. */
    static int programSize(String written) {
        return problem(written).isPresent()
                ? 0
                : Pattern.compile(inner(written)).programSize();
    }

    /** The pattern without the word borders around it, which every match has. */
    static String inner(String written) {
        var start = written.startsWith(BORDER) ? BORDER.length() : 0;
        var escaped = written.length() > BORDER.length() && written.charAt(written.length() - 3) == '\\';
        var end = written.endsWith(BORDER) && !escaped ? written.length() - BORDER.length() : written.length();
        return start <= end ? written.substring(start, end) : "";
    }

    /** Whether nothing but the pattern itself tells where it may match. */
    static boolean isDear(String written) {
        return trigger(written) instanceof Trigger.Words;
    }

    /** How every match begins. */
    static Trigger trigger(String written) {
        var pattern = inner(written);
        var body = pattern.startsWith("(?i)") ? pattern.substring(4) : pattern;
        var alternatives = alternatives(body);
        var literals =
                alternatives.stream().map(CustomPattern::literal).distinct().toList();
        if (literals.stream().allMatch(CustomPattern::isTelling) && areApart(literals)) {
            return new Trigger.Literals(literals, Ahead.ANY);
        }
        return alternatives.stream().allMatch(CustomPattern::beginsWithDigit)
                ? Trigger.Digits.of("", 1, DigitGroups.LENGTH_MAX, 1, 1)
                : new Trigger.Words();
    }

    private static boolean isTelling(String literal) {
        return literal.length() >= LITERAL_CHARS_MIN
                || (!literal.isEmpty() && !Ascii.isAlphanumeric(literal.charAt(0)));
    }

    private static boolean areApart(List<String> literals) {
        return literals.stream()
                .noneMatch(outer -> literals.stream()
                        .anyMatch(inner ->
                                outer.indexOf(inner) >= 0 && outer.indexOf(inner) + inner.length() < outer.length()));
    }

    private static boolean beginsWithDigit(String alternative) {
        for (var digits : List.of("[0-9]", "\\d", "[1-9]")) {
            if (alternative.startsWith(digits)) {
                return !isOptional(alternative, digits.length());
            }
        }
        return !alternative.isEmpty() && Ascii.isDigit(alternative.charAt(0)) && !isOptional(alternative, 1);
    }

    /** Whether what stands before {@code index} need not be there. */
    private static boolean isOptional(String pattern, int index) {
        return pattern.startsWith("?", index) || pattern.startsWith("*", index) || pattern.startsWith("{", index);
    }

    /** The characters that every match of an alternative begins with; lower case. */
    private static String literal(String alternative) {
        var literal = new StringBuilder();
        for (var index = 0; index < alternative.length(); ) {
            var unit = alternative.charAt(index);
            var escaped = unit == '\\';
            if (escaped) {
                unit = index + 1 < alternative.length() ? alternative.charAt(index + 1) : 'Q';
            }
            var plain = escaped ? !Ascii.isAlphanumeric(unit) : "[](){}.*+?|^$".indexOf(unit) < 0;
            var next = index + (escaped ? 2 : 1);
            if (!plain || unit >= Automaton.CHARACTERS || isOptional(alternative, next)) {
                break;
            }
            literal.append(Character.toLowerCase(unit));
            index = next;
        }
        return literal.toString();
    }

    /** What the bars at the top part. */
    private static List<String> alternatives(String pattern) {
        var parts = new ArrayList<String>();
        var start = 0;
        for (var scan = new Scan(pattern); scan.more(); scan.next()) {
            if (scan.depth == 0 && scan.is('|')) {
                parts.add(pattern.substring(start, scan.index));
                start = scan.index + 1;
            }
        }
        parts.add(pattern.substring(start));
        return parts;
    }

    private static boolean hasAnchor(String pattern) {
        for (var scan = new Scan(pattern); scan.more(); scan.next()) {
            var escape = pattern.charAt(scan.index) == '\\' && scan.index + 1 < pattern.length();
            var anchor = escape
                    ? "bBAz".indexOf(pattern.charAt(scan.index + 1)) >= 0 && !scan.inClass
                    : scan.is('^') || scan.is('$');
            if (anchor) {
                return true;
            }
        }
        return false;
    }

    /** How often something is repeated at most: the product of counts that are nested, summed up. */
    private static long repeats(String pattern) {
        var sums = new ArrayDeque<long[]>();
        sums.push(new long[] {0, 0}); // all of the group, and its last part
        for (var scan = new Scan(pattern); scan.more(); scan.next()) {
            var top = sums.element();
            if (scan.is('(')) {
                sums.push(new long[] {0, 0});
            } else if (scan.is(')') && sums.size() > 1) {
                var group = sums.pop();
                part(sums.element(), group[0] + group[1]);
            } else if (scan.is('{')) {
                top[1] = Math.min(Integer.MAX_VALUE, top[1] * Math.max(1, greatest(pattern, scan.index)));
            } else if (!scan.inClass) {
                part(top, 1);
            }
        }
        var all = 0L;
        for (var group : sums) {
            all = Math.min(Integer.MAX_VALUE, all + group[0] + group[1]);
        }
        return all;
    }

    private static void part(long[] sum, long size) {
        sum[0] = Math.min(Integer.MAX_VALUE, sum[0] + sum[1]);
        sum[1] = size;
    }

    /** The greatest number up to the closing brace. */
    private static long greatest(String pattern, int open) {
        var greatest = 0L;
        var number = 0L;
        for (var index = open + 1; index < pattern.length() && pattern.charAt(index) != '}'; index++) {
            var unit = pattern.charAt(index);
            number = Ascii.isDigit(unit) ? Math.min(Integer.MAX_VALUE, number * 10 + unit - '0') : 0;
            greatest = Math.max(greatest, number);
        }
        return greatest;
    }

    /** Goes over the signs of a pattern, an escape being one, and knows which stand in a class. */
    private static final class Scan {
        private final String pattern;

        // Mutable state, owned by the caller.
        private int index;
        private int depth;
        private boolean inClass;
        private int classStart;

        Scan(String pattern) {
            this.pattern = pattern;
        }

        boolean more() {
            return index < pattern.length();
        }

        /** Whether a sign with a meaning of its own stands here. */
        boolean is(char sign) {
            return !inClass && pattern.charAt(index) == sign;
        }

        void next() {
            var unit = pattern.charAt(index);
            if (unit == '\\') {
                index += 2;
                return;
            }
            if (inClass) {
                inClass = unit != ']' || index == classStart;
            } else if (unit == '[') {
                inClass = true;
                classStart = index + (pattern.startsWith("^", index + 1) ? 2 : 1);
            } else if (unit == '(') {
                depth++;
            } else if (unit == ')') {
                depth--;
            }
            index++;
        }
    }
}
