// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which values are secrets when they are given to the name of one: not the marks, types, references and sentences that
 * stand there too. Where a value ends is {@link SecretAssignment}'s, what a program does with it {@link SecretCode}'s.
 */
final class SecretValue {
    private static final int CHARS_MIN = 3;
    private static final int NUMBER_CHARS_MIN = 12;
    private static final int PLACEHOLDER_CHARS_MAX = 64;
    private static final int CHOSEN_CHARS_MIN = 5;
    private static final int DRAWN_SMALLS_MAX = 3;
    private static final int DRAWN_TURNS_MIN = 4;
    private static final int WORD_CHARS_MEAN_MIN = 3;
    private static final int PROSE_CHARS_MAX = 256;
    private static final String ENDS_OF_SENTENCES = ".,;:!?";
    private static final String MASKS = "*xX.-_•●…#?·";
    private static final String SYMBOLS = "!@#$%^&*+?=~";
    /** Types, constants and what a log says of a secret. */
    private static final Set<String> NO_SECRETS = Set.of(
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "yes",
            "no",
            "n/a",
            "default",
            "auto",
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
            "never",
            "void",
            "buffer",
            "char*",
            "optional",
            "required",
            "unknown",
            "redacted",
            "[redacted]",
            "masked",
            "hidden",
            "omitted",
            "encrypted",
            "missing",
            "empty",
            "present",
            "set",
            "unset",
            "invalid",
            "incorrect",
            "wrong",
            "expired",
            "bearer",
            "basic",
            "nothing",
            "value",
            "option",
            "command");

    private static final List<String> TEMPLATES = List.of("${", "$(", "{{", "#{", "%(", "%{", "<%", "@{");
    private static final List<String> REFERENCES = List.of("arn:", "vault:", "ssm:", "env:", "file:");
    private static final List<String> OWN_NAMES =
            List.of("password", "passwd", "passwort", "contrase", "mot de passe", "token", "secret", "credential");
    /** Words that sentences have and the words of a passphrase are not. */
    private static final Set<String> SENTENCE_WORDS = Set.of(
            "the", "an", "is", "are", "was", "has", "your", "you", "to", "for", "of", "and", "or", "not", "must", "be",
            "in", "on", "with", "please", "enter", "no", "at", "this", "that", "if", "as", "by", "from", "can",
            "cannot", "should", "will", "der", "die", "das", "ist", "le", "la", "les", "de", "el", "los", "una");

    private SecretValue() {}

    /**
     * Whether a value is one.
     *
     * @param isPassword whether its name is that of a password, which may be a word or a number, and not of a key
     */
    static boolean isSecret(String value, boolean isPassword) {
        return !isProse(value) && isSecretAlone(value, isPassword);
    }

    /** As {@link #isSecret} for a value that is all that stands under a name: there a sentence is a secret too. */
    static boolean isSecretAlone(String value, boolean isPassword) {
        if (value.length() < CHARS_MIN) {
            return false;
        }
        if (value.length() > PLACEHOLDER_CHARS_MAX) {
            return true;
        }
        if (TokenShape.endAt(value, 0) == value.length() || isMark(value) || isReference(value)) {
            return false;
        }
        return isPassword ? !isName(value) : !isShortNumber(value) && wordsIn(value) < 2;
    }

    /** Whether a person or a machine chose it, rather than that it is a word of a sentence. */
    static boolean looksChosen(String value) {
        var end = value.length();
        while (end > 0 && ENDS_OF_SENTENCES.indexOf(value.charAt(end - 1)) >= 0) {
            end--;
        }
        var letters = 0;
        var others = 0;
        for (var index = 0; index < end; index++) {
            var unit = value.charAt(index);
            letters += Character.isLetter(unit) ? 1 : 0;
            others += Ascii.isDigit(unit) || SYMBOLS.indexOf(unit) >= 0 ? 1 : 0;
        }
        var isMixed = others > 0 || isDrawn(value);
        return end >= CHOSEN_CHARS_MIN && letters > 0 && isMixed && !isMeasure(value);
    }

    /** Whether capitals stand among letters as they do in no name: never many small letters together. */
    private static boolean isDrawn(String value) {
        var turns = 0;
        var smalls = 0;
        for (var index = 0; index < value.length(); index++) {
            var unit = value.charAt(index);
            if (!Ascii.isLetter(unit)) {
                return false;
            }
            turns += unit <= 'Z' && smalls > 0 ? 1 : 0;
            smalls = unit <= 'Z' ? 0 : smalls + 1;
            if (smalls > DRAWN_SMALLS_MAX) {
                return false;
            }
        }
        return turns >= DRAWN_TURNS_MIN;
    }

