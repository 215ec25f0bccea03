// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Overlaps.Candidate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds personal data and secrets in text: one pass looks for the triggers of all detectors at once, and only where one
 * fires is its pattern tried, on a bounded window. Linear in the length of the text, whatever it holds. Immutable and
 * thread-safe.
 */
public final class DetectorEngine implements Scanner {
    /** How many types of its own an engine can have. */
    public static final int OWN_MAX = 64;

    /** How many findings of a short text are confirmed. */
    private static final int CONFIRMATIONS = 8;
    /** How many units of a longer text there are for one more. */
    private static final int UNITS_OF_CONFIRMATION = 128;

    private static final int CODED = -1;
    /** Less sure than all that is reported. */
    private static final int NOTHING = Integer.MIN_VALUE;

    /** What may be read as something else, so that the text is looked at once more. */
    private static final List<LiteralUse> DECODING = Stream.concat(
                    Stream.of(
                            new LiteralUse(CODED, "%", new Trigger.Literals(List.of("%"), DecodedText::percentAhead))),
                    Stream.of(
                                    "&#", "&c", "&p", "&h", "&d", "&n", "&l", "&e", "&s", "&m", "&r", "&z", "&t", "\\u",
                                    "\\/")
                            .map(literal -> new LiteralUse(CODED, literal, Trigger.Literals.of(literal))))
            .toList();

    private static final DetectorEngine PARANOID = new DetectorEngine(Detectors.ALL, Confidence.LOW);
    private static final DetectorEngine BUILT_IN = new DetectorEngine(PARANOID, Set.of(), Confidence.MEDIUM, null);

    private final List<Detector> detectors;
    private final ContextWords contextWords;
    private final Automaton automaton;
    private final LiteralUse[] uses;
    private final DigitTriggers digitTriggers;
    private final LetterTriggers letterTriggers;
    /** Detectors that look at each word. */
    private final int[] everywhere;

    private final Confidence reported;
    private final boolean[] on;
    /** Which detectors report nothing without a word near that speaks for it. */
    private final boolean[] needsWord;

    private final @Nullable DetectorEngine own;
    /** Whether a policy brings all of its detectors. */
    private final boolean ofPolicy;

    /** An engine that reports what is at least this sure. */
    DetectorEngine(List<Detector> detectors, Confidence reported) {
        this(detectors, reported, false);
    }

    private DetectorEngine(List<Detector> detectors, Confidence reported, boolean ofPolicy) {
        this.ofPolicy = ofPolicy;
        this.detectors = List.copyOf(detectors);
        this.reported = reported;
        own = null;
        on = on(Set.of());
        needsWord = needsWord();
        contextWords = new ContextWords(detectors);
        var literals = new ArrayList<LiteralUse>(DECODING);
        var words = IntStream.builder();
        for (var order = 0; order < detectors.size(); order++) {
            var trigger = detectors.get(order).trigger();
            if (trigger instanceof Trigger.Letters || trigger instanceof Trigger.Digits) {
                checkEdge(detectors.get(order));
            } else if (trigger instanceof Trigger.Around around) {
                literals.add(new LiteralUse(order, around.anchor(), around));
            } else if (trigger instanceof Trigger.Literals any) {
                checkNesting(any.literals());
                for (var literal : any.literals()) {
                    literals.add(new LiteralUse(order, literal, any));
                }
            } else if (trigger instanceof Trigger.Words) {
                words.add(order);
            }
        }
        uses = literals.toArray(LiteralUse[]::new);
        digitTriggers = new DigitTriggers(detectors);
        letterTriggers = new LetterTriggers(detectors);
        everywhere = words.build().toArray();
        automaton = new Automaton(literals.stream().map(LiteralUse::literal).toList());
    }

    /** An engine with the detectors of another, but for some, and with some of its own. */
    private DetectorEngine(
            DetectorEngine base, Collection<String> off, Confidence reported, @Nullable DetectorEngine own) {
        detectors = base.detectors;
        contextWords = base.contextWords;
        automaton = base.automaton;
        uses = base.uses;
        digitTriggers = base.digitTriggers;
        letterTriggers = base.letterTriggers;
        everywhere = base.everywhere;
        this.reported = reported;
        this.own = own;
        ofPolicy = false;
        on = on(off);
        needsWord = needsWord();
    }

    /** Which detectors can report something. */
    private boolean[] on(Collection<String> off) {
        var possible = new boolean[detectors.size()];
        for (var order = 0; order < possible.length; order++) {
            var detector = detectors.get(order);
            var surest = detector.confidence().plus(detector.context().stepsUpMax());
            possible[order] = surest >= reported.ordinal() && !off.contains(detector.type());
        }
        return possible;
    }

    private boolean[] needsWord() {
        var needs = new boolean[detectors.size()];
        for (var order = 0; order < needs.length; order++) {
            var detector = detectors.get(order);
            needs[order] = detector.charsMax() <= Surroundings.BEFORE_UNITS_MAX
                    && (detector.context().required()
                            || !reports(detector.confidence().ordinal()));
        }
        return needs;
    }

