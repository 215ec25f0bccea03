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

    /** What stands between two places says about each detector. */
    Marks read(String text, int from, int to) {
        if (from >= to) {
            return Marks.NONE;
        }
        var words = Words.of(text, from, to);
        var found = Marks.NONE;
        var state = 0;
        for (var index = 0; index < words.length(); index++) {
            state = automaton.step(state, words.charAt(index));
            if (automaton.accepts(state)) {
                for (var output : automaton.outputs(state)) {
                    found = found.and(marks.get(output));
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

        boolean raises(int order) {
            return raised.length > 0 && (raised[order >> 6] & (1L << order)) != 0;
        }

        boolean lowers(int order) {
            return lowered.length > 0 && (lowered[order >> 6] & (1L << order)) != 0;
        }

        private void set(int order, boolean raises) {
            (raises ? raised : lowered)[order >> 6] |= 1L << order;
        }

        private Marks and(Marks other) {
            if (raised.length == 0) {
                return other;
            }
            var both = new Marks(raised.clone(), lowered.clone());
            for (var index = 0; index < raised.length; index++) {
                both.raised[index] |= other.raised[index];
                both.lowered[index] |= other.lowered[index];
            }
            return both;
        }
    }
}
