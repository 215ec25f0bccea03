// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;

/**
 * What a text has to have for a regular expression to match: looking for that costs a hundredth of the expression, and
 * few texts have it all. Immutable.
 */
final class RegexNeeds {
    private static final int SETS_MAX = 6;
    private static final int TEXTS_MAX = 24;
    private static final String[] UNKNOWN = {};

    private final Set<String> best;
    private final String[] beginnings;
    /** The first characters of the beginnings, as bits modulo 64. */
    private final long firstUnits;

    private final String[][] all;

    private RegexNeeds(Set<String> best, String[] beginnings, String[][] all) {
        this.best = best;
        this.beginnings = beginnings;
        this.all = all;
        var units = 0L;
        for (var beginning : beginnings) {
            units |= 1L << beginning.charAt(0);
        }
        firstUnits = units;
    }

    static RegexNeeds of(Pattern pattern) {
        var needs = RegexLiterals.of(pattern.pattern());
        var multiline = (pattern.flags() & Pattern.MULTILINE) != 0;
        return new RegexNeeds(
                needs.best(),
                multiline ? UNKNOWN : needs.beginnings().toArray(UNKNOWN),
                needs.all().stream()
                        .filter(set -> set.size() <= TEXTS_MAX)
                        .sorted(Comparator.comparingInt(RegexNeeds::shortest).reversed())
                        .limit(SETS_MAX)
                        .map(set -> set.toArray(UNKNOWN))
                        .toArray(String[][]::new));
    }

    private static int shortest(Collection<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    /** Texts of which one stands, folded, in whatever matches; empty where none is known. */
    Set<String> best() {
        return best;
    }

    /** Whether a text may match. */
    boolean mayMatch(String folded) {
        return beginsRight(folded) && hasAll(folded);
    }

    private boolean beginsRight(String folded) {
        if (beginnings.length == 0) {
            return true;
        }
        if (folded.isEmpty() || (firstUnits & (1L << folded.charAt(0))) == 0) {
            return false;
        }
        for (var beginning : beginnings) {
            if (folded.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAll(String folded) {
        for (var set : all) {
            if (!hasOne(folded, set)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasOne(String folded, String[] texts) {
        for (var text : texts) {
            if (folded.contains(text)) {
                return true;
            }
        }
        return false;
    }
}
