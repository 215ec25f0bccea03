// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Overlaps.Candidate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over one text as it is written, in which the detectors of an engine look where their triggers stand. */
final class Pass implements LetterTriggers.Attempt {
    /** How many findings of a short text are confirmed. */
    private static final int CONFIRMATIONS = 8;
    /** How many units of a longer text there are for one more. */
    private static final int UNITS_OF_CONFIRMATION = 128;

    private final DetectorEngine engine;
    private final Triggers triggers;
    private final String name;
    private final String text;
    private final @Nullable OwnWork ownWork;

    // Mutable state, owned by the thread that scans the text.
    /** By detector; made for the first finding. */
    private int @Nullable [] searchedTo;

    private @Nullable DigitGroups groups;
    private @Nullable Surroundings surroundings;
    private List<Candidate> candidates = List.of();
    private boolean coded;
    /** Detectors of which a literal stands in the text, by their order. */
    private @Nullable BitSet besides;

    private int confirmationsLeft;

    /** @param ownWork what a policy's own detectors may still cost, or null for built-in ones */
    Pass(DetectorEngine engine, Triggers triggers, String name, String text, @Nullable OwnWork ownWork) {
        this.engine = engine;
        this.triggers = triggers;
        this.name = name;
        this.text = text;
        this.ownWork = ownWork;
        confirmationsLeft = CONFIRMATIONS + text.length() / UNITS_OF_CONFIRMATION;
    }

    /** What is seen; to be asked once. */
    Look.Seen look() {
        var automaton = triggers.automaton();
        var state = 0;
        var inDigits = false;
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            if (unit >= Automaton.CHARACTERS) {
                inDigits = false;
                coded = coded || DecodedText.isRead(unit);
                unit = Ascii.folded(unit);
                if (unit >= Automaton.CHARACTERS) {
                    state = 0;
                    continue;
                }
            }
            state = automaton.step(state, unit);
            var isDigit = Ascii.isDigit(unit);
            if (isDigit && !inDigits) {
                group(index);
            }
            inDigits = isDigit;
            if (automaton.accepts(state)) {
                literals(automaton.outputs(state), index + 1);
            }
        }
        words();
        besides();
        return new Look.Seen(candidates, coded);
    }

    private void literals(int[] outputs, int end) {
        for (var output : outputs) {
            var use = triggers.use(output);
            var start = end - use.literal().length();
            if ((use.order() >= 0 && !engine.isOn(use.order()))
                    || !use.atPlace().possible(text, start, end)) {
                continue;
            }
            if (use.order() == Triggers.CODED) {
                coded = true;
            } else if (use.trigger() instanceof Trigger.Around around) {
                around(use.order(), around, start);
            } else if (use.trigger() instanceof Trigger.Beside) {
                besides = besides == null ? new BitSet() : besides;
                besides.set(use.order());
            } else {
                tryAt(use.order(), start);
            }
        }
    }

    /** Tries the starts before an anchor, the earliest first. */
    private void around(int order, Trigger.Around trigger, int anchor) {
        var detector = detector(order);
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
    private void group(int index) {
        if (mayBegin(text, index)) {
            digits(index);
        }
        if (LetterTriggers.mayEnd(text, index)) {
            triggers.letters().read(text, index, this);
        }
        triggers.mixed().read(text, index, this);
    }

    /**
     * Whether a number can begin at a group of digits: not in the middle of a word, as in most ids, but after two
     * letters that are one, and around a JSON escape.
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
        for (var use : triggers.digits().at(text, start, length)) {
            if (!use.beginsWith(first)
                    || !engine.isOn(use.order())
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

    @Override
    public void at(int order, Ahead ahead, int start) {
        if (engine.isOn(order) && mayBeRaised(order, start, false) && ahead.possible(text, start, start)) {
            tryAt(order, start);
        }
    }

    /**
     * Whether a match here can be sure enough, with a word near it if it needs one; true when that is not to be read.
     */
    private boolean mayBeRaised(int order, int start, boolean read) {
        if (!engine.needsWord(order) || (!read && (surroundings == null || !surroundings.isKnown(start)))) {
            return true;
        }
        return surroundings().mayRaise(order, start);
    }

    private Surroundings surroundings() {
        surroundings = surroundings == null ? engine.surroundings(name, text) : surroundings;
        return surroundings;
    }

    private boolean tryAt(int order, int start) {
        if (start < searchedTo(order)) {
            return false;
        }
        if (!mayBeRaised(order, start, true)) {
            return false;
        }
        var detector = detector(order);
        var span = ownWork == null ? detector.matchAt(text, start) : detector.matchAt(text, start, ownWork);
        if (span == null) {
            return false;
        }
        var sureness = detector.context().isEmpty()
                ? detector.confidence().ordinal()
                : engine.sureness(order, span, surroundings());
        if (!engine.reports(sureness) || !isConfirmed(detector, span)) {
            return false;
        }
        searchedTo = searchedTo == null ? new int[engine.detectors().size()] : searchedTo;
        searchedTo[order] = Math.max(span.end(), start + 1);
        candidates = candidates.isEmpty() ? new ArrayList<>() : candidates;
        candidates.add(new Candidate(detector, order, span, sureness));
        return true;
    }

    private Detector detector(int order) {
        return engine.detectors().get(order);
    }

    private int searchedTo(int order) {
        return searchedTo == null ? 0 : searchedTo[order];
    }

    private boolean isConfirmed(Detector detector, Span span) {
        return detector.confirmation() == Confirmation.NONE
                || confirmationsLeft-- <= 0
                || detector.confirmation().holds(text, span);
    }

    /** Tries those whose literal stands in the text where a word may begin. */
    private void besides() {
        name(name);
        if (besides == null) {
            return;
        }
        var marked = besides;
        for (var order = marked.nextSetBit(0); order >= 0; order = marked.nextSetBit(order + 1)) {
            var ahead = detector(order).trigger().ahead();
            for (var start = 0; start < text.length(); start++) {
                if (ahead.possible(text, start, start)
                        && detector(order).before().allowsStart(text, start)) {
                    tryAt(order, start);
                }
            }
        }
    }

    /** Looks for those literals in the name that the text stands under. */
    private void name(String under) {
        var state = 0;
        for (var index = 0; index < under.length(); index++) {
            var unit = under.charAt(index);
            state = unit >= Automaton.CHARACTERS ? 0 : triggers.automaton().step(state, unit);
            if (unit < Automaton.CHARACTERS && triggers.automaton().accepts(state)) {
                for (var output : triggers.automaton().outputs(state)) {
                    var use = triggers.use(output);
                    if (use.trigger() instanceof Trigger.Beside && engine.isOn(use.order())) {
                        besides = besides == null ? new BitSet() : besides;
                        besides.set(use.order());
                    }
                }
            }
        }
    }

    /** Tries those without another trigger where a word may begin. */
    private void words() {
        for (var order : triggers.everywhere()) {
            for (var start = 0; start < text.length(); start++) {
                if (detector(order).before().allowsStart(text, start)) {
                    tryAt(order, start);
                }
            }
        }
    }
}
