// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds literals of like length by grams, up to four characters of each: a filter that stays in the fastest cache says
 * where one may stand, a table behind it which. Of long literals as many grams on end are in the filter as places of a
 * text are passed over at a time, so that one of them is met wherever the literal stands. Immutable.
 */
final class Grams {
    /** The most characters of a gram. */
    static final int CHARS_MAX = Integer.BYTES;

    private static final int HASH = 0x9E3779B1;
    /** Makes capitals small, and a few other characters alike: the whole literal is compared in the end. */
    private static final int SMALL = 0x20202020;

    private static final int FILTER_BITS_LOG2_MIN = 13;
    private static final int FILTER_BITS_LOG2_MAX = 18;
    /** Bits of the filter for each gram: so many places are looked at in vain, one of so many. */
    private static final int FILTER_BITS_PER_GRAM = 16;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int chars;
    private final int mask;
    private final int step;
    /** The fields in whose texts one of the literals means something, as bits. */
    private final long slots;

    private final long[] filter;
    private final int filterShift;
    private final int[] keys;
    private final Found[] @Nullable [] values;

    /** A literal, and where in it the gram begins that was met. */
    private record Found(Literal literal, int gramStart) {}

    /**
     * @param chars how many characters a gram has, up to {@link #CHARS_MAX}; no literal has fewer
     * @param step how many places are passed over at a time; each literal has as many grams at least
     */
    Grams(int chars, int step, List<Literal> literals) {
        this.chars = chars;
        this.step = step;
        mask = chars == CHARS_MAX ? -1 : (1 << (chars * Byte.SIZE)) - 1;
        slots = literals.stream().mapToLong(Literal::slots).reduce(0, (left, right) -> left | right);
        var byGram = new HashMap<Integer, List<Found>>();
        for (var literal : literals) {
            var first = literal.rarest(chars + step - 1);
            for (var start = first; start < first + step; start++) {
                byGram.computeIfAbsent(gram(literal.bytes(), start), unknown -> new ArrayList<>())
                        .add(new Found(literal, start));
            }
        }
        var filterBitsLog2 = filterBitsLog2(byGram.size());
        filterShift = Integer.SIZE - filterBitsLog2;
        filter = new long[1 << (filterBitsLog2 - 6)];
        keys = new int[Integer.highestOneBit(byGram.size()) * 4];
        values = new Found[keys.length][];
        fill(byGram);
    }

    private static int filterBitsLog2(int gramCount) {
        var log2 = Integer.SIZE - Integer.numberOfLeadingZeros(gramCount * FILTER_BITS_PER_GRAM - 1);
        return Math.max(FILTER_BITS_LOG2_MIN, Math.min(FILTER_BITS_LOG2_MAX, log2));
    }

    private void fill(Map<Integer, List<Found>> byGram) {
        byGram.forEach((gram, found) -> {
            var bit = bit(gram);
            filter[bit >> 6] |= 1L << bit;
            var place = place(gram);
            keys[place] = gram;
            values[place] = found.toArray(Found[]::new);
        });
    }

    private int bit(int gram) {
        return (gram * HASH) >>> filterShift;
    }

    /** Where the gram stands in the table, or would. */
    private int place(int gram) {
        var place = bit(gram) & (keys.length - 1);
        while (values[place] != null && keys[place] != gram) {
            place = (place + 1) & (keys.length - 1);
        }
        return place;
    }

    /** The gram that begins at a place, of which one byte at least is there to spare or none is needed. */
    private int gram(byte[] bytes, int start) {
        var gram = 0;
        for (var index = 0; index < chars; index++) {
            gram |= (bytes[start + index] & 0xFF) << (index * Byte.SIZE);
        }
        return (gram | SMALL) & mask;
    }

    /** Whether one of the literals means something in the texts of these fields, given as bits. */
    boolean areOf(long fields) {
        return (slots & fields) != 0;
    }

    /** Sets in {@code into} what the literals that stand in a text of these fields mean. */
    void scan(byte[] text, long fields, long[] into) {
        var bits = filter;
        var index = 0;
        for (; index <= text.length - CHARS_MAX; index += step) {
            var gram = ((int) INTS.get(text, index) | SMALL) & mask;
            var bit = (gram * HASH) >>> filterShift;
            if ((bits[bit >> 6] & (1L << bit)) != 0) {
                mark(gram, text, index, fields, into);
            }
        }
        for (; index <= text.length - chars; index += step) {
            mark(gram(text, index), text, index, fields, into);
        }
    }

    private void mark(int gram, byte[] text, int index, long fields, long[] into) {
        var found = values[place(gram)];
        if (found != null) {
            for (var one : found) {
                one.literal.markAt(text, index - one.gramStart, fields, into);
            }
        }
    }
}
