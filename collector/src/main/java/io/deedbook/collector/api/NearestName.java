// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import java.util.Collection;

/** Finds the known name that a mistyped one was meant to be. */
final class NearestName {
    private static final int CHARS_MAX = 64;

    private NearestName() {}

    /** A sentence that names the nearest one, with a space before it, or nothing when none is near. */
    static String hint(String typed, Collection<String> names) {
        if (typed.length() > CHARS_MAX) {
            return "";
        }
        var hint = "";
        var fewest = Math.max(2, typed.length() / 2) + 1;
        for (var name : names) {
            var edits = edits(typed, name);
            if (edits < fewest) {
                fewest = edits;
                hint = " Did you mean " + name + "?";
            }
        }
        return hint;
    }

    /** Levenshtein's distance, one row at a time. */
    private static int edits(String left, String right) {
        var row = new int[right.length() + 1];
        for (var j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= left.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.length(); j++) {
                var replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
