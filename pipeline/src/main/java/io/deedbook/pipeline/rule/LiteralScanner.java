// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds in one pass which literals stand in a text, whatever their number: an Aho-Corasick automaton with its failures
 * worked out, over classes of ASCII characters. Immutable.
 */
final class LiteralScanner {
    private static final int ASCII = 128;

    private final int classesCount;
    private final int[] classes;
    /** The next state times {@link #classesCount}, by state times classes plus class. */
    private final int[] next;
    /** What each state adds, by state; null where nothing. */
    private final long[] @Nullable [] found;

    private LiteralScanner(int classesCount, int[] classes, int[] next, long[] @Nullable [] found) {
        this.classesCount = classesCount;
        this.classes = classes;
        this.next = next;
        this.found = found;
    }

    /**
     * The scanner for these literals.
     *
     * @param literals folded, ASCII, not empty; with the bits to set where they stand
     */
    static LiteralScanner of(Map<String, long[]> literals) {
        var classes = new int[ASCII];
        var classesCount = 1;
        for (var literal : literals.keySet()) {
            for (var index = 0; index < literal.length(); index++) {
                if (classes[literal.charAt(index)] == 0) {
                    classes[literal.charAt(index)] = classesCount++;
                }
            }
        }
        var children = new ArrayList<int[]>(List.of(new int[classesCount]));
        var bits = new ArrayList<long @Nullable []>();
        bits.add(null);
        literals.forEach((literal, literalBits) -> insert(literal, literalBits, classes, children, bits));
        return linked(classesCount, classes, children, bits);
    }

    private static void insert(
            String literal, long[] literalBits, int[] classes, List<int[]> children, List<long @Nullable []> bits) {
        var state = 0;
        for (var index = 0; index < literal.length(); index++) {
            var at = classes[literal.charAt(index)];
            if (children.get(state)[at] == 0) {
                children.get(state)[at] = children.size();
                children.add(new int[children.get(0).length]);
                bits.add(null);
            }
            state = children.get(state)[at];
        }
        bits.set(state, union(bits.get(state), literalBits));
    }

    /** Breadth first, so that the state a failure leads to is always done already. */
    private static LiteralScanner linked(
            int classesCount, int[] classes, List<int[]> children, List<long @Nullable []> bits) {
        var failures = new int[children.size()];
        var queue = new ArrayDeque<Integer>(List.of(0));
        while (!queue.isEmpty()) {
            var state = queue.remove();
            var failure = failures[state];
            for (var at = 0; at < classesCount; at++) {
                var child = children.get(state)[at];
                if (child == 0) {
                    children.get(state)[at] = state == 0 ? 0 : children.get(failure)[at];
                    continue;
                }
                failures[child] = state == 0 ? 0 : children.get(failure)[at];
                bits.set(child, union(bits.get(child), bits.get(failures[child])));
                queue.add(child);
            }
        }
        var next = new int[children.size() * classesCount];
        for (var state = 0; state < children.size(); state++) {
            for (var at = 0; at < classesCount; at++) {
                next[state * classesCount + at] = children.get(state)[at] * classesCount;
            }
        }
        return new LiteralScanner(classesCount, classes, next, bits.toArray(long[][]::new));
    }

    private static long @Nullable [] union(long @Nullable [] left, long @Nullable [] right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        var union = Arrays.copyOf(left, left.length);
        Bits.or(union, right);
        return union;
    }

    /** Sets in {@code into} the bits of every literal that stands in {@code text}, which is folded. */
    void scan(String text, long[] into) {
        var state = 0;
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            state = next[state + (unit < ASCII ? classes[unit] : 0)];
            if (state != 0) {
                var bits = found[state / classesCount];
                if (bits != null) {
                    Bits.or(into, bits);
                }
            }
        }
    }
}
