// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the labelled texts. A file holds several: each begins with a line {@code === kind}, after which
 * {@code neg:type} names a type that it must not be taken for. What stands before the first such line is a comment.
 */
final class Corpus {
    static final Path ROOT = Path.of(
            System.getProperty("basedir", "."),
            "src",
            "test",
            "resources",
            "io",
            "deedbook",
            "pipeline",
            "detect",
            "corpus");
    /** Texts by somebody who saw neither detectors nor corpus, and that nobody who mends detectors looks into. */
    static final Path HELD_OUT = ROOT.resolveSibling("held-out");

    private static final String HEADER = "=== ";
    private static final String LURE = "neg:";

    private Corpus() {}

    /** All texts, in the order of the files' names. */
    static List<LabelledText> read(Path root) throws IOException {
        var texts = new ArrayList<LabelledText>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                read(root.relativize(file).toString(), Files.readAllLines(file), texts);
            }
        }
        return List.copyOf(texts);
    }

    private static void read(String file, List<String> lines, List<LabelledText> texts) {
        var start = 0;
        while (start < lines.size() && !lines.get(start).startsWith(HEADER)) {
            start++;
        }
        for (var number = 1; start < lines.size(); number++) {
            var end = start + 1;
            while (end < lines.size() && !lines.get(end).startsWith(HEADER)) {
                end++;
            }
            var header = List.of(lines.get(start).substring(HEADER.length()).split(" "));
            var lures = header.stream()
                    .filter(word -> word.startsWith(LURE))
                    .map(word -> word.substring(LURE.length()))
                    .toList();
            var marked = String.join("\n", lines.subList(start + 1, end));
            texts.add(LabelledText.of(file + '#' + number, header.get(0), lures, marked));
            start = end;
        }
    }
}
