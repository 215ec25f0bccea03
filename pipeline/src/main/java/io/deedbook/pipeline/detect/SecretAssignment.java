// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value that is given to a name such as {@code password}: where it begins and ends, in plain text, in JSON, and in
 * JSON inside strings of JSON; and by what sign it is given.
 */
final class SecretAssignment {
    /** What stands between a name and its value. */
    static final String SIGN = "(?:\\\\{0,3}[\"'`])?\\*{0,2}"
            + "(?:(?:\\s{0,4}|[ \\t]{5,24})(?:=>|:=|={1,3}|:)\\*{0,2}\\s{0,4}"
            + "|[ \\t]{1,4}\\|[ \\t]{1,4}"
            + "|[ \\t]{1,2}(?i:is|was|ist|es|est)[ \\t]{1,2}"
            + "|[ \\t]{1,2}(?i:is|was|ist|es|est)[ \\t]{0,1}:[ \\t]{1,2}"
            + "|\\s{1,2})";

    private static final int VALUE_CHARS_MAX = 1024;
    private static final int NAME_CHARS_MAX = 32;
    private static final int NAME_OF_SECRET_CHARS_MIN = 3;
    private static final int NAME_OF_SECRET_CHARS_MAX = 13;
    /** With what aligns the signs that assign on the lines of a file. */
    private static final int SPACES_MAX = 25;

    private static final int KEY_CHARS_MIN = 12;
    private static final String ENDS = " \t\n\r\u000b\f\"'`,;&<>)]}|\\\uff0c\u3002\u3001\uff1b\u300d";
    private static final String FOLLOWS = "\"'`\\=:_-kK\u212a*";
    private static final String QUOTES = "\"'`";
    private static final String LITERAL_MARKS = "bBrRuU@";
    private static final Set<String> VERBS = Set.of("is", "was", "ist", "es", "est");

    /** How a value is given. */
    enum Sign {
        /** An equals sign, without a space, as in files of settings. */
        TIGHT,
        EQUALS,
        COLON,
        COMPARES,
        ARROW,
        /** The border between cells of a table. */
        CELL,
        VERB,
        /** The place of an argument of a command. */
        ARGUMENT,
        SPACE;

        static Sign of(String text, int start, int end) {
            for (var index = start; index < end; index++) {
                var unit = text.charAt(index);
                if (unit == '=') {
                    var next = index + 1 < end ? text.charAt(index + 1) : ' ';
                    if (next == '=') {
                        return COMPARES;
                    }
                    if (next == '>') {
                        return ARROW;
                    }
                    var isTight = index + 1 == end && (index == 0 || !Ascii.isSpace(text.charAt(index - 1)));
                    return isTight ? TIGHT : EQUALS;
                }
                if (unit == ':') {
                    return index + 1 < end && text.charAt(index + 1) == '=' ? EQUALS : COLON;
                }
                if (unit == '|') {
                    return CELL;
                }
            }
            var words = text.substring(start, end).stripTrailing();
            return VERBS.contains(words.substring(words.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT)) ? VERB : SPACE;
        }
    }

    private SecretAssignment() {}

    /** Whether something that can assign follows the name. */
    static boolean ahead(String text, int start, int end) {
        if (end >= text.length()) {
            return false;
        }
        var unit = text.charAt(end);
        if (!Ascii.isSpace(unit)) {
            return FOLLOWS.indexOf(unit) >= 0;
        }
        for (var index = end; index < Math.min(text.length(), end + SPACES_MAX); index++) {
            var next = text.charAt(index);
            if ("=:|\"'`\\*".indexOf(next) >= 0 || verbStandsAt(text, index)) {
                return true;
            }
            if (!Ascii.isSpace(next)) {
                break;
            }
        }
        return isOption(text, start);
    }

    /** As {@link #ahead}, behind a name of which only {@code secret} can go on, as {@code secret_key} does. */
    static boolean aheadOfName(String text, int start, int end) {
        return ahead(text, start, end)
                && ("_-kK\u212a".indexOf(text.charAt(end)) < 0 || (text.charAt(end - 1) | 0x20) == 't');
    }

    private static boolean verbStandsAt(String text, int index) {
        var first = text.charAt(index) | 0x20;
        return first == 'i' || first == 'e' || first == 'w';
    }

