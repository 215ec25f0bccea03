// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether what stands before a value is the name of a password, where that isn't plain from the word: short, or of a
 * language.
 */
final class PasswordName {
    private static final int SIGNS_MAX = 3;
    private static final int BACKSLASHES_MAX = 3;
    private static final int STATEMENT_CHARS_MAX = 128;
    private static final int TAG_CHARS_MAX = 64;
    private static final int KEY_WORD_CHARS_MAX = 16;
    /** Russian and Ukrainian, Bulgarian, Japanese, Korean, Chinese, Hindi, Arabic, Hebrew, Thai, Greek, Hungarian. */
    private static final List<String> OTHER_SCRIPTS = List.of(
            "пароль",
            "парола",
            "パスワード",
            "暗証番号",
            "비밀번호",
            "암호",
            "密码",
            "密碼",
            "口令",
            "पासवर्ड",
            "كلمة المرور",
            "كلمة السر",
            "סיסמה",
            "סיסמא",
            "รหัสผ่าน",
            "κωδικός",
            "jelszó");

    private PasswordName() {}

    /** After {@code pass}: in the name of a setting any value, else only one that looks chosen. */
    static @Nullable Span shortName(String text, int start, int end) {
        var isCapital = text.startsWith("PASS", start);
        var isPart = start > 0 && "_-.".indexOf(text.charAt(start - 1)) >= 0;
        if (isCapital && isPart) {
            return SecretAssignment.validate(text, start, end);
        }
        var isResult = isCapital && text.charAt(end - 1) != '=';
        var isVerb = SecretAssignment.Sign.of(text, start, end) == SecretAssignment.Sign.SPACE;
        return isResult || isVerb ? null : SecretAssignment.doubtful(text, start, end);
    }

    /** As {@link SecretAssignment#ahead}, behind the rest of a word of which the trigger has the ASCII letters. */
    static boolean isAhead(String text, int start, int end) {
        if (text.regionMatches(true, start, "has", 0, end - start)) {
            return end + 1 < text.length()
                    && "lLłŁ".indexOf(text.charAt(end)) >= 0
                    && (text.charAt(end + 1) | 0x20) == 'o'
                    && SecretAssignment.ahead(text, start, end + 2);
        }
        var isCut = text.regionMatches(true, start, "contrase", 0, end - start);
        return SecretAssignment.ahead(text, start, isCut ? Math.min(text.length(), end + 2) : end);
    }

    /** After a word of another language in Latin letters, of which the trigger may be the end. */
    static @Nullable Span otherLanguage(String text, int start, int end) {
        var before = start > 0 ? Character.toLowerCase(text.charAt(start - 1)) : ' ';
        var isWhole = text.regionMatches(true, start, "senord", 0, 6)
                ? before == 'ö' || before == 'o'
                : text.regionMatches(true, start, "ifre", 0, 4)
                        ? before == 'ş' || before == 's'
                        : !Character.isLetterOrDigit(before);
        return isWhole ? SecretAssignment.doubtful(text, start, end) : null;
    }

    static @Nullable Span otherScript(String text, int start, int end) {
        return standsBefore(text, start) ? SecretAssignment.doubtful(text, start, end) : null;
    }

    /** Whether a word in other letters ends before {@code index}, but for a quote or a space. */
    static boolean standsBefore(String text, int index) {
        var end = index;
        while (end > Math.max(0, index - SIGNS_MAX) && " \"'*\\".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end == 0 || text.charAt(end - 1) < 128) {
            return false;
        }
        for (var word : OTHER_SCRIPTS) {
            if (text.regionMatches(true, end - word.length(), word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an element can end behind the name, or the attribute whose value it is; only {@code secret} can go on.
     */
    static boolean isElementAhead(String text, int start, int end) {
        if (end >= text.length()) {
            return false;
        }
        var unit = text.charAt(end);
        if ("_-kK\u212a".indexOf(unit) >= 0) {
            return (text.charAt(end - 1) | 0x20) == 't';
        }
        var quote = end;
        while (quote < end + BACKSLASHES_MAX && quote < text.length() && text.charAt(quote) == '\\') {
            quote++;
        }
        return unit == '>'
                || (quote + 1 < text.length()
                        && (text.charAt(quote) == '"' || text.charAt(quote) == '\'')
                        && Ascii.isSpace(text.charAt(quote + 1)));
    }

    /** The text of an element, or the value of an attribute beside that of the name. */
    static @Nullable Span element(String text, int start, int end) {
        var close = start;
        while (close > Math.max(0, start - SIGNS_MAX - 1) && Ascii.isSpace(text.charAt(close - 1))) {
            close--;
        }
        var isElement = text.charAt(close - 1) == '>';
        if (isElement && !isTag(text, close - 1)) {
            return null;
        }
        if (isElement != endsElement(text, end)) {
            return null;
        }
        var value = text.substring(start, end);
        var name = text.substring(Math.max(0, start - TAG_CHARS_MAX), start).toLowerCase(Locale.ROOT);
        var isPassword = name.contains("pass") || name.contains("pwd");
        var isWord = !isPassword && value.length() < KEY_WORD_CHARS_MAX && SecretValue.wordsIn(value) > 0;
        return isWord || !SecretValue.isSecret(value, isPassword) ? null : new Span(start, end);
    }

    private static boolean endsElement(String text, int end) {
        var index = end;
        while (index < Math.min(text.length(), end + SIGNS_MAX + 1) && Ascii.isSpace(text.charAt(index))) {
            index++;
        }
        return text.startsWith("</", index);
    }

    private static boolean isTag(String text, int close) {
        var open = close - 1;
        while (open > Math.max(0, close - TAG_CHARS_MAX)
                && (Ascii.isAlphanumeric(text.charAt(open)) || "_.:-".indexOf(text.charAt(open)) >= 0)) {
            open--;
        }
        return open >= 0 && text.charAt(open) == '<';
    }

    /** What follows {@code IDENTIFIED BY} in a statement of SQL, which speaks of a user or a role. */
    static @Nullable Span statement(String text, int start, int end) {
        var before =
                text.substring(Math.max(0, start - STATEMENT_CHARS_MAX), start).toLowerCase(Locale.ROOT);
        var isStatement = before.contains("user ") || before.contains("role ") || before.contains("grant ");
        return isStatement ? argument(text, start, end) : null;
    }

    /** The last field of a line. */
    static @Nullable Span lastField(String text, int start, int end) {
        var isLast = end == text.length() || text.charAt(end) != ':';
        return isLast && SecretValue.isSecret(text.substring(start, end), true) ? new Span(start, end) : null;
    }

    /** Whether the rest of a command and a space follow. */
    static boolean isCommandAhead(String text, int start, int end) {
        return end < text.length()
                && (Ascii.isSpace(text.charAt(end)) || Ascii.isLetter(text.charAt(end)) || text.charAt(end) == '-');
    }

    /** The argument that begins where the pattern ended. */
    static @Nullable Span argument(String text, int start, int end) {
        return SecretAssignment.argument(text, end);
    }
}
