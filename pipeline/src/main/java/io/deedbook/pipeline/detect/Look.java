// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Overlaps.Candidate;
import java.util.ArrayList;
import java.util.List;

/** One look at a text as it is written: what the detectors find in it, each by itself. */
@FunctionalInterface
interface Look {
    /** What is seen in a text that stands under a name. */
    Seen at(String name, String text);

    /**
     * What was seen.
     *
     * @param candidates in any order
     * @param coded whether some of the text may stand for something else, such as {@code %40}
     */
    record Seen(List<Candidate> candidates, boolean coded) {
        /** With what others see, whose detectors are defined first. */
        Seen and(Seen others) {
            var both = new ArrayList<>(candidates);
            others.candidates.forEach(candidate -> both.add(candidate.first()));
            return new Seen(both, coded || others.coded);
        }
    }
}
