// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/DETECTORS.md} says what the engine does. */
class DetectorsDocumentTest {
    @Test
    void document_hasEveryTypeAsItIsDefined() throws IOException {
        var documented = rows().stream()
                .map(row -> row.substring(0, row.lastIndexOf(" | `")))
                .toList();
        var defined = DetectorEngine.paranoid().types().stream()
                .map(Detectors.BY_TYPE::get)
                .map(detector ->
                        "| `" + detector.type() + "` | " + detector.category().wireName() + " | "
                                + detector.about().what()
                                + (detector.confidence() == Confidence.LOW ? " (paranoid only)" : "") + " | "
                                + detector.about().check())
                .toList();
        assertThat(documented).isEqualTo(defined);
    }

    @Test
    void document_givesExamplesThatAreFound() throws IOException {
        for (var row : rows()) {
            var cells = row.split("`", -1);
            var example = cells[cells.length - 2];
            if (example.endsWith("…")) {
                continue; // only the prefix, so that nobody takes the page for a leak
            }
            assertThat(DetectorEngine.paranoid().scan(example))
                    .as(example)
                    .extracting(Finding::type)
                    .containsExactly(cells[1]);
        }
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of(System.getProperty("basedir", "."), "..", "docs", "DETECTORS.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }
}
