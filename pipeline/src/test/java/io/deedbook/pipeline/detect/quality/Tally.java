// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

/** Counts of labels and findings, of a type, a category, a kind of text or all. Owned by the thread that counts. */
final class Tally {
    // Mutable state
    private int labels;
    private int found;
    private int otherType;
    private int findings;
    private int right;
    private int onText;

    /** A label: found as its type, else masked as something else, else missed. */
    void label(boolean foundAsType, boolean masked) {
        labels++;
        found += foundAsType ? 1 : 0;
        otherType += !foundAsType && masked ? 1 : 0;
    }

    /** A finding: on a label of its type, else on another label, else on text that is nothing. */
    void finding(boolean rightType, boolean onLabel) {
        findings++;
        right += rightType ? 1 : 0;
        onText += !rightType && !onLabel ? 1 : 0;
    }

    int labels() {
        return labels;
    }

    int findings() {
        return findings;
    }

    int found() {
        return found;
    }

    int missed() {
        return labels - found - otherType;
    }

    int otherType() {
        return otherType;
    }

    int wrong() {
        return findings - right;
    }

    double precision() {
        return ratio(right, findings);
    }

    double recall() {
        return ratio(found, labels);
    }

    double f1() {
        var sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }

    /** As {@link #precision()}, when any type is right on any label. */
    double precisionOfMasking() {
        return ratio(findings - onText, findings);
    }

    /** As {@link #recall()}, when any type is right on any label. */
    double recallOfMasking() {
        return ratio(found + otherType, labels);
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }
}
