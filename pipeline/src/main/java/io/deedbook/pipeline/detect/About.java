// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/**
 * What people need to know about a detector.
 *
 * @param what what it finds
 * @param check how a match is confirmed
 * @param region ISO 3166-1 alpha-2, or {@code any}
 * @param reference URL of the public definition of the format
 * @param matches texts that are found, all of each, or what stands between «» in it
 * @param rejects texts in which this type is not found
 */
record About(String what, String check, String region, String reference, List<String> matches, List<String> rejects) {
    /** The identifiers that make a health record someone's. */
    static final String HIPAA =
            "https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html";

    static final About NOTHING = new About("", "", "any", "", List.of(), List.of());

    About {
        matches = List.copyOf(matches);
        rejects = List.copyOf(rejects);
    }

    About what(String whatItFinds, String howItIsChecked) {
        return new About(whatItFinds, howItIsChecked, region, reference, matches, rejects);
    }

    About region(String country) {
        return new About(what, check, country, reference, matches, rejects);
    }

    About reference(String url) {
        return new About(what, check, region, url, matches, rejects);
    }

    About matches(List<String> examples) {
        return new About(what, check, region, reference, examples, rejects);
    }

    About rejects(List<String> counterexamples) {
        return new About(what, check, region, reference, matches, counterexamples);
    }
}
