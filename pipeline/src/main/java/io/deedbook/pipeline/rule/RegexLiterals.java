// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out of which texts at least one stands, folded, in whatever a regular expression of RE2 syntax matches. Says
 * that it does not know rather than guess: whatever is rare in rules ends the search.
 *
 * <p>Source: RE2 syntax, github.com/google/re2/wiki/Syntax.
 */
final class RegexLiterals {
    private static final int ALTERNATIVES_MAX = 64;
    private static final int DEPTH_MAX = 16;
    private static final int NO_LITERAL = -1;
    private static final int ZERO_WIDTH = -2;

    private final String pattern;

    // Mutable state, of the one thread that made this.
    private final List<Set<String>> parts = new ArrayList<>();
    private int at;
    private boolean lost;
    private boolean choice;

    private RegexLiterals(String pattern) {
        this.pattern = pattern;
    }

    /**
     * What a text has to have for a match, all of it folded and ASCII.
     *
     * @param best the texts of which one has to stand there and that are met least; empty where none is known
     * @param all of each of these sets one text has to stand there
     * @param beginnings the texts of which one has to stand at the beginning; empty where none is known
     */
    record Needs(Set<String> best, List<Set<String>> all, Set<String> beginnings) {
        private static final Needs UNKNOWN = new Needs(Set.of(), List.of(), Set.of());
    }

    /** What some part of an expression needs, and what it begins with; null where that is not known. */
    private record Branches(
            @Nullable Set<String> needed, @Nullable Set<String> beginnings) {
        private static final Branches UNKNOWN = new Branches(null, null);
    }

    /** What a match of the expression needs. */
    static Needs of(String pattern) {
        var literals = new RegexLiterals(pattern);
        var branches = literals.alternatives(0);
        if (literals.lost || literals.at < pattern.length()) {
            return Needs.UNKNOWN;
        }
        var best = branches.needed == null ? Set.<String>of() : branches.needed;
        if (literals.choice) {
            return new Needs(best, best.isEmpty() ? List.of() : List.of(best), Set.of());
        }
        var beginnings = branches.beginnings;
        return new Needs(
                best,
                List.copyOf(literals.parts),
                beginnings == null || !pattern.startsWith("^") ? Set.of() : beginnings);
    }

    /** What one of the branches needs; unknown where one of them needs nothing that is known. */
    private Branches alternatives(int depth) {
        var needed = new HashSet<String>();
        var beginnings = new HashSet<String>();
        var known = depth <= DEPTH_MAX;
        var begins = true;
        lost |= !known;
        var more = false;
        do {
            var branch = sequence(depth);
            known &= addAll(needed, branch.needed);
            begins &= addAll(beginnings, branch.beginnings);
            more = !lost && take('|');
            choice |= more && depth == 0;
        } while (more);
        return new Branches(
                known && needed.size() <= ALTERNATIVES_MAX ? needed : null,
                begins && beginnings.size() <= ALTERNATIVES_MAX ? beginnings : null);
    }

    private static boolean addAll(Set<String> all, @Nullable Set<String> more) {
        if (more != null) {
            all.addAll(more);
        }
        return more != null;
    }

    private Branches sequence(int depth) {
        @Nullable Set<String> best = null;
        @Nullable Set<String> beginnings = null;
        var beginning = true;
        var run = new StringBuilder();
        while (!lost && at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            if (pattern.charAt(at) == '(') {
                var before = flush(run);
                best = better(best, before, depth);
                var group = group(depth);
                var optional = quantified() == Times.ANY;
                best = optional ? best : better(best, group.needed, depth);
                if (beginning) {
                    beginnings = before != null || optional ? before : group.beginnings;
                    beginning = false;
                }
                continue;
            }
            var literal = literal();
            if (literal == ZERO_WIDTH) {
                continue;
            }
            var times = quantified();
            if (literal >= 0 && times != Times.ANY) {
                run.append((char) literal);
            }
            if (literal < 0 || times != Times.ONE) {
                var before = flush(run);
                best = better(best, before, depth);
                beginnings = beginning ? before : beginnings;
                beginning = false;
            }
        }
        var rest = flush(run);
        return new Branches(better(best, rest, depth), beginning ? rest : beginnings);
    }

    /** The better of both for a part, which is kept where it stands in no group. */
    private @Nullable Set<String> better(@Nullable Set<String> best, @Nullable Set<String> part, int depth) {
        if (part != null && depth == 0) {
            parts.add(part);
        }
        return better(best, part);
    }

