// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What makes the detectors look, put together so that one pass over a text meets all of it. Immutable and thread-safe.
 */
final class Triggers {
    /** In place of the order of a detector: the text may be read as something else. */
    static final int CODED = -1;

    /** What may be read as something else, so that the text is looked at once more. */
    private static final List<LiteralUse> DECODING = Stream.concat(
                    Stream.of(
                            new LiteralUse(CODED, "%", new Trigger.Literals(List.of("%"), DecodedText::percentAhead))),
                    Stream.of(
                                    "&#", "&c", "&p", "&h", "&d", "&n", "&l", "&e", "&s", "&m", "&r", "&z", "&t", "&a",
                                    "&q", "\\u", "\\/")
                            .map(literal -> new LiteralUse(CODED, literal, Trigger.Literals.of(literal))))
            .toList();

    private final Automaton automaton;
    private final LiteralUse[] uses;
    private final DigitTriggers digits;
    private final LetterTriggers letters;
    private final MixedTriggers mixed;
    private final int[] everywhere;

    Triggers(List<Detector> detectors) {
        var literals = new ArrayList<LiteralUse>(DECODING);
        var words = IntStream.builder();
        for (var order = 0; order < detectors.size(); order++) {
            var trigger = detectors.get(order).trigger();
            if (trigger instanceof Trigger.Letters
                    || trigger instanceof Trigger.Digits
                    || trigger instanceof Trigger.Mixed) {
                checkEdge(detectors.get(order));
            } else if (trigger instanceof Trigger.Around around) {
                literals.add(new LiteralUse(order, around.anchor(), around));
            } else if (trigger instanceof Trigger.Literals any) {
                checkNesting(any.literals());
                for (var literal : any.literals()) {
                    literals.add(new LiteralUse(order, literal, any));
                }
            } else if (trigger instanceof Trigger.Beside beside) {
                checkNesting(beside.literals());
                for (var literal : beside.literals()) {
                    literals.add(new LiteralUse(order, literal, beside));
                }
            } else if (trigger instanceof Trigger.Words) {
                words.add(order);
            }
        }
        uses = literals.toArray(LiteralUse[]::new);
        digits = new DigitTriggers(detectors);
        letters = new LetterTriggers(detectors);
        mixed = new MixedTriggers(detectors);
        everywhere = words.build().toArray();
        automaton = new Automaton(literals.stream().map(LiteralUse::literal).toList());
    }

    /** The literals. */
    Automaton automaton() {
        return automaton;
    }

    /** What the automaton tells by this position. */
    LiteralUse use(int output) {
        return uses[output];
    }

    DigitTriggers digits() {
        return digits;
    }

    LetterTriggers letters() {
        return letters;
    }

    MixedTriggers mixed() {
        return mixed;
    }

    /** Detectors that look at each word, by their order. */
    int[] everywhere() {
        return everywhere;
    }

    private static void checkNesting(List<String> literals) {
        for (var outer : literals) {
            for (var inner : literals) {
                var at = outer.indexOf(inner);
                if (at >= 0 && at + inner.length() < outer.length()) {
                    throw new IllegalArgumentException(
                            "literal: " + inner + " in " + outer + " (expected: at its end)");
                }
            }
        }
    }

    private static void checkEdge(Detector detector) {
        if (detector.before() == Edge.ANY || detector.before() == Edge.LOCAL_PART) {
            throw new IllegalArgumentException(
                    "edge: " + detector.before() + " of " + detector.type() + " (expected: one that refuses letters)");
        }
    }

    /**
     * A literal that makes a detector look.
     *
     * @param atPlace what must be so where the literal stands
     */
    record LiteralUse(int order, String literal, Trigger trigger, Ahead atPlace) {
        LiteralUse(int order, String literal, Trigger trigger) {
            this(order, literal, trigger, trigger instanceof Trigger.Beside ? Ahead.ANY : trigger.ahead());
        }
    }
}
