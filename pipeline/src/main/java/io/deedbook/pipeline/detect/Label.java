// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.re2j.Pattern;
import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values that only the label right before them tells, such as {@code "member_id": "…"} or {@code Member ID: …}. The
 * words of a label may be parted by a space, an underscore, a hyphen or nothing.
 *
 * @param labels lower case ASCII, none of which begins another
 * @param signed whether more than a space must stand between label and value
 */
record Label(List<String> labels, boolean signed) {
    private static final List<String> JOINTS = List.of(" ", "_", "-", "");
    private static final String NOUN = "\\.?(?:[ _-]?(?:(?:numbers?|num|nr|no|id|code)\\.?|#))?";
    private static final String QUOTE = "(?:\\\\{0,3}[\"'`]|\\*\\*)?";
    private static final String TAG = "<[a-z][a-z0-9]{0,9}[^<>\n]{0,48}>";
    /** An abbreviation or a hint, as in {@code security code (CVC)}. */
    private static final String BRACKETS = "(?: ?\\([^()\n]{1,24}\\))?";

    private static final String SIGN = "(?:=>|:=|:\\*\\*|[:=#|>])\\s{0,3}";
    /** So many spaces that the signs of several lines stand below each other. */
    private static final String ALIGNED = "(?:[ \\t]{0,24}|\\s{0,3})";

    private static final String WORD = "(?:is|was|on|to|ist|am|est|es)\\s\\s{0,3}|\\s";
    /** The end of an element and the beginning of the next, or a field of a form. */
    private static final String MARKUP = ":?<\\\\?/[a-z0-9]{1,10}>\\s{0,16}:?\\s?(?:<input [^<>\n]{0,80}value=|" + TAG
            + "\\s{0,8})?|value=|,\\s?\\\\{0,3}[\"']value\\\\{0,3}[\"']:\\s?";
    /** The longest of what stands between label and value. */
    private static final int BETWEEN_CHARS_MAX = 160;

    Label {
        labels = List.copyOf(labels);
    }

    static Label of(String... labels) {
        return new Label(List.of(labels), false);
    }

    /** The same, where a colon or the like must stand before the value. */
    Label withSign() {
        return new Label(labels, true);
    }

    /** Ends a definition: the value is the match, and is taken when the validator takes it. */
    Detector before(DetectorBuilder definition, String value, int valueCharsMax, Validator validator) {
        return before(definition, NOUN, value, valueCharsMax, validator);
    }

    /** As {@link #before}, with a pattern of what may follow the label. */
    Detector before(DetectorBuilder definition, String noun, String value, int valueCharsMax, Validator validator) {
        return before(definition, noun, value, valueCharsMax, validator, Ahead.ANY);
    }

    /** As {@link #before}, with a condition at the end of the label that all matches fulfil. */
    Detector before(
            DetectorBuilder definition,
            String noun,
            String value,
            int valueCharsMax,
            Validator validator,
            Ahead ahead) {
        var spellings = spellings();
        var longest = spellings.stream().mapToInt(String::length).max().orElseThrow();
        var labelled = "(?i:" + spellings.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?i:" + noun
                + ")(?i:" + separator() + ")(" + value + ")";
        return definition
                .pattern(labelled, 1, longest + BETWEEN_CHARS_MAX + valueCharsMax)
                .edges(Edge.LABEL, Edge.WORD)
                .validator(validator)
                .on(new Literals(
                        spellings,
                        (text, start, end) -> isFollowed(text, start, end) && ahead.possible(text, start, end)));
    }

    private String separator() {
        return BRACKETS + QUOTE + "(?:" + ALIGNED + SIGN + "|\\s{0,3}(?:" + MARKUP + (signed ? "" : '|' + WORD) + "))"
                + QUOTE;
    }

    private List<String> spellings() {
        return labels.stream()
                .flatMap(label -> label.indexOf(' ') < 0
                        ? Stream.of(label)
                        : JOINTS.stream().map(joint -> label.replace(" ", joint)))
                .toList();
    }

    /** Whether a label ends here rather than a longer word. */
    private static boolean isFollowed(String text, int start, int end) {
        return end < text.length() && Edge.LABEL.allowsStart(text, start);
    }
}
