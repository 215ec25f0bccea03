// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.Arrays;

/**
 * The long texts of one record with the fields that each belongs to, so that none is read twice. Comparing two texts of
 * one length costs a tenth of reading one for literals.
 */
final class DistinctTexts {
    /** Shorter texts are read sooner than found here. */
    private static final int CHARS_MIN = 8;

    private static final int COUNT_MAX = 32;
    private static final int COUNT_EXPECTED = 8;

    private String[] texts = new String[COUNT_EXPECTED];
    private long[] slots = new long[COUNT_EXPECTED];
    /** As bits, the shapes of the texts: most that are not among them are told by that. */
    private long shapes;

    private int count;

    /** Keeps a text; false when the caller had better read it at once. */
    boolean add(String text, long slot) {
        if (text.length() < CHARS_MIN) {
            return false;
        }
        var shape = shape(text);
        if ((shapes & shape) != 0 && has(text, slot)) {
            return true;
        }
        if (count == COUNT_MAX) {
            return false;
        }
        if (count == texts.length) {
            texts = Arrays.copyOf(texts, COUNT_MAX);
            slots = Arrays.copyOf(slots, COUNT_MAX);
        }
        shapes |= shape;
        texts[count] = text;
        slots[count++] = slot;
        return true;
    }

    /** One bit that texts share when they are the same, and seldom else: most have another length or another middle. */
    private static long shape(String text) {
        return 1L << (text.length() * 5 + text.charAt(text.length() / 2));
    }

    private boolean has(String text, long slot) {
        for (var index = 0; index < count; index++) {
            if (texts[index].equals(text)) {
                slots[index] |= slot;
                return true;
            }
        }
        return false;
    }

    int count() {
        return count;
    }

    String text(int index) {
        return texts[index];
    }

    /** The fields that the text belongs to, as bits. */
    long slots(int index) {
        return slots[index];
    }
}
