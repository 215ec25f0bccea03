// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The spellings of a Windows command line: every flag's dash as any character that Windows takes for one.
 *
 * <p>Source: Sigma Modifiers Appendix 2.1.0, {@code windash}.
 */
final class WindowsDash {
    private static final String DASHES = "-/\u2013\u2014\u2015";
    private static final int FLAGS_MAX = 4;

    private WindowsDash() {}

    /** All spellings of {@code value}. A flag is a dash or slash before a word that no word touches. */
    static List<String> variants(String value, Place place, int line) {
        var flags = flags(value);
        if (flags.size() > FLAGS_MAX) {
            throw place.refuse(line, "more than " + FLAGS_MAX + " flags in one value with windash");
        }
        var variants = new ArrayList<String>(List.of(value));
        for (var at : flags) {
            var next = new ArrayList<String>(variants.size() * DASHES.length());
            for (var variant : variants) {
                for (var index = 0; index < DASHES.length(); index++) {
                    next.add(variant.substring(0, at) + DASHES.charAt(index) + variant.substring(at + 1));
                }
            }
            variants = next;
        }
        return variants;
    }

    private static List<Integer> flags(String value) {
        var flags = new ArrayList<Integer>();
        for (var index = 0; index + 1 < value.length(); index++) {
            var unit = value.charAt(index);
            var touched = index > 0 && isWord(value.charAt(index - 1));
            if (DASHES.indexOf(unit) >= 0 && !touched && isWord(value.charAt(index + 1))) {
                flags.add(index);
            }
        }
        return flags;
    }

    private static boolean isWord(char unit) {
        return Character.isLetterOrDigit(unit) || unit == '_';
    }
}
