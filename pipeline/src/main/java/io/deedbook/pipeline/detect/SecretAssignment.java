// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value that is given to a name such as {@code password}: where it begins and ends, in plain text, in JSON, and in
 * JSON inside strings of JSON; and which values are no secrets.
 */
final class SecretAssignment {
    private static final int VALUE_CHARS_MAX = 1024;
    private static final int NAME_CHARS_MAX = 32;
    private static final int NUMBER_CHARS_MIN = 12;
    private static final int PLACEHOLDER_CHARS_MAX = 64;
    private static final int VALUE_CHARS_MIN = 3;
    private static final String ENDS = " \t\n\r\u000b\f\"'`,;&<>)]}|\\";
    private static final String FOLLOWS = "\"'\\=:_-kK";
    private static final Set<String> NO_SECRETS = Set.of(
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "string",
            "str",
            "number",
            "int",
            "integer",
            "any",
            "bool",
            "boolean",
            "bytes",
            "char",
            "object",
            "optional",
            "required",
            "unknown",
            "redacted",
            "[redacted]",
            "char*");
    private static final Set<String> PROGRAM =
            Set.of("self", "this", "req", "request", "config", "os", "process", "args", "env");

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
        for (var index = end; index < Math.min(text.length(), end + 5); index++) {
            var next = text.charAt(index);
            if (next == '=' || next == ':') {
                return true;
            }
            if (!Ascii.isSpace(next)) {
                break;
            }
        }
        return isOption(text, start);
    }

    /** The value after a name and what assigns it, which the pattern matched from {@code start} to {@code end}. */
    static @Nullable Span validate(String text, int start, int end) {
        if (Ascii.isSpace(text.charAt(end - 1)) && !assigns(text, start, end) && !isOption(text, start)) {
            return null;
        }
        var open = end;
        while (open < text.length() && open < end + 8 && text.charAt(open) == '\\') {
            open++;
        }
        var quoted = open < text.length()
                && (text.charAt(open) == '"' || text.charAt(open) == '\'' || text.charAt(open) == '`');
        var value = quoted ? quoted(text, open, open - end) : bare(text, end);
        return isSecret(text, start, text.substring(value.start(), value.end()), quoted) ? value : null;
    }

    /** Whether a value that stands alone is a secret because of the name that it stands under. */
    static boolean isSecretUnder(String name, String value) {
        return isName(name.substring(name.lastIndexOf('.') + 1))
                && isSecret(name, name.lastIndexOf('.') + 1, value, true);
    }

    private static boolean isName(String name) {
        return name.length() <= NAME_CHARS_MAX
                && switch (name.toLowerCase(Locale.ROOT).replace('-', '_')) {
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

    private static boolean assigns(String text, int start, int end) {
        for (var index = start; index < end; index++) {
            if (text.charAt(index) == '=' || text.charAt(index) == ':') {
                return true;
            }
        }
        return false;
    }

    /** Whether the name ends an option of a command, {@code --db-password}. */
    private static boolean isOption(String text, int start) {
        var index = start;
        while (index > Math.max(0, start - 32)
                && (Ascii.isLetter(text.charAt(index - 1)) || text.charAt(index - 1) == '-')) {
            index--;
        }
        return text.startsWith("--", index) && index < start;
    }

    /**
     * A value in quotes. A quote with {@code depth} backslashes before it opened; the one that closes has as many before
     * it, and in front of those pairs of what is a backslash at that depth.
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
        while (end < limit && ENDS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return new Span(start, end);
    }

    /** Whether {@code secret} is one, given to the name at {@code nameStart} of {@code text}. */
    private static boolean isSecret(String text, int nameStart, String secret, boolean quoted) {
        if (secret.length() < VALUE_CHARS_MIN) {
            return false;
        }
        if (secret.length() > PLACEHOLDER_CHARS_MAX) {
            return true;
        }
        if (TokenShape.endAt(secret, 0) == secret.length() || isPlaceholder(secret)) {
            return false;
        }
        var password = Character.toLowerCase(text.charAt(nameStart)) == 'p';
        if (!password
                && secret.length() < NUMBER_CHARS_MIN
                && secret.chars().allMatch(unit -> unit < 128 && Ascii.isDigit((char) unit))) {
            return false;
        }
        return quoted || !isCode(text, nameStart, secret);
    }

    private static boolean isPlaceholder(String secret) {
        return NO_SECRETS.contains(secret.toLowerCase(Locale.ROOT))
                || Placeholder.hasWord(secret, 0, secret.length())
                || secret.startsWith("${")
                || secret.startsWith("$(")
                || secret.startsWith("{{")
                || secret.chars().allMatch(unit -> unit == '*' || unit == 'x' || unit == '.' || unit == '-')
                || (secret.charAt(0) == '$'
                        && secret.chars().skip(1).allMatch(unit -> unit == '_' || (unit >= 'A' && unit <= 'Z')));
    }

    /** A directory, an expression or the beginning of a structure rather than a value. */
    private static boolean isCode(String text, int nameStart, String secret) {
        var first = secret.charAt(0);
        if (first == '{' || first == '(' || (first == '[' && TokenShape.endAt(secret, 0) < 0)) {
            return true;
        }
        if (text.startsWith("PWD", nameStart) && (first == '/' || first == '~' || first == '.')) {
            return true;
        }
        var dot = secret.indexOf('.');
        if (dot > 0 && PROGRAM.contains(secret.substring(0, dot))) {
            return true;
        }
        var open = secret.indexOf('(');
        return open > 0
                && secret.chars()
                        .limit(open)
                        .allMatch(unit -> unit == '.' || unit == '_' || (unit < 128 && Ascii.isLetter((char) unit)));
    }
}
