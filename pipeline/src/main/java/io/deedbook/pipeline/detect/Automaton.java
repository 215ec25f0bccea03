// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many literals in one pass: Aho and Corasick's automaton with all transitions made out, over classes of
 * characters. Letters have no case; everything outside ASCII is one class. Immutable.
 */
final class Automaton {
    /** What follows ASCII, which no literal has. */
    static final int CHARACTERS = 128;

    private final byte[] classes;
    /** A row for each state, of as many places as {@code shift} bits tell apart. */
    private final char[] next;

    private final int shift;
    private final int firstAccepting;
    private final int[][] outputs;

    /** The automaton of these literals (ASCII); what is found is told by its position in the list. */
    Automaton(List<String> literals) {
        classes = classesOf(literals);
        var trie = new Trie(literals);
        shift = Integer.SIZE - Integer.numberOfLeadingZeros(trie.width - 1);
        var order = trie.acceptingLast();
        if (order.length > Character.MAX_VALUE) {
            throw new IllegalArgumentException("states: " + order.length + " (expected: <= 65535)");
        }
        next = new char[order.length << shift];
        outputs = new int[order.length][];
        var accepting = 0;
        for (var state = 0; state < order.length; state++) {
            var place = order[state];
            outputs[place] =
                    trie.outputs.get(state).stream().mapToInt(Integer::intValue).toArray();
            accepting += outputs[place].length > 0 ? 1 : 0;
            for (var unit = 0; unit < trie.width; unit++) {
                next[(place << shift) + unit] = (char) order[trie.next.get(state)[unit]];
            }
        }
        firstAccepting = order.length - accepting;
    }

    /** The state after {@code unit}, which is ASCII; 0 is where to begin, and the state after all others. */
    int step(int state, char unit) {
        return next[(state << shift) + classes[unit]];
    }

    /** Whether a literal ends here. */
    boolean accepts(int state) {
        return state >= firstAccepting;
    }

    /** The literals that end here, the longest first. */
    int[] outputs(int state) {
        return outputs[state];
    }

    private static byte[] classesOf(List<String> literals) {
        var classes = new byte[CHARACTERS];
        var count = 1;
        for (var literal : literals) {
            for (var index = 0; index < literal.length(); index++) {
                var lower = Character.toLowerCase(literal.charAt(index));
                if (lower >= CHARACTERS) {
                    throw new IllegalArgumentException("literal: " + literal + " (expected: ASCII)");
                }
                if (classes[lower] == 0) {
                    classes[lower] = (byte) count++;
                    classes[Character.toUpperCase(lower)] = classes[lower];
                }
            }
        }
        return classes;
    }

    /** The trie with its failure links followed to the end. */
    private final class Trie {
        private final List<int[]> next = new ArrayList<>();
        private final List<List<Integer>> outputs = new ArrayList<>();
        /** The states, those of short prefixes first. */
        private final List<Integer> byDepth = new ArrayList<>();

        private final int width;

        Trie(List<String> literals) {
            var classMax = 0;
            for (var unit : classes) {
                classMax = Math.max(classMax, unit);
            }
            width = classMax + 1;
            addState();
            for (var position = 0; position < literals.size(); position++) {
                add(literals.get(position), position);
            }
            complete();
        }

        private int addState() {
            var targets = new int[width];
            Arrays.fill(targets, -1);
            next.add(targets);
            outputs.add(new ArrayList<>());
            return next.size() - 1;
        }

        private void add(String literal, int position) {
            var state = 0;
            for (var index = 0; index < literal.length(); index++) {
                var unit = classes[literal.charAt(index)];
                var targets = next.get(state);
                if (targets[unit] < 0) {
                    targets[unit] = addState();
                }
                state = targets[unit];
            }
            outputs.get(state).add(position);
        }

        private void complete() {
            var fail = new int[next.size()];
            var queue = new ArrayDeque<Integer>();
            queue.add(0);
            while (!queue.isEmpty()) {
                int state = queue.remove();
                byDepth.add(state);
                outputs.get(state).addAll(state == 0 ? List.of() : outputs.get(fail[state]));
                for (var unit = 0; unit < width; unit++) {
                    var target = next.get(state)[unit];
                    var shorter = state == 0 ? 0 : next.get(fail[state])[unit];
                    if (target < 0) {
                        next.get(state)[unit] = shorter;
                    } else {
                        fail[target] = shorter;
                        queue.add(target);
                    }
                }
            }
        }

        /** The new number of each state: the accepting ones last, else those together that are often met. */
        private int[] acceptingLast() {
            var order = new int[next.size()];
            var number = 0;
            for (var accepting = 0; accepting < 2; accepting++) {
                for (int state : byDepth) {
                    if (outputs.get(state).isEmpty() == (accepting == 0)) {
                        order[state] = number++;
                    }
                }
            }
            return order;
        }
    }
}
