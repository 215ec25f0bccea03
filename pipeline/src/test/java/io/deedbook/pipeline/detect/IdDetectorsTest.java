// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each detector says of itself: examples that it finds wherever they stand, and others that it does not. */
class IdDetectorsTest {
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matches")
    void scan_findsExamplesInEveryKindOfText(Detector detector, String example) {
        var engine = new DetectorEngine(List.of(detector), Confidence.LOW);
        for (var around : List.of(
                "%s",
                "His number is %s, please keep it.",
                "{\"value\":\"%s\",\"n\":1}",
                "{\\\"value\\\":\\\"%s\\\"}",
                "name,value\\nJane,%s\\nJoe,x",
                "name;value\nJane;%s\n",
                "curl -d 'id=%s' https://example.com/",
                "(%s)",
                "请查%s。")) {
            var text = around.replace("%s", example);
            assertThat(engine.scan(unmarked(text)))
                    .as(text)
                    .extracting(finding -> unmarked(text).substring(finding.start(), finding.end()))
                    .containsExactly(marked(example));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rejects")
    void scan_doesNotFindCounterexamples(Detector detector, String counterexample) {
        assertThat(new DetectorEngine(List.of(detector), Confidence.LOW).scan(counterexample))
                .isEmpty();
    }

    static Stream<Arguments> matches() {
        return Detectors.ALL.stream()
                .flatMap(detector ->
                        detector.about().matches().stream().map(example -> Arguments.of(detector, example)));
    }

    static Stream<Arguments> rejects() {
        return Detectors.ALL.stream()
                .flatMap(detector ->
                        detector.about().rejects().stream().map(example -> Arguments.of(detector, example)));
    }

    private static String unmarked(String text) {
        return text.replace("«", "").replace("»", "");
    }

    private static String marked(String example) {
        return example.indexOf('«') < 0 ? example : example.substring(example.indexOf('«') + 1, example.indexOf('»'));
    }
}
