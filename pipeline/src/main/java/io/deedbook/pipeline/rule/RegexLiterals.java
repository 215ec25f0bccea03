// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out of which texts at least one stands, folded, in whatever a regular expression of RE2 syntax matches. Says that it
 * does not know rather than guess: whatever is rare in rules ends the search.
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
    private int at;
    private boolean lost;

    private RegexLiterals(String pattern) {
        this.pattern = pattern;
    }

    /** The texts, folded and ASCII; empty where none is known to be needed. */
    static Set<String> of(String pattern) {
        var literals = new RegexLiterals(pattern);
        var needed = literals.alternatives(0);
        return needed == null || literals.lost || literals.at < pattern.length() ? Set.of() : needed;
    }

    /** What one of the branches needs; null where one of them needs nothing that is known. */
    private @Nullable Set<String> alternatives(int depth) {
        var all = new HashSet<String>();
        var known = depth <= DEPTH_MAX;
        lost |= !known;
        do {
            var needed = sequence(depth);
            if (needed == null) {
                known = false;
            } else {
                all.addAll(needed);
            }
        } while (!lost && take('|'));
        return known && all.size() <= ALTERNATIVES_MAX ? all : null;
    }

    private @Nullable Set<String> sequence(int depth) {
        @Nullable Set<String> best = null;
        var run = new StringBuilder();
        while (!lost && at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            var unit = pattern.charAt(at);
            if (unit == '(') {
                best = better(best, flush(run));
                var group = group(depth);
                best = quantified() == Times.ANY ? best : better(best, group);
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
                best = better(best, flush(run));
            }
        }
        return better(best, flush(run));
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

    private @Nullable Set<String> group(int depth) {
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
                    return null;
                }
                lost |= !take(':');
            }
        }
        var needed = lost ? null : alternatives(depth + 1);
        lost |= !take(')');
        return needed;
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
