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
    private static final DetectorEngine BUILT_IN = new DetectorEngine(Detectors.ALL, Confidence.MEDIUM);
    private static final DetectorEngine PARANOID = new DetectorEngine(Detectors.ALL, Confidence.LOW);

    private final List<Detector> detectors;
    private final Confidence reported;
    private final ContextWords contextWords;
    private final Automaton automaton;
    private final LiteralUse[] uses;
    private final DigitUse[] digitUses;

    /** An engine that reports what is at least this sure. */
    DetectorEngine(List<Detector> all, Confidence reported) {
        this.reported = reported;
        detectors = all.stream()
                .filter(detector ->
                        detector.confidence().plus(detector.context().stepsUpMax()) >= reported.ordinal())
                .toList();
        contextWords = new ContextWords(detectors);
        var literals = new ArrayList<LiteralUse>();
        var digits = new ArrayList<DigitUse>();
        for (var order = 0; order < detectors.size(); order++) {
            var trigger = detectors.get(order).trigger();
            if (trigger instanceof Trigger.Digits shape) {
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
        digitUses = digits.toArray(DigitUse[]::new);
        automaton = new Automaton(literals.stream().map(LiteralUse::literal).toList());
    }

    /** The engine with all built-in detectors; what is often wrong is reported where a word near it speaks for it. */
    public static DetectorEngine builtIn() {
        return BUILT_IN;
    }

    /** The engine with all built-in detectors that reports whatever they find. */
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
        return scan("", text);
    }

    @Override
    public List<Finding> scan(String name, String text) {
        Pass pass = null;
        var state = 0;
        var inDigits = false;
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            state = automaton.step(state, unit);
            if (Ascii.isDigit(unit)) {
                if (!inDigits && mayBegin(text, index)) {
                    pass = pass == null ? new Pass(name, text) : pass;
                    pass.digits(index);
                }
                inDigits = true;
            } else {
                inDigits = false;
            }
            if (automaton.accepts(state)) {
                pass = pass == null ? new Pass(name, text) : pass;
                pass.literals(state, index + 1);
            }
        }
        return pass == null || pass.candidates == null
                ? List.of()
                : Overlaps.resolve(pass.candidates, pass.surroundings());
    }

    /** Whether what a detector found is to be reported, with what stands near it. */
    boolean isReported(int order, Span span, Surroundings surroundings) {
        var detector = detectors.get(order);
        var confidence = detector.confidence();
        if (confidence.plus(detector.context().stepsDownMax()) >= reported.ordinal()) {
            return true;
        }
        return confidence.plus(surroundings.step(order, span)) >= reported.ordinal();
    }

    /** What stands near the candidates in a text. */
    Surroundings surroundings(String name, String text) {
        return new Surroundings(contextWords, name, text);
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
        private final String name;
        private @Nullable Surroundings surroundings;
        private @Nullable List<Candidate> candidates;

        Pass(String name, String text) {
            this.name = name;
            this.text = text;
        }

        Surroundings surroundings() {
            surroundings = surroundings == null ? DetectorEngine.this.surroundings(name, text) : surroundings;
            return surroundings;
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
            for (var use : digitUses) {
                var shape = use.shape;
                if (groups.first() >= shape.firstMin()
                        && groups.first() <= shape.firstMax()
                        && groups.total() >= shape.digitsMin()
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
            if (span == null || !isReported(order, span, surroundings())) {
                return false;
            }
            searchedTo[order] = Math.max(span.end(), start + 1);
            candidates = candidates == null ? new ArrayList<>() : candidates;
            candidates.add(new Candidate(detector, order, span));
            return true;
        }
    }
}
