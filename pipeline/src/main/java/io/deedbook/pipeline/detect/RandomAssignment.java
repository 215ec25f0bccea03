// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A random value that is given to a name which a secret can have. */
final class RandomAssignment {
    private static final int NAME_CHARS_MAX = 48;
    private static final int SPACES_MAX = 4;
    private static final int ESCAPES_MAX = 3;
    private static final int SIGN_CHARS_MAX = 3;
    private static final int VALUE_CHARS_MIN = 16;
    /** What may stand before a value and tells how it is written. */
    private static final String CODING = "base64:";

    private static final Pattern UUID = Pattern.compile(NamedKey.UUID);
    /** Parts of names whose values are random and no secrets. */
    private static final List<String> HARMLESS = List.of(
            "public",
            "pub_",
            "pubkey",
            "hash",
            "sha",
            "checksum",
            "digest",
            "integrity",
            "etag",
            "commit",
            "finger",
            "primary",
            "foreign",
            "cache",
            "partition",
            "sort",
            "idempot",
            "object",
            "s3",
            "lookup",
            "index",
            "i18n",
            "translation",
            "monkey",
            "turkey",
            "hotkey",
            "route",
            "query",
            "registry",
            "host",
            "known",
            "row",
            "group",
            "dedup",
            "unique",
            "anonymous",
            "site");

    private RandomAssignment() {}

    /** Whether something long enough is assigned to the name that ends here. */
    static boolean ahead(String text, int start, int end) {
        var plural = end < text.length() && (Ascii.folded(text.charAt(end)) | 0x20) == 's' ? end + 1 : end;
        var value = valueStart(text, plural);
        var coded = text.startsWith(CODING, value) ? value + CODING.length() : value;
        return value > plural && isLong(text, coded, VALUE_CHARS_MIN, "+/=_.~-");
    }

    /** Where the value begins that is assigned to the name that ends at {@code end}, or {@code end} when nothing is. */
    static int valueStart(String text, int end) {
        var index = end;
        index = skip(text, index, "\\", ESCAPES_MAX);
        index = skip(text, index, "\"'`", 1);
        index = skip(text, index, " \t", SPACES_MAX);
        var value = skip(text, index, ":=>", SIGN_CHARS_MAX);
        if (value == index) {
            return end;
        }
        value = skip(text, value, " \t\n\r\f", SPACES_MAX);
        value = skip(text, value, "\\", ESCAPES_MAX);
        return skip(text, value, "\"'`", 1);
    }

    /** Whether so many letters, digits and {@code signs} stand here. */
    static boolean isLong(String text, int start, int charsMin, String signs) {
        if (start + charsMin > text.length()) {
            return false;
        }
        for (var index = start; index < start + charsMin; index++) {
            var unit = text.charAt(index);
            if (!Ascii.isAlphanumeric(unit) && signs.indexOf(unit) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The value that the pattern matched, without a point at its end. */
    static @Nullable Span validate(String text, int start, int matchEnd) {
        var end = matchEnd;
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        if (end - start < VALUE_CHARS_MIN || !isName(nameBefore(text, start)) || isCode(text, start, end)) {
            return null;
        }
        var isUuid = UUID.matcher(text.substring(start, end)).find();
        return !isUuid && !Placeholder.standsAt(text, start, end) && Randomness.seems(text, start, end)
                ? new Span(start, end)
                : null;
    }

    private static int skip(String text, int start, String units, int max) {
        var index = start;
        while (index < text.length() && index < start + max && units.indexOf(text.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }

    private static String nameBefore(String text, int valueStart) {
        var end = text.startsWith(CODING, valueStart - CODING.length()) ? valueStart - CODING.length() : valueStart;
        while (end > 0 && !isNameUnit(text.charAt(end - 1))) {
            end--;
        }
        var start = end;
        while (start > Math.max(0, end - NAME_CHARS_MAX) && isNameUnit(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isNameUnit(char unit) {
        return Ascii.isAlphanumeric(unit) || unit == '_' || unit == '-' || unit == '.';
    }

    private static boolean isName(String name) {
        return !name.equals("key") && HARMLESS.stream().noneMatch(name::contains);
    }

    /** A path, a call or an index rather than a value. */
    private static boolean isCode(String text, int start, int end) {
        var first = text.charAt(start);
        var quoted = start > 0 && "\"'`".indexOf(text.charAt(start - 1)) >= 0;
        var dot = text.indexOf('.', start);
        if (!quoted && dot >= 0 && dot < end) {
            return true;
        }
        return first == '/' || first == '.' || (end < text.length() && "([{:".indexOf(text.charAt(end)) >= 0);
    }
}