    /** The character that must stand here, or that there is no one such. */
    private int literal() {
        var unit = pattern.charAt(at++);
        switch (unit) {
            case '[' -> {
                skipClass();
                return NO_LITERAL;
            }
            case '.' -> {
                return NO_LITERAL;
            }
            case '^', '$' -> {
                return ZERO_WIDTH;
            }
            case '\\' -> {
                return escaped();
            }
            case '*', '+', '?', '{' -> {
                at--;
                var repeats = unit != '{' || repeated() != Times.ONE;
                at++;
                return repeats ? lose() : unit;
            }
            default -> {
                return unit < 128 ? Fold.fold(String.valueOf(unit)).charAt(0) : NO_LITERAL;
            }
        }
    }

    private int escaped() {
        if (at >= pattern.length()) {
            return lose();
        }
        var unit = pattern.charAt(at++);
        return switch (unit) {
            case 'd', 'D', 'w', 'W', 's', 'S' -> NO_LITERAL;
            case 'b', 'B', 'A', 'z' -> ZERO_WIDTH;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> unit < 128 && !Character.isLetterOrDigit(unit) ? unit : lose();
        };
    }

    /** To the sign behind the class; its members are not looked at. */
    private void skipClass() {
        take('^');
        take(']');
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            var unit = pattern.charAt(at++);
            if (unit == '\\') {
                at++;
            } else if (unit == '[' && at < pattern.length() && pattern.charAt(at) == ':') {
                var end = pattern.indexOf(":]", at);
                if (end >= 0) {
                    at = end + 2;
                }
            }
        }
        if (at >= pattern.length()) {
            lose();
        }
        at++;
    }

    private Branches group(int depth) {
        at++;
        if (take('?')) {
            if (take('P') || (at + 1 < pattern.length() && pattern.charAt(at) == '<')) {
                at = pattern.indexOf('>', at) + 1;
                lost |= at == 0;
            } else {
                while (at < pattern.length() && "imsU-".indexOf(pattern.charAt(at)) >= 0) {
                    at++;
                }
                if (take(')')) {
                    // what follows would repeat what stands before the flags
                    lost |= at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0;
                    return Branches.UNKNOWN;
                }
                lost |= !take(':');
            }
        }
        var branches = lost ? Branches.UNKNOWN : alternatives(depth + 1);
        lost |= !take(')');
        return branches;
    }

    /** How often something has to stand there. */
    private enum Times {
        ONE,
        ONE_OR_MORE,
        ANY
    }

    private Times quantified() {
        if (at >= pattern.length()) {
            return Times.ONE;
        }
        var times = switch (pattern.charAt(at)) {
            case '*', '?' -> Times.ANY;
            case '+' -> Times.ONE_OR_MORE;
            case '{' -> repeated();
            default -> Times.ONE;
        };
        if (times != Times.ONE) {
            at = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) + 1 : at + 1;
            take('?');
            if (at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
                lose();
            }
        }
        return times;
    }

    /** A brace that begins no repetition is one character. */
    private Times repeated() {
        var end = pattern.indexOf('}', at);
        var first = at + 1;
        if (end < 0 || end == first || !Character.isDigit(pattern.charAt(first))) {
            return Times.ONE;
        }
        for (var index = first; index < end; index++) {
            if (!Character.isDigit(pattern.charAt(index)) && pattern.charAt(index) != ',') {
                return Times.ONE;
            }
        }
        return pattern.charAt(first) == '0' ? Times.ANY : Times.ONE_OR_MORE;
    }

    private static @Nullable Set<String> flush(StringBuilder run) {
        if (run.isEmpty()) {
            return null;
        }
        var literal = run.toString();
        run.setLength(0);
        return Set.of(literal);
    }

    /** Whichever is rarer in texts: the one whose shortest text is longer, then the one with fewer. */
    private static @Nullable Set<String> better(@Nullable Set<String> left, @Nullable Set<String> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        var difference = shortest(left) - shortest(right);
        return difference > 0 || (difference == 0 && left.size() <= right.size()) ? left : right;
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    private boolean take(char unit) {
        if (at < pattern.length() && pattern.charAt(at) == unit) {
            at++;
            return true;
        }
        return false;
    }

    private int lose() {
        lost = true;
        return NO_LITERAL;
    }
}
