// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/**
 * The one way in which rules ignore case: character by character, as {@link String#equalsIgnoreCase} does, so that a
 * folded text has the length of the text. Values are folded when a rule is compiled, texts once a record.
 */
final class Fold {
    private Fold() {}

    /** The text with every character folded; the same object when there is nothing to fold. */
    static String fold(String text) {
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            if (fold(unit) != unit) {
                return foldFrom(text, index);
            }
        }
        return text;
    }

    private static String foldFrom(String text, int first) {
        var units = text.toCharArray();
        for (var index = first; index < units.length; index++) {
            units[index] = fold(units[index]);
        }
        return new String(units);
    }

    /** The folded character. */
    static char fold(char unit) {
        if (unit < 128) {
            return unit >= 'A' && unit <= 'Z' ? (char) (unit + 32) : unit;
        }
        return Character.toLowerCase(Character.toUpperCase(unit));
    }
}
