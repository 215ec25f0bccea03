// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import java.util.List;

/**
 * A stretch of a text that is to be found.
 *
 * @param type the type's name in the corpus
 * @param also other types that are as right, such as {@code url_credentials} for a token in a URL
 * @param start first UTF-16 unit
 * @param end one past the last UTF-16 unit
 */
record Label(String type, List<String> also, int start, int end) {
    Label {
        also = List.copyOf(also);
    }

    /** A label from {@code type} or {@code type/other}. */
    static Label of(String alternatives, int start, int end) {
        var names = List.of(alternatives.split("/"));
        return new Label(names.get(0), names.subList(1, names.size()), start, end);
    }

    /** Whether a finding of the engine's type is a right answer. */
    boolean isAnsweredBy(String found) {
        return TypeNames.isRight(type, found) || also.contains(found);
    }
}
