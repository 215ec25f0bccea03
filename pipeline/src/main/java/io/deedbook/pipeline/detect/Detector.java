// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to find one type of thing, as data: a pattern, what must stand beside its match, a validator, and the trigger
 * without which the pattern need not be tried. Several detectors may share a type.
 *
 * <p>Its meaning is local, so that it may be tried at single places: at {@code start} it sees {@code charsMax} units,
 * in which the pattern must match from the first one on; earlier places come first, and after a finding the search goes
 * on at its end.
 *
 * @param type name of what is found: lower case, digits and underscores
 * @param pattern without anchors and word borders, which would see the end of the window
 * @param anchored the pattern at the beginning alone: where it fails there, it is not looked for further on
 * @param group the group of the pattern that is handed to the validator, 0 for all
 * @param charsMax the most units that the pattern sees
 * @param confirmation asked last, where the others leave room for doubt
 * @param rank in an overlap the lowest gives the finding its type
 * @param confidence how sure a match is by itself
 * @param context what stands near it and makes it surer, or less sure
 * @param form how values are written before they become a token
 * @param about what people need to know of it
 */
record Detector(
        String type,
        Category category,
        Pattern pattern,
        Pattern anchored,
        int group,
        int charsMax,
        Edge before,
        Edge after,
        Validator validator,
        Confirmation confirmation,
        Trigger trigger,
        int rank,
        Confidence confidence,
        Context context,
        Form form,
        About about) {

    /** Rank of credentials known by their own shape. */
    static final int RANK_CREDENTIAL = 0;
    /** Rank of credentials known by what stands beside them. */
    static final int RANK_NAMED_CREDENTIAL = 1;
    /** Rank of all others. */
    static final int RANK_OTHER = 2;

    /** What of a value tells it from others. */
    enum Form {
        /** All of it. */
        EXACT,
        /** Not the case of its letters. */
        LOWER_CASE,
        /** Letters without case, and digits. */
        ALPHANUMERIC
    }

    /** What this detector finds at {@code start}, or null. */
    @Nullable
    Span matchAt(String text, int start) {
        if (!before.allowsStart(text, start)) {
            return null;
        }
        var end = Math.min(text.length(), start + charsMax);
        var matcher = anchored.matcher(
                end - start > Window.UNITS_MIN ? new Window(text, start, end) : text.substring(start, end));
        return matcher.lookingAt() ? matched(matcher, text, start) : null;
    }

    /** As {@link #matchAt(String, int)}, for a pattern that a policy brings. */
    @Nullable
    Span matchAt(String text, int start, OwnWork work) {
        if (!before.allowsStart(text, start)) {
            return null;
        }
        var stretch = work.stretch(text, start, Math.min(text.length(), start + charsMax));
        var matcher = anchored.matcher(stretch);
        var found = matcher.lookingAt();
        work.spend(anchored.programSize(), stretch);
        return found ? matched(matcher, text, start) : null;
    }

    private @Nullable Span matched(Matcher matcher, String text, int start) {
        return matcher.start(group) < 0
                ? null
                : validate(text, start + matcher.start(group), start + matcher.end(group));
    }

    /** Begins a definition. */
    static DetectorBuilder of(String type, Category category) {
        return new DetectorBuilder(type, category);
    }

    /** What remains of the stretch that the pattern's group matched, or null. */
    @Nullable
    Span validate(String text, int start, int end) {
        var found = validator.validate(text, start, end);
        if (found == null || found.length() <= 0) {
            return null;
        }
        var span = TokenShape.besideTokens(text, found);
        if (span == null || !endsAtEdge(text, found, span)) {
            return null;
        }
        var splitsPair = span.end() < text.length()
                && Character.isLowSurrogate(text.charAt(span.end()))
                && Character.isHighSurrogate(text.charAt(span.end() - 1));
        return splitsPair ? new Span(span.start(), span.end() + 1) : span;
    }

    /**
     * Whether what stands behind a match lets it end there, or, where it goes on into a token, behind that; one that
     * begins in the name of a token has to end by itself.
     */
    private boolean endsAtEdge(String text, Span found, Span withToken) {
        var goesInto = withToken.end() > found.end() && text.lastIndexOf('[', found.end() - 1) >= found.start();
        return after.allowsEnd(text, found.end()) || (goesInto && after.allowsEnd(text, withToken.end()));
    }
}
