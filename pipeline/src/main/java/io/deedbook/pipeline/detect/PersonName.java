// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of people behind a label: which words are none. */
final class PersonName {
    static final String PATTERN = "\\p{Lu}[\\p{L}'\u2019.-]{0,30}(?:,? \\p{Lu}[\\p{L}'\u2019.-]{0,30}){0,3}";
    static final int CHARS_MAX = 132;

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

    private PersonName() {}

    /** Takes one name or several. */
    static @Nullable Span validate(String text, int start, int matchEnd) {
        var end = matchEnd;
        while (end > start && ".-'".indexOf(text.charAt(end - 1)) >= 0) {
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
        return new Span(start, end);
    }

    /** Takes several names only. */
    static @Nullable Span validateFull(String text, int start, int end) {
        var span = validate(text, start, end);
        return span != null && text.substring(span.start(), span.end()).indexOf(' ') > 0 ? span : null;
    }

    /** Whether what follows is how programs go on. */
    private static boolean isProgram(String text, int end) {
        return end < text.length() && "_([{<=$:".indexOf(text.charAt(end)) >= 0;
    }
}
