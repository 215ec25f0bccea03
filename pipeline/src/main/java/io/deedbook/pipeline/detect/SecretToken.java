// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens whose shape alone says little: which of them are secrets. */
final class SecretToken {
    private static final int RUN_MIN = 16;
    private static final int RUN_WITHIN = 96;
    private static final int REPETITION_OTHERS_MIN = 10;
    private static final int AWS_NAME_CHARS_MAX = 24;
    /** What follows {@code AKIA}. */
    private static final int AWS_ID_CHARS = 16;

    private static final int AWS_SECRET_CHARS = 40;
    private static final int AWS_NEAR_CHARS_MAX = 128;
    private static final int PEM_CHARS_MAX = 16_384;
    private static final String PEM_LAST = "-----END ";
    private static final int PEM_END_CHARS_MAX = 64;
    private static final List<String> PEM_HEADERS = List.of("Proc-Type:", "DEK-Info:", "Version:", "Comment:");
    /** What documentation writes for a user and a password. */
    private static final Set<String> EXAMPLES = Set.of("user:password", "user:pass", "username:password");

    private SecretToken() {}

    /** Whether a capital letter or a digit follows: {@code AKIA…}, not {@code Asia}. */
    static boolean capitalAhead(String text, int start, int end) {
        if (end >= text.length()) {
            return false;
        }
        var unit = text.charAt(end);
        return Ascii.isDigit(unit) || (unit >= 'A' && unit <= 'Z');
    }

    /** Whether the id of an access key can end sixteen signs on, and be followed by a secret of forty. */
    static boolean isRoomForSecret(String text, int start, int end) {
        var idEnd = end + AWS_ID_CHARS;
        if (!capitalAhead(text, start, end) || idEnd + 1 + AWS_SECRET_CHARS > text.length()) {
            return false;
        }
        var unit = text.charAt(idEnd);
        return !Ascii.isAlphanumeric(unit) && "+/".indexOf(unit) < 0;
    }

    /** Whether white space follows. */
    static boolean spaceAhead(String text, int start, int end) {
        return end < text.length() && Ascii.isSpace(text.charAt(end));
    }

    /** Whether an at sign follows before the path begins. */
    static boolean atSignAhead(String text, int start, int end) {
        for (var index = end; index < text.length(); index++) {
            var unit = text.charAt(index);
            if (unit == '@') {
                return true;
            }
            if (unit == '/' || unit == '"' || unit == '\'' || unit == '<' || unit == '>' || Ascii.isSpace(unit)) {
                return false;
            }
        }
        return false;
    }

    /**
     * An OpenAI key: a prefix of the maker, or a long run of letters and digits, so not
     * {@code sk-learn-to-code-in-2026}.
     */
    static boolean isOpenAi(String text, int start, int prefixEnd) {
        if (text.startsWith("sk-ant-", start) || text.startsWith("sk-or-", start)) {
            return false;
        }
        if (text.startsWith("sk-proj-", start)
                || text.startsWith("sk-svcacct-", start)
                || text.startsWith("sk-admin-", start)) {
            return true;
        }
        var run = 0;
        var digits = false;
        var limit = Math.min(text.length(), start + RUN_WITHIN);
        for (var index = prefixEnd; index < limit; index++) {
            var unit = text.charAt(index);
            if (!Ascii.isAlphanumeric(unit) && unit != '-' && unit != '_') {
                return false;
            }
            run = Ascii.isAlphanumeric(unit) ? run + 1 : 0;
            digits |= Ascii.isDigit(unit);
            if (run >= RUN_MIN && digits) {
                return true;
            }
        }
        return false;
    }

    /** A token, unless documentation wrote it. */
    static @Nullable Span noPlaceholder(String text, int start, int end) {
        return Placeholder.hasWord(text, start, end) ? null : new Span(start, end);
    }

    /** A token or an address of Slack, unless documentation wrote it: {@code xoxb-xxxxxxxx}, {@code xoxb-the-token}. */
    static @Nullable Span slack(String text, int start, int end) {
        var others = 0;
        var digits = 0;
        for (var index = start; index < end; index++) {
            var unit = text.charAt(index);
            others += unit != 'x' && unit != 'X' ? 1 : 0;
            digits += Ascii.isDigit(unit) ? 1 : 0;
        }
        if (others < REPETITION_OTHERS_MIN || digits == 0) {
            return null;
        }
        return text.startsWith("xo", start) ? noPlaceholder(text, start, end) : new Span(start, end);
    }

    /** User and password, unless the password is a variable or a mark for one. */
    static @Nullable Span urlCredentials(String text, int start, int end) {
        var colon = text.indexOf(':', start);
        var password = text.substring(Math.min(end, colon + 1), end);
        var isMark = EXAMPLES.contains(text.substring(start, end).toLowerCase(Locale.ROOT))
                || password.startsWith("$")
                || password.startsWith("{")
                || password.startsWith("%(")
                || password.chars().allMatch(unit -> unit == '*' || unit == 'x' || unit == 'X' || unit == '.');
        return isMark ? null : new Span(start, end);
    }

