// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How sure a detector is of a match, least first. Words near the match move it one step up or down. */
enum Confidence {
    /** More often wrong than right: reported on the paranoid level only, or with a word near it that speaks for it. */
    LOW,
    /** Mostly right: reported unless a word near it speaks against it. */
    MEDIUM,
    /** By its own shape or check digits it is hardly anything else: reported whatever stands near it. */
    HIGH;

    static final List<String> WIRE_NAMES =
            Arrays.stream(values()).map(Confidence::wireName).toList();

    /** The rank so many steps up; it may be above or below all. */
    int plus(int steps) {
        return ordinal() + steps;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
