// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import java.util.List;

/**
 * A stretch of a text that is to be found.
 *
 * @param type the type's name in the corpus
 * @param also other types that are as right, such as {@code url_credentials} for a token in a URL
 * @param optional whether it may be found but need not, such as a name in a column of names
 * @param start first UTF-16 unit
 * @param end one past the last UTF-16 unit
 */
record Label(String type, List<String> also, boolean optional, int start, int end) {
    private static final String OPTIONAL = "?";

    Label {
        also = List.copyOf(also);
    }

    /** A label from {@code type}, {@code type/other} or {@code type?}. */
    static Label of(String mark, int start, int end) {
        var optional = mark.endsWith(OPTIONAL);
        var names = List.of((optional ? mark.substring(0, mark.length() - OPTIONAL.length()) : mark).split("/"));
        return new Label(names.get(0), names.subList(1, names.size()), optional, start, end);
    }

    /** Whether a finding of the engine's type is a right answer. */
    boolean isAnsweredBy(String found) {
        return TypeNames.isRight(type, found) || also.contains(found);
    }
}