    /** What is said of passwords with digits: {@code SHA-256}, {@code base64-encoded}, {@code 12-character}. */
    private static boolean isMeasure(String value) {
        var lower = value.toLowerCase(Locale.ROOT);
        return lower.startsWith("sha")
                || lower.startsWith("md5")
                || lower.startsWith("base64")
                || lower.startsWith("utf")
                || lower.startsWith("pbkdf")
                || lower.startsWith("argon")
                || lower.contains("-char")
                || lower.contains("-bit")
                || lower.contains("-digit");
    }

    private static boolean isMark(String value) {
        var end = value.length();
        while (end > 1 && ENDS_OF_SENTENCES.indexOf(value.charAt(end - 1)) >= 0) {
            end--;
        }
        var first = value.charAt(0);
        var last = value.charAt(value.length() - 1);
        return NO_SECRETS.contains(value.substring(0, end).toLowerCase(Locale.ROOT))
                || Placeholder.hasWord(value, 0, value.length())
                || TEMPLATES.stream().anyMatch(value::contains)
                || value.contains("...")
                || value.indexOf('…') >= 0
                || (first == '<' && last == '>')
                || (first == '{' && last == '}')
                || (first == '%' && (last == '%' || value.startsWith("%s")))
                || value.chars().allMatch(unit -> MASKS.indexOf(unit) >= 0)
                || isVariable(value);
    }

    /** {@code $NAME_2}, {@code $name}. */
    private static boolean isVariable(String value) {
        var rest = value.chars().skip(1);
        return value.charAt(0) == '$'
                && (value.equals(value.toUpperCase(Locale.ROOT))
                        ? rest.allMatch(unit -> unit == '_' || Character.isLetterOrDigit(unit))
                        : rest.allMatch(unit -> unit == '_' || Character.isLetter(unit)));
    }

    /** Where the secret is kept: an address, the name of a resource, a path. */
    private static boolean isReference(String value) {
        if (value.contains("://") || REFERENCES.stream().anyMatch(value::startsWith)) {
            return true;
        }
        var isPath = value.startsWith("./")
                || value.startsWith("../")
                || value.startsWith("~/")
                || (value.charAt(0) == '/' && value.indexOf('/', 1) > 0);
        return isPath && !Randomness.seems(value, 0, value.length());
    }

    /** A label or a message, {@code Enter your password}, rather than a passphrase. */
    private static boolean isProse(String value) {
        var shown =
                value.substring(0, Math.min(value.length(), PROSE_CHARS_MAX)).toLowerCase(Locale.ROOT);
        if (shown.indexOf(' ') < 0) {
            return false;
        }
        if (OWN_NAMES.stream().anyMatch(shown::contains)) {
            return true;
        }
        for (var word : shown.split(" ", -1)) {
            if (SENTENCE_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShortNumber(String value) {
        return value.length() < NUMBER_CHARS_MIN
                && (value.startsWith("0x")
                        || value.startsWith("#")
                        || value.chars().allMatch(unit -> Ascii.isDigit((char) unit) || ".,:%-".indexOf(unit) >= 0));
    }

    /** The name of a setting or a variable for a password: {@code db.password}, {@code userPassword}. */
    private static boolean isName(String value) {
        var lower = value.toLowerCase(Locale.ROOT);
        return wordsIn(value) >= 2 && OWN_NAMES.stream().anyMatch(lower::contains);
    }

    /**
     * Of how many words a name in a program is made, by its humps and what joins them; 0 when it has anything else than
     * letters in it, or parts too short for words.
     */
    static int wordsIn(String value) {
        var words = 1;
        var letters = 0;
        var before = '_';
        for (var index = 0; index < value.length(); index++) {
            var unit = value.charAt(index);
            if (Ascii.isLetter(unit)) {
                letters++;
                words += unit <= 'Z' && before >= 'a' && before <= 'z' ? 1 : 0;
            } else if (unit == '_' || unit == '.' || unit == '-') {
                words += index > 0 && index + 1 < value.length() ? 1 : 0;
            } else {
                return 0;
            }
            before = unit;
        }
        return letters >= words * WORD_CHARS_MEAN_MIN && !isDrawn(value) ? words : 0;
    }
}
