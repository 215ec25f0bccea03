// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** A long stretch of a text, looked at without a copy: most looks end at its first units. */
record Window(String text, int start, int end) implements CharSequence {
    /** From how many units on a copy is dearer. */
    static final int UNITS_MIN = 128;

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
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
