// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name that a mistyped one was meant to be. */
public final class Nearest {
    private static final int CHARS_MAX = 64;

    private Nearest() {}

    /** The name with the fewest edits from {@code typed}, or empty when none is near enough to be what was meant. */
    public static Optional<String> to(String typed, Collection<String> names) {
        if (typed.length() > CHARS_MAX) {
            return Optional.empty();
        }
        String nearest = null;
        var fewest = Math.max(2, typed.length() / 3) + 1;
        for (var name : names) {
            var edits = edits(typed, name);
            if (edits < fewest) {
                fewest = edits;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** A sentence that names the nearest one, with a space before it, or nothing. */
    public static String hint(String typed, Collection<String> names) {
        return to(typed, names).map(name -> " Did you mean " + name + "?").orElse("");
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
