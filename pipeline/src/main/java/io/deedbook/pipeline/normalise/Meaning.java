// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import org.jspecify.annotations.Nullable;

/**
 * What the name of an attribute tells of it.
 *
 * @param place where it belongs, or null when it stays among the attributes
 * @param sign what its value tells of the event besides
 * @param measured the content whose full length it tells, {@code ""} for all signs but {@link Sign#LENGTH}
 */
record Meaning(@Nullable Place place, Sign sign, String measured) {
    /** A known attribute that has no place of its own. */
    static final Meaning PLAIN = new Meaning(null, Sign.NONE, "");

    static Meaning of(Place place) {
        return new Meaning(place, Sign.NONE, "");
    }

    static Meaning of(Sign sign) {
        return new Meaning(null, sign, "");
    }

    static Meaning lengthOf(String content) {
        return new Meaning(null, Sign.LENGTH, content);
    }

    /** The same attribute where it tells something as well. */
    Meaning with(Sign further) {
        return new Meaning(place, further, measured);
    }
}
