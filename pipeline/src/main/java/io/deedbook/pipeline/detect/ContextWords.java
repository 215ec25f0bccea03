// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The context words of many detectors, found in one pass over a few words of text. Immutable and thread-safe. */
final class ContextWords {
    private final Automaton automaton;
    private final List<Marks> marks = new ArrayList<>();

    ContextWords(List<Detector> detectors) {
        Map<String, Marks> byWords = new LinkedHashMap<>();
        for (var order = 0; order < detectors.size(); order++) {
            var context = detectors.get(order).context();
            for (var word : context.raising()) {
                add(byWords, word, order, detectors.size(), true);
            }
            for (var word : context.lowering()) {
                add(byWords, word, order, detectors.size(), false);
            }
        }
        marks.addAll(byWords.values());
        automaton = new Automaton(List.copyOf(byWords.keySet()));
    }

    /** Which of the words that speak for and against a detector counts. */
    enum Order {
        /** The last: the text stands before a match. */
        LAST,
        /** The first: the text stands after a match. */
        FIRST,
        /** All. */
        ALL
    }

    /** What the words between two places say about each detector. */
    Marks read(Words words, String text, int from, int to, Order order) {
        if (from >= to) {
            return Marks.NONE;
        }
        var length = words.fold(text, from, to);
        var found = Marks.NONE;
        var state = 0;
        for (var index = 0; index < length; index++) {
            state = automaton.step(state, words.at(index));
            if (automaton.accepts(state)) {
                found = found.isNone() ? Marks.of(64 * marks.get(0).raised.length) : found;
                var outputs = automaton.outputs(state);
                for (var output = 0; output < outputs.length; output++) { // of those that end here the longest counts
                    var which = order == Order.LAST ? outputs.length - 1 - output : output;
                    found.add(marks.get(outputs[which]), order);
                }
            }
        }
        return found;
    }

    /** Whether a context word has letters or digits. */
    static boolean isReadable(String word) {
        return !Words.of(word, 0, word.length()).isBlank();
    }

    /** A word, its plural, and several words written as one. */
    private static void add(Map<String, Marks> byWords, String word, int order, int count, boolean raises) {
        var folded = Words.of(word, 0, word.length());
        var inner = folded.trim();
        if (!isReadable(word)) {
            throw new IllegalArgumentException("context word: " + word + " (expected: letters or digits)");
        }
        var start = Words.isUnspaced(word.charAt(0)) ? inner : ' ' + inner;
        var end = word.charAt(word.length() - 1);
        var literals = new ArrayList<String>();
        literals.add(Words.isUnspaced(end) ? start : start + ' ');
        if (Ascii.isLetter(end) && end != 's') {
            literals.add(start + "s ");
        }
        if (inner.indexOf(' ') > 0 && start.charAt(0) == ' ') {
            literals.add(' ' + inner.replace(" ", "") + ' ');
        }
        for (var literal : literals) {
            byWords.computeIfAbsent(literal, key -> Marks.of(count)).set(order, raises);
        }
    }

    /**
     * Which detectors are surer, and which less sure.
     *
     * @param raised a bit for each detector
     * @param lowered a bit for each detector
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and owned by this class
    record Marks(long[] raised, long[] lowered) {
        static final Marks NONE = new Marks(new long[0], new long[0]);

        private static Marks of(int detectors) {
            return new Marks(new long[(detectors + 63) / 64], new long[(detectors + 63) / 64]);
        }

        boolean says(int order) {
            return raises(order) || lowers(order);
        }

        boolean raises(int order) {
            return raised.length > 0 && (raised[order >> 6] & (1L << order)) != 0;
        }

        boolean lowers(int order) {
            return lowered.length > 0 && (lowered[order >> 6] & (1L << order)) != 0;
        }

        private void set(int order, boolean raises) {
            (raises ? raised : lowered)[order >> 6] |= 1L << order;
        }

        private boolean isNone() {
            return raised.length == 0;
        }

        private void add(Marks other, Order order) {
            for (var index = 0; index < raised.length; index++) {
                var known = order == Order.FIRST ? raised[index] | lowered[index] : 0;
                var raises = other.raised[index] & ~known;
                var lowers = other.lowered[index] & ~known;
                if (order == Order.LAST) {
                    raised[index] &= ~other.lowered[index];
                    lowered[index] &= ~other.raised[index];
                }
                raised[index] |= raises;
                lowered[index] |= lowers;
            }
        }
    }
}
