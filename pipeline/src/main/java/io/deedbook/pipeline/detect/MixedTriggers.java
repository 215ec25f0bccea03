// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Trigger.Mixed;
import java.util.ArrayList;
import java.util.List;

/** The triggers that are letters with a digit right behind them, by the first letter. Immutable and thread-safe. */
final class MixedTriggers {
    private static final int LETTERS = 128;
    private static final Use[] NONE = {};

    private final Use[][] uses = new Use[LETTERS][];
    private final int lettersMax;
    /** So far behind the first digit there are letters and digits in every match. */
    private final int behind;

    MixedTriggers(List<Detector> detectors) {
        var longest = 0;
        var least = Integer.MAX_VALUE;
        var all = new ArrayList<Use>();
        for (var order = 0; order < detectors.size(); order++) {
            if (detectors.get(order).trigger() instanceof Mixed mixed) {
                all.add(new Use(order, mixed));
                longest = Math.max(longest, mixed.lettersMax());
                least = Math.min(least, mixed.charsMin() - mixed.lettersMax() - 1);
            }
        }
        lettersMax = longest;
        behind = least;
        for (var first = 0; first < LETTERS; first++) {
            var letter = first;
            var fitting = all.stream()
                    .filter(use -> use.mixed.firsts().indexOf(letter) >= 0)
                    .toArray(Use[]::new);
            uses[first] = fitting.length == 0 ? NONE : fitting;
        }
    }

    /** Asks to try the beginning of the letters that end before the digit at {@code index}. */
    void read(String text, int index, LetterTriggers.Attempt attempt) {
        if (index == 0 || !Ascii.isLetter(text.charAt(index - 1)) || !Ascii.isAlphanumericAt(text, index + behind)) {
            return;
        }
        var start = index - 1;
        var limit = Math.max(0, index - lettersMax);
        while (start > limit && Ascii.isLetter(text.charAt(start - 1))) {
            start--;
        }
        for (var begin = start;
                begin <= Math.min(index - 1, start + 1);
                begin++) { // the first letter may end an escape
            if (Edge.WORD.allowsStart(text, begin)) {
                for (var use : uses[text.charAt(begin)]) {
                    if (index - begin <= use.mixed.lettersMax()) {
                        attempt.at(use.order, use.mixed.ahead(), begin);
                    }
                }
            }
        }
    }

    /** A detector that such letters make look. */
    private record Use(int order, Mixed mixed) {}
}
