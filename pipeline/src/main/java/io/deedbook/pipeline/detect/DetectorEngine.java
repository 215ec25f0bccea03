// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Overlaps.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds personal data and secrets in text: one pass looks for the triggers of all detectors at once, and only where one
 * fires is its pattern tried, on a bounded window. Linear in the length of the text, whatever it holds. Immutable and
 * thread-safe.
 */
public final class DetectorEngine implements Scanner {
    private static final DetectorEngine BUILT_IN = new DetectorEngine(Detectors.ALL.stream()
            .filter(detector -> detector.confidence() != Confidence.LOW)
            .toList());
    private static final DetectorEngine PARANOID = new DetectorEngine(Detectors.ALL);

    private final List<Detector> detectors;
    private final Automaton automaton;
    private final LiteralUse[] uses;
    private final DigitUse[][] digitUses = new DigitUse[DigitGroups.LENGTH_MAX + 1][];
    private final LetterTriggers letterTriggers;

    DetectorEngine(List<Detector> detectors) {
        this.detectors = List.copyOf(detectors);
        var literals = new ArrayList<LiteralUse>();
        var digits = new ArrayList<DigitUse>();
        for (var order = 0; order < detectors.size(); order++) {
            var trigger = detectors.get(order).trigger();
            if (trigger instanceof Trigger.Letters) {
                checkEdge(detectors.get(order));
            } else if (trigger instanceof Trigger.Digits shape) {
                checkEdge(detectors.get(order));
                digits.add(new DigitUse(order, shape, DigitGroups.maskOf(shape.separators())));
            } else if (trigger instanceof Trigger.Around around) {
                literals.add(new LiteralUse(order, around.anchor(), around));
            } else if (trigger instanceof Trigger.Literals any) {
                checkNesting(any.literals());
                for (var literal : any.literals()) {
                    literals.add(new LiteralUse(order, literal, any));
                }
            }
        }
        uses = literals.toArray(LiteralUse[]::new);
        for (var first = 0; first < digitUses.length; first++) {
            var length = first;
            digitUses[first] = digits.stream()
                    .filter(use -> length >= use.shape.firstMin() && length <= use.shape.firstMax())
                    .toArray(DigitUse[]::new);
        }
        letterTriggers = new LetterTriggers(detectors);
        automaton = new Automaton(literals.stream().map(LiteralUse::literal).toList());
    }

    /** The engine with all built-in detectors but those that are often wrong. */
    public static DetectorEngine builtIn() {
        return BUILT_IN;
    }

    /** The engine with all built-in detectors, those that are often wrong included. */
    public static DetectorEngine paranoid() {
        return PARANOID;
    }

    /** The types that can be found, in the order of their definition. */
    public List<String> types() {
        var types = new LinkedHashSet<String>();
        detectors.forEach(detector -> types.add(detector.type()));
        return List.copyOf(types);
    }

    /** What kind of thing a built-in type is; empty when there is no such type. */
    public static Optional<Category> categoryOf(String type) {
        return Optional.ofNullable(Detectors.BY_TYPE.get(type)).map(Detector::category);
    }

    /** The value as it is written before it becomes a token: the same for the same card, however it was spaced. */
    public static String normalForm(String type, String value) {
        var detector = Detectors.BY_TYPE.get(type);
        if (detector == null) {
            return value;
        }
        return switch (detector.form()) {
            case EXACT -> value;
            case LOWER_CASE -> value.toLowerCase(Locale.ROOT);
            case ALPHANUMERIC ->
                value.codePoints()
                        .filter(Character::isLetterOrDigit)
                        .map(Character::toUpperCase)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
        };
    }

    /**
     * Whether a value that stands alone is to be taken for a {@code password_assignment} because of the name that it stands
     * under, such as {@code client_secret}.
     */
    public static boolean isSecretUnder(String name, String value) {
        return SecretAssignment.isSecretUnder(name, value);
    }

