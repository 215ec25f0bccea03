// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * One document of the corpus, without its marks.
 *
 * @param file the file it is in and its number there, for messages
 * @param kind what kind of text it is, such as {@code shell}
 * @param lures the types that it must not be taken for: what makes it a hard negative
 */
record LabelledText(String file, String kind, List<String> lures, String text, List<Label> labels) {
    private static final char OPEN = '⟦';
    private static final char CLOSE = '⟧';

    LabelledText {
        lures = List.copyOf(lures);
        labels = List.copyOf(labels);
    }

    /**
     * Reads a text in which {@code ⟦type|value⟧} stands for a value of the type, {@code ⟦type/other|value⟧} for one of
     * either.
     */
    static LabelledText of(String file, String kind, List<String> lures, String marked) {
        var text = new StringBuilder(marked.length());
        var labels = new ArrayList<Label>();
        var read = 0;
        for (var open = marked.indexOf(OPEN); open >= 0; open = marked.indexOf(OPEN, read)) {
            var bar = marked.indexOf('|', open);
            var close = marked.indexOf(CLOSE, open);
            if (bar < 0 || close < bar || marked.substring(open + 1, close).indexOf(OPEN) >= 0) {
                throw new IllegalArgumentException("mark: in " + file + " at " + open + " (expected: ⟦type|value⟧)");
            }
            text.append(marked, read, open);
            var start = text.length();
            text.append(marked, bar + 1, close);
            labels.add(Label.of(marked.substring(open + 1, bar), start, text.length()));
            read = close + 1;
        }
        return new LabelledText(
                file, kind, lures, text.append(marked, read, marked.length()).toString(), labels);
    }
}
