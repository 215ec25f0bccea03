// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.re2j.Pattern;

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
    private int rank;
    private boolean lowConfidence;
    private Detector.Form form = Detector.Form.EXACT;
    private String what = "";
    private String check = "";

    DetectorBuilder(String type, Category category) {
        this.type = type;
        this.category = category;
        this.rank = category == Category.CREDENTIAL ? Detector.RANK_CREDENTIAL : Detector.RANK_OTHER;
    }

    /** For the documentation: what it finds and how that is checked. */
    DetectorBuilder what(String whatItFinds, String howItIsChecked) {
        what = whatItFinds;
        check = howItIsChecked;
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

    DetectorBuilder form(Detector.Form written) {
        form = written;
        return this;
    }

    /** It is known by what stands beside it: another credential's type is better. */
    DetectorBuilder named() {
        rank = Detector.RANK_NAMED_CREDENTIAL;
        return this;
    }

    DetectorBuilder lowConfidence() {
        lowConfidence = true;
        return this;
    }

    Detector on(Trigger trigger) {
        return new Detector(
                type,
                category,
                Pattern.compile(pattern),
                group,
                charsMax,
                before,
                after,
                validator,
                trigger,
                rank,
                lowConfidence,
                form,
                what,
                check);
    }
}
