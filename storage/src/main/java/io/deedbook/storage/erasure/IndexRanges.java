// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Indexes in a log as ranges: {@code 0-4,17,23-30}, ascending, ends included, neighbours joined. Two numbers a range,
 * however many indexes. Immutable.
 */
public final class IndexRanges {
    /** No index. */
    public static final IndexRanges NONE = new IndexRanges(new long[0], new long[0]);

    private static final int DIGITS_MAX = 18;

    private final long[] first;
    private final long[] last;

    private IndexRanges(long[] first, long[] last) {
        this.first = first;
        this.last = last;
    }

    /** These indexes, which ascend. */
    public static IndexRanges of(Collection<Long> ascending) {
        var ranges = new Ranges();
        ascending.forEach(index -> ranges.add(index, index));
        return ranges.made();
    }

    /** All from {@code first} to {@code last}. */
    public static IndexRanges of(long first, long last) {
        var ranges = new Ranges();
        ranges.add(first, last);
        return ranges.made();
    }

    /**
     * Reads the text of ranges.
     *
     * @param end every index must be below it
     * @throws IllegalArgumentException for whatever {@link #toString} would not write
     */
    public static IndexRanges parse(String text, long end) {
        if (text.isEmpty()) {
            return NONE;
        }
        var ranges = new Ranges();
        for (var range : text.split(",", -1)) {
            var dash = range.indexOf('-');
            var first = number(dash < 0 ? range : range.substring(0, dash));
            ranges.add(first, dash < 0 ? first : number(range.substring(dash + 1)));
        }
        var made = ranges.made();
        if (made.end() > end || !made.toString().equals(text)) {
            throw malformed();
        }
        return made;
    }

    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > DIGITS_MAX || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed();
        }
        return Long.parseLong(digits);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("indexes (expected: ascending ranges such as 0-4,17)");
    }

    /** What is in any of these. */
    public static IndexRanges union(List<IndexRanges> all) {
        var pairs = new ArrayList<long[]>();
        for (var ranges : all) {
            for (var position = 0; position < ranges.first.length; position++) {
                pairs.add(new long[] {ranges.first[position], ranges.last[position]});
            }
        }
        pairs.sort(Comparator.comparingLong(pair -> pair[0]));
        var union = new Ranges();
        pairs.forEach(pair -> union.join(pair[0], pair[1]));
        return union.made();
    }

    public boolean contains(long index) {
        var found = Arrays.binarySearch(first, index);
        var range = found >= 0 ? found : -found - 2;
        return range >= 0 && index <= last[range];
    }

    /** Whether any index is in both. */
    public boolean intersects(IndexRanges other) {
        var mine = 0;
        var others = 0;
        while (mine < first.length && others < other.first.length) {
            if (last[mine] < other.first[others]) {
                mine++;
            } else if (other.last[others] < first[mine]) {
                others++;
            } else {
                return true;
            }
        }
        return false;
    }

    /** The index after the last, 0 for none. */
    public long end() {
        return last.length == 0 ? 0 : last[last.length - 1] + 1;
    }

    /** How many from 0 on are in it without a gap. */
    public long prefix() {
        return first.length == 0 || first[0] != 0 ? 0 : last[0] + 1;
    }

    /** How many indexes. */
    public long count() {
        var count = 0L;
        for (var range = 0; range < first.length; range++) {
            count += last[range] - first[range] + 1;
        }
        return count;
    }

    /** All indexes from {@code from} on, ascending. */
    public LongStream from(long from) {
        var found = Arrays.binarySearch(last, from);
        return LongStream.range(found >= 0 ? found : -found - 1, first.length)
                .flatMap(range -> LongStream.rangeClosed(Math.max(from, first[(int) range]), last[(int) range]));
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var range = 0; range < first.length; range++) {
            text.append(range == 0 ? "" : ",").append(first[range]);
            if (last[range] > first[range]) {
                text.append('-').append(last[range]);
            }
        }
        return text.toString();
    }

    /** Ranges while they are put together. For one thread. */
    private static final class Ranges {
        private long[] first = new long[8];
        private long[] last = new long[8];
        private int count;

        void add(long from, long to) {
            if (to < from || (count > 0 && from <= last[count - 1])) {
                throw malformed();
            }
            join(from, to);
        }

        /** As {@link #add}, also where it begins among what is there. */
        void join(long from, long to) {
            if (count > 0 && from <= last[count - 1] + 1) {
                last[count - 1] = Math.max(last[count - 1], to);
                return;
            }
            if (count == first.length) {
                first = Arrays.copyOf(first, 2 * count);
                last = Arrays.copyOf(last, 2 * count);
            }
            first[count] = from;
            last[count++] = to;
        }

        IndexRanges made() {
            return count == 0 ? NONE : new IndexRanges(Arrays.copyOf(first, count), Arrays.copyOf(last, count));
        }
    }
}
