// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of keys that only their name gives away: the maker's name, a word such as {@code key} or {@code token},
 * something that assigns, and a value that has the form of the maker's keys. Immutable.
 */
final class NamedKey {
    /** What may stand between a name and its value: quotes at any depth of JSON, and what assigns. */
    static final String ASSIGNS =
            "(?:\\\\{0,3}[\"'`])?(?:\\s{0,4}(?:=>|:=|={1,3}|:|,)\\s{0,4}|\\s{1,4}(?:is\\s{1,4})?)(?:\\\\{0,3}[\"'`])?";

    /** A UUID. */
    static final String UUID = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}";

    private static final String KIND =
            "[A-Za-z0-9_. -]{0,24}?(?i:key|token|secret|pat|credential|auth|login)[A-Za-z0-9_. -]{0,16}";
    private static final int NAME_CHARS_MAX = 80;
    private static final int VALUE_CHARS_MIN = 16;
    private static final int CHARS_MAX = 256;

    private final List<String> makers;
    private final String value;

    private NamedKey(List<String> makers, String value) {
        this.makers = makers;
        this.value = value;
    }

    /** Values of this form under a name that begins with one of {@code makers} (lower case). */
    static NamedKey of(String value, String... makers) {
        return new NamedKey(List.of(makers), value);
    }

    /** Begins the definition of what finds such keys. */
    DetectorBuilder detector(String type, String what) {
        return Detector.of(type, CREDENTIAL)
                .what(what, "name before it, form, no placeholder")
                .pattern(
                        "(?i:" + String.join("|", makers).replace(".", "\\.") + ")" + KIND + ASSIGNS + "(" + value
                                + ")",
                        1,
                        CHARS_MAX)
                .edges(Edge.ANY, Edge.WORD)
                .confidence(Confidence.MEDIUM)
                .validator(NamedKey::validate);
    }

    /** The maker's name, and a long word after it. */
    Trigger trigger() {
        return Literals.of(makers.toArray(String[]::new)).when(NamedKey::isAhead);
    }

    /** Whether, behind what separates it from the name, a long word stands near. */
    static boolean isAhead(String text, int start, int end) {
        var run = 0;
        var inName = true;
        var limit = Math.min(text.length(), end + NAME_CHARS_MAX + VALUE_CHARS_MIN);
        for (var index = end; index < limit; index++) {
            var unit = text.charAt(index);
            if (!Ascii.isAlphanumeric(unit) && "-_+/.".indexOf(unit) < 0) {
                inName = false;
                run = 0;
            } else if (!inName && ++run >= VALUE_CHARS_MIN) {
                return true;
            }
        }
        return false;
    }

    /** A value that a machine drew, for forms that words have too. */
    static @Nullable Span random(String text, int start, int end) {
        return Randomness.seems(text, start, end) ? validate(text, start, end) : null;
    }

    private static @Nullable Span validate(String text, int start, int end) {
        var follows = end < text.length() && "-_/+(".indexOf(text.charAt(end)) >= 0;
        return follows || Placeholder.standsAt(text, start, end) ? null : new Span(start, end);
    }
}