    /** The engine with all built-in detectors; what is often wrong is reported where a word near it speaks for it. */
    public static DetectorEngine builtIn() {
        return BUILT_IN;
    }

    /** The engine with all built-in detectors that reports whatever they find. */
    public static DetectorEngine paranoid() {
        return PARANOID;
    }

    /**
     * An engine for a policy.
     *
     * @param off built-in types that are not looked for
     * @param paranoid whether what is often wrong is reported without a word near it that speaks for it
     * @param own types beside the built-in ones; where both find the same, theirs is taken
     * @throws IllegalArgumentException with everything that is wrong with {@code off} and {@code own}
     */
    public static DetectorEngine custom(Collection<String> off, boolean paranoid, List<CustomDetector> own) {
        var problems = Stream.concat(
                        off.stream()
                                .filter(type -> !isBuiltIn(type))
                                .map(type -> "off: " + type + " is no built-in type"),
                        CustomDetector.problems(own).stream().map(CustomDetector.Problem::toString))
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        var reported = paranoid ? Confidence.LOW : Confidence.MEDIUM;
        var theirs = own.stream().map(CustomDetector::compile).toList();
        return new DetectorEngine(
                PARANOID, off, reported, own.isEmpty() ? null : new DetectorEngine(theirs, reported, true));
    }

    /** Whether a type is one of the built-in ones. */
    public static boolean isBuiltIn(String type) {
        return Detectors.BY_TYPE.containsKey(type);
    }

    /** What is to be known of each built-in type, in the order of their definition. */
    public static List<DetectorType> builtInTypes() {
        return DetectorType.of(Detectors.ALL);
    }

    /** The types that can be found: the built-in ones in the order of their definition, then others. */
    public List<String> types() {
        var types = new LinkedHashSet<String>();
        for (var order = 0; order < on.length; order++) {
            if (on[order]) {
                types.add(detectors.get(order).type());
            }
        }
        types.addAll(own == null ? List.of() : own.types());
        return List.copyOf(types);
    }

    /** What kind of thing a built-in type is; empty when there is no such type. */
    public static Optional<Category> categoryOf(String type) {
        return Optional.ofNullable(Detectors.BY_TYPE.get(type)).map(Detector::category);
    }

    /** The value as it is written before it becomes a token: the same for the same card, however it was spaced. */
    public static String normalForm(String type, String written) {
        var detector = Detectors.BY_TYPE.get(type);
        if (detector == null) {
            return written;
        }
        var value = DecodedText.plain(written);
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
        if (KnownId.isOne(text)) {
            return own == null ? List.of() : new Readings(own::look, name, text).findings();
        }
        var readings = new Readings(this::look, name, text);
        return readings.findings();
    }

