// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of people behind a label: which words are none. */
final class PersonName {
    static final String PATTERN =
            "\\p{Lu}[\\p{L}'\u2019.-]{0,30}(?:, \\p{Lu}[\\p{L}'\u2019.-]{0,30})?(?: \\p{Lu}[\\p{L}'\u2019.-]{0,30}){0,3}";
    static final int CHARS_MAX = 132;

    /** What may stand between a label and the name, beside brackets and markup. */
    private static final String SIGNS = " \t\n\f\r\\\"'`*=:#|>";
    /** What brackets and markup begin with: {@code value=} is an attribute. */
    private static final String MARKUP = "(<,v";

    private static final int BETWEEN_UNITS_MAX = 40;

    private static final int LINES_UNITS_MAX = 160;
    private static final int SIGNS_MAX = 8;
    /** What stands beside names in forms. */
    private static final List<String> FIELDS = List.of(
            "dob",
            "date of birth",
            "birth date",
            "birthdate",
            "date_of_birth",
            "dateOfBirth",
            "born",
            "ssn",
            "social security",
            "passport",
            "patient",
            "mrn",
            "nhs",
            "phone",
            "telephone",
            "mobile",
            "cell",
            "gender",
            "sex",
            "nationality",
            "marital status",
            "occupation",
            "home address",
            "street address",
            "geburtsdatum",
            "geboren",
            "telefon",
            "fecha de nacimiento",
            "date de naissance",
            "data di nascita",
            "data de nascimento",
            "geboortedatum");

    /** Words of forms, types and programs, lower case. */
    private static final Set<String> NEVER = Set.of(
            "string",
            "text",
            "varchar",
            "char",
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "unknown",
            "optional",
            "required",
            "any",
            "str",
            "int",
            "integer",
            "number",
            "boolean",
            "object",
            "list",
            "array",
            "map",
            "field",
            "input",
            "label",
            "column",
            "value",
            "type",
            "name",
            "names",
            "first",
            "last",
            "middle",
            "full",
            "email",
            "address",
            "phone",
            "date",
            "id",
            "the",
            "a",
            "an",
            "is",
            "not",
            "must",
            "should",
            "cannot",
            "please",
            "enter",
            "your",
            "example",
            "test",
            "todo",
            "tbd",
            "redacted",
            "n/a",
            "na",
            "empty",
            "default",
            "charfield",
            "textfield",
            "yes",
            "no",
            "new",
            "select",
            "from",
            "where",
            "age",
            "gender",
            "title",
            "required.");

    /** What the names of companies end in, lower case and without dots. */
    private static final Set<String> COMPANIES = Set.of(
            "inc",
            "llc",
            "ltd",
            "limited",
            "gmbh",
            "mbh",
            "corp",
            "corporation",
            "incorporated",
            "company",
            "plc",
            "llp",
            "pc",
            "sa",
            "sas",
            "sarl",
            "srl",
            "spa",
            "ag",
            "kg",
            "bv",
            "nv",
            "oy",
            "labs",
            "group",
            "holdings",
            "foundation",
            "university");

    private PersonName() {}

    /** Whether a capital letter can follow a label and its sign; any other name is a word of a program. */
    static boolean isAheadBehindSign(String text, int start, int end) {
        var limit = Math.min(text.length(), end + BETWEEN_UNITS_MAX);
        for (var index = end; index < limit; index++) {
            var unit = text.charAt(index);
            if (SIGNS.indexOf(unit) < 0) {
                return unit >= 0x80 || (unit >= 'A' && unit <= 'Z') || MARKUP.indexOf(unit) >= 0;
            }
        }
        return limit < text.length();
    }

    /** Takes one name or several. */
    static @Nullable Span validate(String text, int start, int matchEnd) {
        var end = matchEnd;
        if (text.startsWith(":", end)
                && text.substring(start, end).indexOf(' ') > 0) { // the last word is the next label
            end = text.lastIndexOf(' ', end);
        }
        while (end > start && ".-',".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end - start < 2 || isProgram(text, end)) {
            return null;
        }
        for (var word : text.substring(start, end).split("[ ,]+", -1)) {
            var dot = word.indexOf('.');
            var isPath = dot > 2 && dot < word.length() - 1;
            if (isPath || NEVER.contains(word.toLowerCase(Locale.ROOT))) {
                return null;
            }
        }
        return isCompany(text.substring(start, end)) ? null : new Span(start, end);
    }

    private static boolean isCompany(String name) {
        var last = name.substring(name.lastIndexOf(' ') + 1);
        return last.length() < name.length()
                && COMPANIES.contains(last.replace(".", "").toLowerCase(Locale.ROOT));
    }

    /** Takes several names only. */
    static @Nullable Span validateFull(String text, int start, int end) {
        var span = validate(text, start, end);
        return span != null && text.substring(span.start(), span.end()).indexOf(' ') > 0 ? span : null;
    }

    /** Takes several names, with a field of a person on the line before or right behind. */
    static @Nullable Span validateInForm(String text, int start, int end) {
        var span = validateFull(text, start, end);
        return span != null
                        && (isPersonalField(text, span.end()) || isPersonalField(text, startOfLineBefore(text, start)))
                ? span
                : null;
    }

    private static int startOfLineBefore(String text, int start) {
        var limit = Math.max(0, start - LINES_UNITS_MAX);
        var breaks = 0;
        for (var index = start; index > limit; index--) {
            if (TableColumns.lineBreakEnd(text, index - 1) == index && ++breaks == 2) {
                return index;
            }
        }
        return breaks > 0 && limit == 0 ? 0 : start;
    }

    /** Whether a word behind some signs names a field that people have. */
    private static boolean isPersonalField(String text, int from) {
        var start = from;
        while (start < Math.min(text.length(), from + SIGNS_MAX) && !Ascii.isLetter(text.charAt(start))) {
            start++;
        }
        start += text.startsWith("n", start) && start > 0 && text.charAt(start - 1) == '\\' ? 1 : 0;
        for (var field : FIELDS) {
            if (text.regionMatches(true, start, field, 0, field.length())
                    && !Ascii.isAlphanumericAt(text, start + field.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether what follows is how programs go on. */
    private static boolean isProgram(String text, int end) {
        return end < text.length()
                && "_([{<=$:".indexOf(text.charAt(end)) >= 0
                && !text.startsWith("</", end)
                && !text.startsWith("<\\/", end)
                && !text.startsWith("<br", end);
    }
}