    /** The value after a name and what assigns it, which the pattern matched from {@code start} to {@code end}. */
    static @Nullable Span validate(String text, int start, int end) {
        var isPassword = (text.charAt(start) | 0x20) == 'p';
        return value(text, start, end, isPassword, false);
    }

    /** As {@link #validate}, after a word that is often something else: the value must look chosen. */
    static @Nullable Span doubtful(String text, int start, int end) {
        return value(text, start, end, true, true);
    }

    /** The value whose first character or quote stands at {@code start}, where nothing but a password can stand. */
    static @Nullable Span argument(String text, int start) {
        return secretAt(text, start, start, true, false, Sign.ARGUMENT);
    }

    private static @Nullable Span value(String text, int start, int end, boolean isPassword, boolean isDoubtful) {
        var sign = Sign.of(text, start, end);
        var isOption = sign == Sign.SPACE && isOption(text, start);
        var isQuoted = quoteAt(text, end) >= 0 && LITERAL_MARKS.indexOf(text.charAt(end)) < 0;
        if ((sign == Sign.SPACE && !isOption && !isQuoted)
                || (crossesLine(text, start, end) && !isLine(text, sign, end))) {
            return null;
        }
        var mustLookChosen = isDoubtful || sign == Sign.VERB || sign == Sign.CELL || (sign == Sign.SPACE && !isOption);
        var value = secretAt(text, start, end, isPassword, mustLookChosen, sign);
        return value != null && !isPassword && sign == Sign.VERB && value.length() < KEY_CHARS_MIN ? null : value;
    }

    private static @Nullable Span secretAt(
            String text, int nameStart, int start, boolean isPassword, boolean mustLookChosen, Sign sign) {
        var open = quoteAt(text, start);
        var value = open >= 0 ? quoted(text, open, backslashesBefore(text, start, open)) : bare(text, start);
        var secret = text.substring(value.start(), value.end());
        if (mustLookChosen && secret.indexOf(' ') >= 0) {
            return null;
        }
        if (!SecretValue.isSecret(secret, isPassword) || (mustLookChosen && !SecretValue.looksChosen(secret))) {
            return null;
        }
        var isProgram = open >= 0
                ? closes(secret)
                : isDirectory(text, nameStart, secret)
                        || ((sign == Sign.SPACE || sign == Sign.ARGUMENT) && secret.charAt(0) == '-')
                        || SecretCode.isCode(text, sign, isPassword, value.start(), value.end());
        return isProgram ? null : value;
    }

    /** Whether a value that stands alone is a secret because of the name that it stands under. */
    static boolean isSecretUnder(String name, String value) {
        var start = name.lastIndexOf('.') + 1;
        if (!mayBeName(name, start)) {
            return false;
        }
        var last = name.substring(start);
        var isPassword = last.startsWith("p") || last.startsWith("P");
        return isName(last)
                && SecretValue.isSecretAlone(value, isPassword && !last.contains("_") && !last.contains("-"));
    }

    /** Whether the last part of a name may be one that makes a secret of its value. */
    static boolean mayNameSecret(String name) {
        return mayBeName(name, name.lastIndexOf('.') + 1);
    }

    /**
     * Whether a name is as long as one of {@link #isName} can be, and begins as one: few of the many that are asked
     * for.
     */
    private static boolean mayBeName(String name, int start) {
        var length = name.length() - start;
        return length >= NAME_OF_SECRET_CHARS_MIN
                && length <= NAME_OF_SECRET_CHARS_MAX
                && "aAcCpPsS".indexOf(name.charAt(start)) >= 0;
    }