    /** What stands in a text as it is written. */
    private Look.Seen look(String name, String text) {
        var pass = new Pass(name, text);
        var state = 0;
        var inDigits = false;
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            if (unit >= Automaton.CHARACTERS) {
                state = 0;
                inDigits = false;
                pass.coded = pass.coded || DecodedText.isRead(unit);
                continue;
            }
            state = automaton.step(state, unit);
            var isDigit = Ascii.isDigit(unit);
            if (isDigit && !inDigits) {
                pass.group(index);
            }
            inDigits = isDigit;
            if (automaton.accepts(state)) {
                pass.literals(state, index + 1);
            }
        }
        if (everywhere.length > 0) {
            pass.words();
        }
        var seen = new Look.Seen(pass.candidates, pass.coded);
        return own == null ? seen : seen.and(own.look(name, text));
    }

    /** How sure what a detector found is, with what stands near it. */
    int sureness(int order, Span span, Surroundings surroundings) {
        var detector = detectors.get(order);
        var step = surroundings.step(order, span);
        return detector.context().required() && step <= 0
                ? NOTHING
                : detector.confidence().plus(step);
    }

    /** Whether what is so sure is to be reported. */
    boolean reports(int sureness) {
        return sureness >= reported.ordinal();
    }

    /** Whether a detector can report something. */
    boolean isOn(int order) {
        return on[order];
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

    /** One pass over one text, as soon as something in it was looked at. */
    private final class Pass {
        private final String text;
        /** By detector; made for the first finding. */
        private int @Nullable [] searchedTo;

        private @Nullable DigitGroups groups;
        private final String name;
        private @Nullable Surroundings surroundings;
        private List<Candidate> candidates = List.of();
        private boolean coded;
        private int confirmationsLeft;
        private final @Nullable OwnWork ownWork;

        Pass(String name, String text) {
            this.name = name;
            this.text = text;
            ownWork = ofPolicy ? new OwnWork(text) : null;
            confirmationsLeft = CONFIRMATIONS + text.length() / UNITS_OF_CONFIRMATION;
        }

        Surroundings surroundings() {
            surroundings = surroundings == null ? DetectorEngine.this.surroundings(name, text) : surroundings;
            return surroundings;
        }

        void literals(int state, int end) {
            for (var output : automaton.outputs(state)) {
                var use = uses[output];
                var start = end - use.literal.length();
                if ((use.order >= 0 && !on[use.order]) || !use.trigger.ahead().possible(text, start, end)) {
                    continue;
                }
                if (use.order == CODED) {
                    coded = true;
                } else if (use.trigger instanceof Trigger.Around around) {
                    around(use.order, around, start);
                } else {
                    tryAt(use.order, start);
                }
            }
        }

        /** Tries the starts before an anchor, the earliest first. */
        private void around(int order, Trigger.Around trigger, int anchor) {
            var detector = detectors.get(order);
            var limit = Math.max(searchedTo(order), anchor - trigger.backMax());
            var start = anchor;
            while (start > limit && trigger.back().contains(text.charAt(start - 1))) {
                start--;
            }
            var found = false;
            for (; start <= anchor && !found; start++) {
                found = detector.before().allowsStart(text, start) && tryAt(order, start);
            }
        }

        /** Looks at a group of digits. */
        void group(int index) {
            if (mayBegin(text, index)) {
                digits(index);
            }
            if (LetterTriggers.mayEnd(text, index)) {
                letterTriggers.read(text, index, this::tryIfOn);
            }
        }

        private void digits(int index) {
            var start = index;
            var escapeEnd = Ascii.unicodeEscapeEnd(text, index);
            if (escapeEnd > index) {
                start = escapeEnd;
                if (!Ascii.isDigitAt(text, start)) {
                    return;
                }
            }
            var length = DigitGroups.endOfDigits(text, start) - start;
            var first = text.charAt(start);
            DigitGroups read = null;
            for (var use : digitTriggers.at(text, start, length)) {
                if (!use.beginsWith(first)
                        || !on[use.order()]
                        || !hasLead(use.shape().lead(), start)) {
                    continue;
                }
                if (use.counted() && read == null) {
                    groups = groups == null ? new DigitGroups() : groups;
                    read = groups.read(text, start);
                }
                if (read == null || !use.counted() || read.reach(use)) {
                    digits(use, start);
                }
            }
        }

        /** Whether what must stand before the first group does. */
        private boolean hasLead(Trigger.Lead lead, int start) {
            return switch (lead) {
                case NONE, BRACKET -> true;
                case PLUS -> start > 0 && text.charAt(start - 1) == '+';
                case LETTERS ->
                    start > 1 && Ascii.isLetter(text.charAt(start - 1)) && Ascii.isLetter(text.charAt(start - 2));
            };
        }

        private void digits(DigitTriggers.Use use, int start) {
            switch (use.shape().lead()) {
                case NONE -> tryAhead(use, start);
                case PLUS -> tryAhead(use, start - 1);
                case BRACKET -> {
                    if (start > 0 && text.charAt(start - 1) == '(') {
                        tryAhead(use, start - 1);
                    }
                    tryAhead(use, start);
                }
                case LETTERS -> tryAhead(use, start - Trigger.LETTERS_OF_LEAD);
            }
        }

        private void tryAhead(DigitTriggers.Use use, int start) {
            if (mayBeRaised(use.order(), start, false) && use.shape().ahead().possible(text, start, start)) {
                tryAt(use.order(), start);
            }
        }

        void tryIfOn(int order, Ahead ahead, int start) {
            if (on[order] && mayBeRaised(order, start, false) && ahead.possible(text, start, start)) {
                tryAt(order, start);
            }
        }

        /** Whether a match here can be sure enough, with a word near it if it needs one; true when that is not to be read. */
        private boolean mayBeRaised(int order, int start, boolean read) {
            if (!needsWord[order] || (!read && (surroundings == null || !surroundings.isKnown(start)))) {
                return true;
            }
            return surroundings().mayRaise(order, start);
        }

        private boolean tryAt(int order, int start) {
            if (start < searchedTo(order)) {
                return false;
            }
            if (!mayBeRaised(order, start, true)) {
                return false;
            }
            var detector = detectors.get(order);
            var span = ownWork == null ? detector.matchAt(text, start) : detector.matchAt(text, start, ownWork);
            if (span == null) {
                return false;
            }
            var sureness = detector.context().isEmpty()
                    ? detector.confidence().ordinal()
                    : sureness(order, span, surroundings());
            if (!reports(sureness) || !isConfirmed(detector, span)) {
                return false;
            }
            searchedTo = searchedTo == null ? new int[detectors.size()] : searchedTo;
            searchedTo[order] = Math.max(span.end(), start + 1);
            candidates = candidates.isEmpty() ? new ArrayList<>() : candidates;
            candidates.add(new Candidate(detector, order, span, sureness));
            return true;
        }

        private int searchedTo(int order) {
            return searchedTo == null ? 0 : searchedTo[order];
        }

        private boolean isConfirmed(Detector detector, Span span) {
            return detector.confirmation() == Confirmation.NONE
                    || confirmationsLeft-- <= 0
                    || detector.confirmation().holds(text, span);
        }

        /** Tries those without another trigger where a word may begin. */
        void words() {
            for (var order : everywhere) {
                for (var start = 0; start < text.length(); start++) {
                    if (detectors.get(order).before().allowsStart(text, start)) {
                        tryAt(order, start);
                    }
                }
            }
        }
    }
}
