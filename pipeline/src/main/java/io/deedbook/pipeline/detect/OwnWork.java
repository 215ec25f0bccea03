// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * What the patterns that a policy brings may still spend on one text, in instructions of a program times characters
 * that it read. Where it is spent the text can't be searched, so it must not be kept. For one thread.
 *
 * <p>An instruction costs at most 15 ns a character, so a text costs at most 1.5 ms and 6 ms more for every 1,000
 * characters.
 */
final class OwnWork {
    private static final long WORK_MIN = 100_000;
    private static final long WORK_OF_UNIT = 400;

    // Mutable state, owned by the caller.
    private long left;

    OwnWork(String text) {
        left = WORK_MIN + WORK_OF_UNIT * text.length();
    }

    /** A stretch of the text to match a pattern in, of which is noted how far it was read. */
    Stretch stretch(String text, int start, int end) {
        return new Stretch(text, start, end);
    }

    /** Takes what a program has cost on a stretch. */
    void spend(int programSize, Stretch stretch) {
        left -= (long) programSize * (stretch.read + 1);
        if (left < 0) {
            throw new TooDearException();
        }
    }

    /** A pattern's view of a text. */
    static final class Stretch implements CharSequence {
        private final String text;
        private final int start;
        private final int end;
        private int read;

        private Stretch(String text, int start, int end) {
            this.text = text;
            this.start = start;
            this.end = end;
        }

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            read = Math.max(read, index + 1);
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.substring(start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    /** A text on which the patterns of a policy spend more than they may. */
    static final class TooDearException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooDearException() {
            super("A policy's own detectors are too slow on this text.", null, false, false);
        }
    }
}