    private static boolean isName(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace('-', '_')) {
            case "password",
                    "passwd",
                    "passphrase",
                    "pwd",
                    "secret",
                    "api_key",
                    "apikey",
                    "access_token",
                    "auth_token",
                    "client_secret",
                    "private_key",
                    "secret_key",
                    "authorization" -> true;
            default -> false;
        };
    }

    private static boolean crossesLine(String text, int start, int end) {
        var index = text.indexOf('\n', start);
        return index >= 0 && index < end;
    }

    /** Whether the value on the next line is all of it, and no name with a value of its own. */
    private static boolean isLine(String text, Sign sign, int start) {
        if (sign != Sign.COLON || start >= text.length() || text.charAt(start) == '-') {
            return false;
        }
        var value = bare(text, start);
        var end = value.end();
        var secret = text.substring(value.start(), end);
        return (end == text.length() || text.charAt(end) == '\n' || text.charAt(end) == '\r')
                && secret.indexOf(':') < 0
                && secret.indexOf('=') < 0
                && SecretValue.looksChosen(secret);
    }

    /** Whether the name ends an option of a command, {@code --db-password}. */
    private static boolean isOption(String text, int start) {
        var index = start;
        while (index > Math.max(0, start - NAME_CHARS_MAX)
                && (Ascii.isLetter(text.charAt(index - 1)) || "-_".indexOf(text.charAt(index - 1)) >= 0)) {
            index--;
        }
        return text.startsWith("--", index) && index < start;
    }

    /** Where the quote stands that opens a value, behind backslashes or the mark of a literal; -1 without one. */
    private static int quoteAt(String text, int start) {
        var open = start;
        while (open < text.length() && open < start + 8 && text.charAt(open) == '\\') {
            open++;
        }
        if (open == start && open + 1 < text.length() && LITERAL_MARKS.indexOf(text.charAt(open)) >= 0) {
            open++;
        }
        return open < text.length() && QUOTES.indexOf(text.charAt(open)) >= 0 ? open : -1;
    }

    private static int backslashesBefore(String text, int start, int open) {
        return open > start && text.charAt(open - 1) == '\\' ? open - start : 0;
    }

    /**
     * A value in quotes. A quote with {@code depth} backslashes before it opened; the one that closes has as many
     * before it, and in front of those pairs of what is a backslash at that depth.
     */
    private static Span quoted(String text, int open, int depth) {
        var quote = text.charAt(open);
        var limit = Math.min(text.length(), open + 1 + VALUE_CHARS_MAX);
        var backslashes = 0;
        for (var index = open + 1; index < limit; index++) {
            var unit = text.charAt(index);
            if (unit == quote && backslashes % (2 * (depth + 1)) == depth) {
                return new Span(open + 1, index - depth);
            }
            backslashes = unit == '\\' ? backslashes + 1 : 0;
        }
        return new Span(open + 1, limit);
    }

    private static Span bare(String text, int start) {
        var token = TokenShape.endAt(text, start);
        var limit = Math.min(text.length(), start + VALUE_CHARS_MAX);
        var end = token < 0 ? start : token;
        while (end < limit && (ENDS.indexOf(text.charAt(end)) < 0 || isInValue(text, end))) {
            end++;
        }
        return new Span(start, end);
    }

    /**
     * Whether it is an ampersand that parts no fields of a form, {@code &name=}, begins no entity and ends no command.
     */
    private static boolean isInValue(String text, int index) {
        if (text.charAt(index) != '&' || !Ascii.isAlphanumericAt(text, index + 1)) {
            return false;
        }
        var end = index + 1;
        while (end < Math.min(text.length(), index + NAME_CHARS_MAX)
                && (Ascii.isAlphanumeric(text.charAt(end)) || "_-.[]%".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end == text.length() || "=;".indexOf(text.charAt(end)) < 0;
    }

    /** Whether the quote closed a string of a program, {@code "password: " + masked}, rather than opened a value. */
    private static boolean closes(String secret) {
        var next = 0;
        while (next < secret.length() && Ascii.isSpace(secret.charAt(next))) {
            next++;
        }
        if (next == secret.length()) {
            return true;
        }
        var unit = secret.charAt(next);
        var second = next + 1 < secret.length() ? secret.charAt(next + 1) : ' ';
        if (next > 0) {
            return "+.&|%?,)".indexOf(unit) >= 0 || secret.endsWith("=");
        }
        return ",;)]}".indexOf(unit) >= 0 && (Ascii.isSpace(second) || ",;)]}\"'".indexOf(second) >= 0);
    }

    private static boolean isDirectory(String text, int nameStart, String secret) {
        return text.startsWith("PWD", nameStart) && "/~.".indexOf(secret.charAt(0)) >= 0;
    }
}
