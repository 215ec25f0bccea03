// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Whether letters and digits look as if a machine drew them, rather than a person chose them. */
final class Randomness {
    private static final int CHARS_MIN = 12;
    private static final int CHARS_SEEN_MAX = 128;
    private static final double BITS_MIN = 3.0;
    private static final int WORD_CHARS_MIN = 4;
    private static final int DIGITS_MIN = 3;
    private static final int TURNS_MIN = 4;

    private Randomness() {}

    /**
     * Whether {@code [start, end)} looks random: letters and digits alternate, few runs of small letters are as long as
     * words, and no few characters make most of it.
     */
    static boolean seems(String text, int start, int end) {
        var seen = new Seen();
        for (var index = start; index < Math.min(end, start + CHARS_SEEN_MAX); index++) {
            seen.add(text.charAt(index));
        }
        seen.endWord();
        if (seen.count < CHARS_MIN || seen.digits == 0 || seen.bits() < BITS_MIN) {
            return false;
        }
        if (seen.capitals == 0 || seen.smalls == 0) {
            return seen.digits >= DIGITS_MIN && seen.turns >= TURNS_MIN;
        }
        return seen.inWords * 5 <= seen.count * 2 && seen.turns * 5 >= seen.count;
    }

    /** Counts of what was seen. Not thread-safe. */
    private static final class Seen {
        private final int[] counts = new int[128];

        // Mutable state, owned by the scanning thread.
        private int count;
        private int digits;
        private int capitals;
        private int smalls;
        private int turns;
        private int wordLength;
        private int inWords;
        private int kind;

        void add(char unit) {
            if (!Ascii.isAlphanumeric(unit)) {
                endWord();
                return;
            }
            counts[unit]++;
            count++;
            var now = Ascii.isDigit(unit) ? 1 : unit <= 'Z' ? 2 : 3;
            digits += now == 1 ? 1 : 0;
            capitals += now == 2 ? 1 : 0;
            smalls += now == 3 ? 1 : 0;
            turns += kind != 0 && kind != now ? 1 : 0;
            kind = now;
            if (now == 3) {
                wordLength++;
            } else {
                endWord();
            }
        }

        void endWord() {
            inWords += wordLength >= WORD_CHARS_MIN ? wordLength : 0;
            wordLength = 0;
        }

        /** Shannon's entropy, in bits a character. */
        double bits() {
            var bits = 0.0;
            for (var times : counts) {
                if (times > 0) {
                    var share = (double) times / count;
                    bits -= share * Math.log(share) / Math.log(2);
                }
            }
            return bits;
        }
    }
}
