// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.re2j.Pattern;
import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values that only the label right before them tells, such as {@code "member_id": "…"} or {@code Member ID: …}. The words of
 * a label may be parted by a space, an underscore, a hyphen or nothing.
 *
 * @param labels lower case ASCII, none of which begins another
 */
record Label(List<String> labels) {
    private static final List<String> JOINTS = List.of(" ", "_", "-", "");
    private static final String NOUN = "(?:[ _-]?(?:(?:numbers?|num|nr|no|id|code)\\.?|#))?";
    private static final String QUOTE = "(?:\\\\{0,3}[\"'])?";
    private static final String SEPARATOR =
            QUOTE + "\\s{0,3}(?:(?:=>|:=|[:=#|>]|(?:is|was|on|ist|am|est|es)\\s)\\s{0,3}|\\s)" + QUOTE;
    /** The longest of what stands between label and value. */
    private static final int BETWEEN_CHARS_MAX = 32;

    Label {
        labels = List.copyOf(labels);
    }

    static Label of(String... labels) {
        return new Label(List.of(labels));
    }

    /** Ends a definition: the value is the match, and is taken when the validator takes it. */
    Detector before(DetectorBuilder definition, String value, int valueCharsMax, Validator validator) {
        return before(definition, NOUN, value, valueCharsMax, validator);
    }

    /** As {@link #before}, with a pattern of what may follow the label. */
    Detector before(DetectorBuilder definition, String noun, String value, int valueCharsMax, Validator validator) {
        var spellings = spellings();
        var longest = spellings.stream().mapToInt(String::length).max().orElseThrow();
        var labelled = "(?i:" + spellings.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?i:" + noun
                + ")(?i:" + SEPARATOR + ")(" + value + ")";
        return definition
                .pattern(labelled, 1, longest + BETWEEN_CHARS_MAX + valueCharsMax)
                .edges(Edge.LABEL, Edge.WORD)
                .validator(validator)
                .on(new Literals(spellings, Label::isFollowed));
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
