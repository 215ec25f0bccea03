// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/DETECTORS.md} says what the engine does, and each type shows by examples what it finds and what it
 * doesn't. Run with {@code -Ddeedbook.docs.write=true} this writes the document.
 */
class DetectorsDocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "..", "docs", "DETECTORS.md");
    private static final int EXAMPLES_MIN = 2;

    @Test
    void document_hasEveryTypeAsItIsDefined() throws IOException {
        var written = Files.readString(DOCUMENT);
        var defined = DetectorsDocument.with(DetectorEngine.builtInTypes(), written);
        if (Boolean.getBoolean("deedbook.docs.write")) {
            Files.writeString(DOCUMENT, defined);
        } else {
            assertThat(written).isEqualTo(defined);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void examples_areFoundAsTheirType(String type) {
        var examples = detectors(type)
                .flatMap(detector -> detector.about().matches().stream().map(example -> before(detector) + example))
                .toList();
        assertThat(examples).as(type).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
        assertThat(examples)
                .allSatisfy(example ->
                        assertThat(typesIn(plain(example))).as(example).containsExactly(type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void counterexamples_areNotFoundAsTheirType(String type) {
        var counterexamples =
                abouts(type).flatMap(about -> about.rejects().stream()).toList();
        assertThat(counterexamples).as(type).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
        assertThat(counterexamples)
                .allSatisfy(text -> assertThat(DetectorEngine.builtIn().scan(text))
                        .as(text)
                        .extracting(Finding::type)
                        .doesNotContain(type));
    }

    @Test
    void types_haveAllThatIsToBeKnown() {
        assertThat(DetectorEngine.builtInTypes()).allSatisfy(type -> {
            assertThat(type.reference()).as(type.type()).startsWith("https://");
            assertThat(type.what()).as(type.type()).isNotEmpty();
            assertThat(type.check()).as(type.type()).isNotEmpty();
            assertThat(TokenShape.isType(type.type())).as(type.type()).isTrue();
        });
    }

    static List<String> types() {
        return DetectorEngine.builtInTypes().stream().map(DetectorType::type).toList();
    }

    /** A word that makes a detector sure that is not by itself. */
    private static String before(Detector detector) {
        var words = detector.context().raising();
        return detector.confidence() == Confidence.LOW && !words.isEmpty() ? words.get(0) + ": " : "";
    }

    private static List<String> typesIn(String text) {
        return DetectorEngine.builtIn().scan(text).stream()
                .map(Finding::type)
                .distinct()
                .toList();
    }

    /** Without the marks around what is found. */
    private static String plain(String example) {
        return example.replace("«", "").replace("»", "");
    }

    private static Stream<About> abouts(String type) {
        return detectors(type).map(Detector::about);
    }

    private static Stream<Detector> detectors(String type) {
        return Detectors.ALL.stream().filter(detector -> detector.type().equals(type));
    }
}
