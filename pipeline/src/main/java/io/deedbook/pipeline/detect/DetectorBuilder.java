// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.re2j.Pattern;
import java.util.List;

/** Puts the definition of a {@link Detector} together. Not thread-safe. */
final class DetectorBuilder {
    private final String type;
    private final Category category;

    // Mutable state, owned by the thread that defines the detector.
    private String pattern = "";
    private int group;
    private int charsMax;
    private Edge before = Edge.WORD;
    private Edge after = Edge.ANY;
    private Validator validator = Validator.NONE;
    private Confirmation confirmation = Confirmation.NONE;
    private int rank;
    private Confidence confidence = Confidence.HIGH;
    private Context context = Context.NONE;
    private Detector.Form form = Detector.Form.EXACT;
    private About about = About.NOTHING;

    DetectorBuilder(String type, Category category) {
        this.type = type;
        this.category = category;
        this.rank = category == Category.CREDENTIAL ? Detector.RANK_CREDENTIAL : Detector.RANK_OTHER;
    }

    /** For the documentation: what it finds and how that is checked. */
    DetectorBuilder what(String whatItFinds, String howItIsChecked) {
        about = about.what(whatItFinds, howItIsChecked);
        return this;
    }

    /** The country whose numbers they are, as ISO 3166-1 alpha-2, where it is one. */
    DetectorBuilder region(String country) {
        about = about.region(country);
        return this;
    }

    /** Where the format is defined in public. */
    DetectorBuilder reference(String url) {
        about = about.reference(url);
        return this;
    }

    /** Texts that are found, all of each. */
    DetectorBuilder matches(String... examples) {
        about = about.matches(List.of(examples));
        return this;
    }

    /** Texts in which this type is not found. */
    DetectorBuilder rejects(String... counterexamples) {
        about = about.rejects(List.of(counterexamples));
        return this;
    }

    /** How sure a match is with nothing near it that tells more; {@link Confidence#HIGH} unless said. */
    DetectorBuilder confidence(Confidence byItself) {
        confidence = byItself;
        return this;
    }

    /** Words near a match that make it one step surer. Lower case. */
    DetectorBuilder near(String... words) {
        context = context.raisedBy(List.of(words));
        return this;
    }

    /** As {@link #near}; without one of the words a match is nothing, on any level. */
    DetectorBuilder onlyNear(String... words) {
        context = context.raisedBy(List.of(words)).only();
        return this;
    }

    /** Words near a match that make it one step less sure. Lower case. */
    DetectorBuilder notNear(String... words) {
        context = context.loweredBy(List.of(words));
        return this;
    }

    /** The pattern, in which all groups but {@code valueGroup} should be without capture. */
    DetectorBuilder pattern(String re2, int valueGroup, int unitsSeenMax) {
        pattern = re2;
        group = valueGroup;
        charsMax = unitsSeenMax;
        return this;
    }

    DetectorBuilder edges(Edge start, Edge end) {
        before = start;
        after = end;
        return this;
    }

    DetectorBuilder validator(Validator decides) {
        validator = decides;
        return this;
    }

    DetectorBuilder confirmation(Confirmation hasLastWord) {
        confirmation = hasLastWord;
        return this;
    }

    DetectorBuilder form(Detector.Form written) {
        form = written;
        return this;
    }

    /** It is known by what stands beside it: another credential's type is better. */
    DetectorBuilder named() {
        rank = Detector.RANK_NAMED_CREDENTIAL;
        return this;
    }

    /** A number of this shape that the check takes. */
    Detector on(Shape shape, Check check) {
        return pattern(shape.pattern(), 0, shape.charsMax())
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(shape.validator(check))
                .form(Detector.Form.ALPHANUMERIC)
                .on(shape.trigger(check, Edge.NUMBER));
    }

    Detector on(Trigger trigger) {
        return new Detector(
                type,
                category,
                Pattern.compile(pattern),
                Pattern.compile("\\A(?:" + pattern + ')'),
                group,
                charsMax,
                before,
                after,
                validator,
                confirmation,
                trigger,
                rank,
                confidence,
                context,
                form,
                about);
    }
}