    /** What stands after {@code Bearer}: not a word of a sentence, except in a header. */
    static @Nullable Span bearer(String text, int start, int end) {
        var before = text.substring(Math.max(0, start - 40), start).toLowerCase(Locale.ROOT);
        var random = end - start >= RUN_MIN;
        for (var index = start; index < end; index++) {
            random |= Ascii.isDigit(text.charAt(index));
        }
        var header = before.lastIndexOf("authorization");
        var isHeader = header >= 0
                && before.substring(header + 13)
                        .chars()
                        .noneMatch(unit -> Ascii.isLetter((char) unit) && "bearer".indexOf(unit) < 0);
        return (random || isHeader) && !Placeholder.standsAt(text, start, end) ? new Span(start, end) : null;
    }

    /** What stands after a scheme of few servers: a value with digits that is no placeholder. */
    static @Nullable Span scheme(String text, int start, int end) {
        for (var index = start; index < end; index++) {
            if (Ascii.isDigit(text.charAt(index))) {
                return Placeholder.standsAt(text, start, end) ? null : new Span(start, end);
            }
        }
        return end - start >= RUN_MIN ? noPlaceholder(text, start, end) : null;
    }

    /**
     * Forty characters of base64 of which not all are hexadecimal digits, and which end there, under a name that says
     * {@code access} or near what is Amazon's.
     */
    static @Nullable Span awsSecret(String text, int start, int end) {
        if (!isOfAws(text, start, end)) {
            return null;
        }
        if (end < text.length() && (Ascii.isAlphanumeric(text.charAt(end)) || "+/".indexOf(text.charAt(end)) >= 0)) {
            return null;
        }
        for (var index = start; index < end; index++) {
            if (!Ascii.isHex(text.charAt(index))) {
                return new Span(start, end);
            }
        }
        return null;
    }

    /** As {@link #awsSecret}, all of a word that a machine drew. */
    static @Nullable Span awsSecretBesideId(String text, int start, int end) {
        var before = text.charAt(start - 1);
        return Ascii.isAlphanumeric(before) || "+/".indexOf(before) >= 0 || !Randomness.seems(text, start, end)
                ? null
                : awsSecret(text, start, end);
    }

    private static boolean isOfAws(String text, int start, int end) {
        var name =
                text.substring(Math.max(0, start - AWS_NAME_CHARS_MAX), start).toLowerCase(Locale.ROOT);
        if (name.contains("access")) {
            return true;
        }
        var near = text.substring(Math.max(0, start - AWS_NEAR_CHARS_MAX), start)
                + text.substring(end, Math.min(text.length(), end + AWS_NEAR_CHARS_MAX));
        return near.contains("AKIA")
                || near.contains("ASIA")
                || near.toLowerCase(Locale.ROOT).contains("aws");
    }

    /**
     * A private key from its first line to its last; where that is missing, to the next quote, the limit or the end.
     */
    static @Nullable Span privateKey(String text, int start, int end) {
        if (!isKeyAt(text, end)) {
            return null;
        }
        var limit = Math.min(text.length(), start + PEM_CHARS_MAX);
        var block = text.substring(start, limit);
        var last = block.indexOf(PEM_LAST, end - start);
        var close = last < 0 ? -1 : block.indexOf("-----", last + PEM_LAST.length());
        if (close >= 0 && close < last + PEM_END_CHARS_MAX) {
            return new Span(start, start + close + 5);
        }
        var stop = end;
        while (stop < limit && text.charAt(stop) != '"') {
            stop++;
        }
        while (stop < limit && stop > end && text.charAt(stop - 1) == '\\') {
            stop--;
        }
        return new Span(start, stop);
    }

    /** Whether more follows a first line than its quotation in a sentence or a program: a header, or base64. */
    private static boolean isKeyAt(String text, int lineEnd) {
        var start = skipBreaks(text, lineEnd);
        if (PEM_HEADERS.stream().anyMatch(header -> text.startsWith(header, start))) {
            return true;
        }
        var end = start;
        while (end < text.length()
                && end - start < RUN_MIN
                && (Ascii.isAlphanumeric(text.charAt(end)) || "+/=".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        if (end - start == RUN_MIN || end == start) {
            return end > start;
        }
        var isLine = text.substring(lineEnd, start).indexOf('n') >= 0
                || text.substring(lineEnd, start).indexOf('\n') >= 0;
        var isCutOff = isLine && (end == text.length() || text.charAt(end) == '"');
        return isCutOff || text.startsWith(PEM_LAST, skipBreaks(text, end));
    }

    /** Behind what parts lines, in text, in strings of programs and in quotations. */
    private static int skipBreaks(String text, int start) {
        var index = start;
        while (index < Math.min(text.length(), start + PEM_END_CHARS_MAX)) {
            var unit = text.charAt(index);
            var isEscape = (unit == 'n' || unit == 'r') && text.charAt(index - 1) == '\\';
            if (!isEscape && !Ascii.isSpace(unit) && "\\\"'+,>|#".indexOf(unit) < 0) {
                break;
            }
            index++;
        }
        return index;
    }
}
