// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiPredicate;

/**
 * Remembers in which short texts there is nothing to redact, each under its name: most attributes of an event are words
 * of small vocabularies (a model, a version, a kind of terminal), said over and over. What is found in a text hangs on
 * nothing but the two. Each has one place, which the next that falls there takes over, so nobody can fill it;
 * thread-safe.
 */
final class CleanTexts {
    private static final int PLACES = 1 << 11;
    private static final int NAME_CHARS_MAX = 64;
    private static final int CHARS_MAX = 32;
    /** Texts with more are mostly ids and times, which don't come back. */
    private static final int DIGITS_MAX = 8;

    private static final int NOWHERE = -1;

    private final BiPredicate<String, String> isClean;
    private final AtomicReferenceArray<Named> places = new AtomicReferenceArray<>(PLACES);

    /** @param isClean tells it of a name and a text that are not known; always the same for the same two */
    CleanTexts(BiPredicate<String, String> isClean) {
        this.isClean = isClean;
    }

    /** A text under a name. */
    private record Named(String name, String text) {
        boolean is(String otherName, String otherText) {
            return text.equals(otherText) && name.equals(otherName);
        }
    }

    /** Whether a text is one that is remembered and clean; false says nothing. */
    boolean contains(String name, String text) {
        var place = placeOf(name, text);
        if (place == NOWHERE) {
            return false;
        }
        var known = places.get(place);
        if (known != null && known.is(name, text)) {
            return true;
        }
        if (hasManyDigits(text) || !isClean.test(name, text)) {
            return false;
        }
        places.setRelease(place, new Named(name, text));
        return true;
    }

    private static int placeOf(String name, String text) {
        if (text.length() > CHARS_MAX || name.length() > NAME_CHARS_MAX) {
            return NOWHERE;
        }
        // kept in the strings, which are mostly the same ones throughout an export
        var hash = 31 * name.hashCode() + text.hashCode();
        return (hash ^ hash >>> 11 ^ hash >>> 22) & (PLACES - 1);
    }

    private static boolean hasManyDigits(String text) {
        var digits = 0;
        for (var index = 0; index < text.length(); index++) {
            digits += text.charAt(index) >= '0' && text.charAt(index) <= '9' ? 1 : 0;
        }
        return digits > DIGITS_MAX;
    }
}
