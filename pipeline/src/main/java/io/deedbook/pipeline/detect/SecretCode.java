// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import java.util.Set;

/**
 * What stands without quotes behind the name of a secret and is the text of a program: variables, calls, types, tags.
 */
final class SecretCode {
    private static final int GENERIC_CHARS_MAX = 64;
    private static final int WORD_CHARS_MAX = 24;
    private static final int KEY_WORD_CHARS_MAX = 16;
    private static final Set<String> KEYWORDS = Set.of(
            "await",
            "new",
            "async",
            "function",
            "lambda",
            "typeof",
            "yield",
            "return",
            "require",
            "import",
            "this",
            "self",
            "super",
            "default",
            "def",
            "fn",
            "func",
            "final",
            "const",
            "let",
            "var",
            "static",
            "not",
            "and");
    private static final Set<String> PROGRAM = Set.of(
            "self",
            "this",
            "req",
            "request",
            "config",
            "os",
            "process",
            "args",
            "env",
            "settings",
            "options",
            "opts",
            "params",
            "props",
            "ctx",
            "context",
            "cfg",
            "conf",
            "secrets",
            "vars",
            "var",
            "local",
            "data",
            "app",
            "event",
            "body",
            "response",
            "res",
            "form",
            "user",
            "credentials",
            "session");

    private SecretCode() {}

    /** Whether the value at {@code [start, end)} is. */
    static boolean isCode(String text, SecretAssignment.Sign sign, boolean isPassword, int start, int end) {
        var value = text.substring(start, end);
        if (sign == SecretAssignment.Sign.COMPARES || sign == SecretAssignment.Sign.ARROW || isMarked(value)) {
            return true;
        }
        if (KEYWORDS.contains(value)) {
            return true;
        }
        var next = end < text.length() ? text.charAt(end) : '\n';
        if (isExpression(value)) {
            return true;
        }
        var words = SecretValue.wordsIn(value);
        if (words == 0 || value.indexOf('-') > 0) {
            return false;
        }
        if (next == '<' && isGeneric(text, end)) {
            return true;
        }
        var isArgument = next == ')' || (next == ',' && !Ascii.isAlphanumericAt(text, end + 1));
        var isStatement = next == ';' && !Ascii.isAlphanumericAt(text, end + 1);
        if (words > 1) {
            return sign != SecretAssignment.Sign.TIGHT || isArgument || value.equals(value.toUpperCase(Locale.ROOT));
        }
        return switch (sign) {
            case TIGHT -> isArgument;
            case ARGUMENT -> value.equals(value.toUpperCase(Locale.ROOT));
            case EQUALS ->
                isArgument || isStatement || goesOn(text, end) || (!isPassword && value.length() < KEY_WORD_CHARS_MAX);
            case COLON ->
                goesOn(text, end) || isTypeName(value) || (!isPassword && value.length() < KEY_WORD_CHARS_MAX);
            default -> goesOn(text, end) || value.equals(value.toUpperCase(Locale.ROOT));
        };
    }

    /** What begins with a sign: a block, an option, a tag or an alias of YAML, a parameter of SQL, a name of C++. */
    private static boolean isMarked(String value) {
        var first = value.charAt(0);
        if ("{(:".indexOf(first) >= 0 || (first == '[' && TokenShape.endAt(value, 0) < 0)) {
            return true;
        }
        var rest = value.substring(1);
        if (first == '$') {
            return rest.endsWith("-") || rest.contains("->") || rest.contains("::") || rest.indexOf('[') > 0;
        }
        return "!*@&".indexOf(first) >= 0 && rest.length() > 1 && SecretValue.wordsIn(rest) > 0;
    }

    /** A call, an element or a member: {@code get(}, {@code environ[}, {@code options.token}, {@code Key::new}. */
    private static boolean isExpression(String value) {
        var digits = false;
        var parts = 1;
        var index = 0;
        for (; index < value.length(); index++) {
            var unit = value.charAt(index);
            if (unit == '(' || unit == '[') {
                return index > 0;
            }
            if (unit == '.' || unit == ':' || unit == '?' || unit == '>' || unit == '!') {
                parts += index > 0 && Ascii.isAlphanumericAt(value, index + 1) ? 1 : 0;
            } else if (Ascii.isDigit(unit)) {
                digits = true;
            } else if (!Ascii.isLetter(unit) && unit != '_' && unit != '$') {
                return false;
            }
        }
        var dot = value.indexOf('.');
        var isKnown = dot > 0 && PROGRAM.contains(value.substring(0, dot));
        return isKnown || (parts > 1 && !digits && value.indexOf('!') < 0) || value.endsWith(":");
    }

    /** Whether the arguments of a generic type or call follow: {@code useRef<Input>(}, {@code Option<String>}. */
    private static boolean isGeneric(String text, int open) {
        var close = text.indexOf('>', open);
        if (close < 0 || close > open + GENERIC_CHARS_MAX || !Ascii.isAlphanumericAt(text, open + 1)) {
            return false;
        }
        var first = text.charAt(open + 1);
        return (first >= 'A' && first <= 'Z') || text.startsWith("(", close + 1);
    }

    /** A word with a capital at its beginning that is the name of a class. */
    private static boolean isTypeName(String value) {
        var lower = value.toLowerCase(Locale.ROOT);
        return !value.equals(lower)
                && !value.equals(value.toUpperCase(Locale.ROOT))
                && (lower.endsWith("password") || lower.endsWith("str") || lower.endsWith("string"));
    }

    /** Whether a sentence goes on behind a word: with one more that is not itself a name. */
    private static boolean goesOn(String text, int end) {
        var from = end < text.length() && text.charAt(end) == ',' ? end + 1 : end;
        var index = from;
        while (index < text.length() && text.charAt(index) == ' ' && index < from + 2) {
            index++;
        }
        if (index == from || index >= text.length() || !Ascii.isLetter(text.charAt(index))) {
            return false;
        }
        var limit = Math.min(text.length(), index + WORD_CHARS_MAX);
        while (index < limit && Ascii.isLetter(text.charAt(index))) {
            index++;
        }
        return index == text.length() || ":=_".indexOf(text.charAt(index)) < 0;
    }
}
