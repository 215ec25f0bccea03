// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * A detector that a policy defines. A match has no letter or digit right before or after it, and at most 256
 * characters.
 *
 * @param name of the type: a lower-case letter, then letters, digits and underscores; none of the built-in ones
 * @param category wire name of a {@link Category}
 * @param pattern RE2, without anchors
 * @param validator name of a checksum over the digits and letters of a match: {@code none}, {@code luhn},
 *     {@code mod97}, {@code mod11}, {@code verhoeff}
 * @param near words that make a match near them one step surer
 * @param notNear words that make a match near them one step less sure
 * @param confidence {@code low} (reported with a word of {@code near}, or on the paranoid level), {@code medium}
 *     (reported without a word of {@code notNear}) or {@code high} (reported always)
 */
public record CustomDetector(
        String name,
        String category,
        String pattern,
        String validator,
        List<String> near,
        List<String> notNear,
        String confidence) {
    private static final int WORDS_MAX = 50;
    private static final int WORD_CHARS_MAX = 64;
    private static final int DEAR_MAX = 4;

    public CustomDetector {
        near = List.copyOf(near);
        notNear = List.copyOf(notNear);
    }

    /**
     * One thing that is wrong with a definition.
     *
     * @param index of the detector in the list
     * @param member name of the component
     * @param reason what is wrong and what was expected
     */
    public record Problem(int index, String member, String reason) {
        @Override
        public String toString() {
            return "own[" + index + "]." + member + ": " + reason;
        }
    }

    /** Everything that is wrong with these definitions; empty when an engine can be made of them. */
    public static List<Problem> problems(List<CustomDetector> own) {
        var problems = new ArrayList<Problem>();
        var names = new HashSet<String>();
        var dear = 0;
        for (var index = 0; index < own.size(); index++) {
            var detector = own.get(index);
            detector.check(index, problems);
            if (!names.add(detector.name)) {
                problems.add(new Problem(index, "name", "is used twice"));
            }
            if (index == DetectorEngine.OWN_MAX) {
                problems.add(new Problem(index, "name", "is one too many (expected: <= " + index + " detectors)"));
            }
            dear += CustomPattern.isDear(detector.pattern) ? 1 : 0;
            if (dear > DEAR_MAX && CustomPattern.isDear(detector.pattern)) {
                problems.add(new Problem(
                        index,
                        "pattern",
                        "begins with neither two fixed characters nor a digit (expected: <= " + DEAR_MAX + " such)"));
            }
        }
        return List.copyOf(problems);
    }

    /** The instructions of all patterns together. */
    public static long programSum(List<CustomDetector> own) {
        return own.stream()
                .mapToLong(detector -> CustomPattern.programSize(detector.pattern))
                .sum();
    }

    private void check(int index, List<Problem> problems) {
        if (!TokenShape.isType(name)) {
            problems.add(new Problem(index, "name", "expected: [a-z][a-z0-9_]{0,39}"));
        } else if (DetectorEngine.isBuiltIn(name)) {
            problems.add(new Problem(index, "name", name + " is built in"));
        }
        if (Category.of(category).isEmpty()) {
            problems.add(new Problem(index, "category", "expected: one of " + Category.wireNames()));
        }
        CustomPattern.problem(pattern).ifPresent(reason -> problems.add(new Problem(index, "pattern", reason)));
        if (Checksum.of(validator).isEmpty()) {
            problems.add(new Problem(index, "validator", "expected: one of " + Checksum.wireNames()));
        }
        if (!Confidence.WIRE_NAMES.contains(confidence)) {
            problems.add(new Problem(index, "confidence", "expected: one of " + Confidence.WIRE_NAMES));
        }
        checkWords(index, "near", near, problems);
        checkWords(index, "notNear", notNear, problems);
    }

    private static void checkWords(int index, String member, List<String> words, List<Problem> problems) {
        var readable =
                words.stream().allMatch(word -> word.length() <= WORD_CHARS_MAX && ContextWords.isReadable(word));
        if (words.size() > WORDS_MAX || !readable) {
            problems.add(new Problem(
                    index,
                    member,
                    "expected: <= " + WORDS_MAX + " words of letters or digits, <= " + WORD_CHARS_MAX
                            + " characters each"));
        }
    }

    /** The detector; the definition must be without problems. */
    Detector compile() {
        return Detector.of(name, Category.of(category).orElseThrow())
                .what("", validator)
                .pattern(CustomPattern.inner(pattern), 0, CustomPattern.MATCH_CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .validator(Checksum.of(validator).orElseThrow())
                .confidence(Confidence.valueOf(confidence.toUpperCase(Locale.ROOT)))
                .near(near.toArray(String[]::new))
                .notNear(notNear.toArray(String[]::new))
                .on(CustomPattern.trigger(pattern));
    }
}