    @Override
    public List<Finding> scan(String text) {
        Pass pass = null;
        var state = 0;
        var inDigits = false;
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            state = automaton.step(state, unit);
            if (Ascii.isDigit(unit)) {
                if (!inDigits && mayBegin(text, index)) {
                    pass = pass == null ? new Pass(text) : pass;
                    pass.digits(index);
                }
                if (!inDigits && LetterTriggers.mayEnd(text, index)) {
                    pass = pass == null ? new Pass(text) : pass;
                    letterTriggers.read(text, index, pass::tryAt);
                }
                inDigits = true;
            } else {
                inDigits = false;
            }
            if (automaton.accepts(state)) {
                pass = pass == null ? new Pass(text) : pass;
                pass.literals(state, index + 1);
            }
        }
        return pass == null || pass.candidates == null ? List.of() : Overlaps.resolve(pass.candidates);
    }

    /** The detectors, for the oracle that the engine is held against. */
    List<Detector> detectors() {
        return detectors;
    }

    /**
     * Whether a number can begin at a group of digits: not in the middle of a word, as in most ids, but after two letters
     * that are one, and around a JSON escape.
     */
    private static boolean mayBegin(String text, int index) {
        if (!Ascii.isAlphanumericAt(text, index - 1)
                || Ascii.endsEscape(text, index)
                || Ascii.unicodeEscapeEnd(text, index) > 0) {
            return true;
        }
        return index >= Trigger.LETTERS_OF_LEAD
                && Ascii.isLetter(text.charAt(index - 2))
                && Edge.WORD.allowsStart(text, index - Trigger.LETTERS_OF_LEAD);
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

    /** A literal that makes a detector look. */
    private record LiteralUse(int order, String literal, Trigger trigger) {}

    /** A shape of digits that makes a detector look. */
    private record DigitUse(int order, Trigger.Digits shape, int separators) {}

    /** One pass over one text, as soon as something in it was looked at. */
    private final class Pass {
        private final String text;
        private final int[] searchedTo = new int[detectors.size()];
        private final DigitGroups groups = new DigitGroups();
        private @Nullable List<Candidate> candidates;

        Pass(String text) {
            this.text = text;
        }

        void literals(int state, int end) {
            for (var output : automaton.outputs(state)) {
                var use = uses[output];
                var start = end - use.literal.length();
                if (!use.trigger.ahead().possible(text, start, end)) {
                    continue;
                }
                if (use.trigger instanceof Trigger.Around around) {
                    around(use.order, around, start);
                } else {
                    tryAt(use.order, start);
                }
            }
        }

        /** Tries the starts before an anchor, the earliest first. */
        private void around(int order, Trigger.Around trigger, int anchor) {
            var detector = detectors.get(order);
            var limit = Math.max(searchedTo[order], anchor - trigger.backMax());
            var start = anchor;
            while (start > limit && trigger.back().contains(text.charAt(start - 1))) {
                start--;
            }
            var found = false;
            for (; start <= anchor && !found; start++) {
                found = detector.before().allowsStart(text, start) && tryAt(order, start);
            }
        }

        void digits(int index) {
            var start = index;
            var escapeEnd = Ascii.unicodeEscapeEnd(text, index);
            if (escapeEnd > index) {
                start = escapeEnd;
                if (!Ascii.isDigitAt(text, start)) {
                    return;
                }
            }
            groups.read(text, start);
            for (var use : digitUses[groups.first()]) {
                var shape = use.shape;
                if (groups.total() >= shape.digitsMin()
                        && shape.firstDigits().indexOf(text.charAt(start)) >= 0
                        && groups.reach(use.separators, shape.groupsMin(), shape.digitsMin())) {
                    digits(use, start);
                }
            }
        }

        private void digits(DigitUse use, int start) {
            switch (use.shape.lead()) {
                case NONE -> tryAhead(use, start);
                case PLUS -> {
                    if (start > 0 && text.charAt(start - 1) == '+') {
                        tryAhead(use, start - 1);
                    }
                }
                case BRACKET -> {
                    if (start > 0 && text.charAt(start - 1) == '(') {
                        tryAhead(use, start - 1);
                    }
                    tryAhead(use, start);
                }
                case LETTERS -> {
                    if (start > 1 && Ascii.isLetter(text.charAt(start - 1)) && Ascii.isLetter(text.charAt(start - 2))) {
                        tryAhead(use, start - 2);
                    }
                }
            }
        }

        private void tryAhead(DigitUse use, int start) {
            if (use.shape.ahead().possible(text, start, start)) {
                tryAt(use.order, start);
            }
        }

        private boolean tryAt(int order, int start) {
            if (start < searchedTo[order]) {
                return false;
            }
            var detector = detectors.get(order);
            var span = detector.matchAt(text, start);
            if (span == null) {
                return false;
            }
            searchedTo[order] = Math.max(span.end(), start + 1);
            candidates = candidates == null ? new ArrayList<>() : candidates;
            candidates.add(new Candidate(detector, order, span));
            return true;
        }
    }
}
