// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in the definitions of the detectors hold. */
class DetectorExamplesTest {
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("matches")
    void scan_findsTheExampleOrWhatIsMarkedInItBesideAWordThatSpeaksForIt(String type, String example) {
        assertThat(mark(type, example.replace("«", "").replace("»", ""))).isEqualTo(example);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rejects")
    void scan_doesNotFindTheCounterexample(String type, String text) {
        assertThat(DetectorEngine.builtIn().scan(text))
                .extracting(Finding::type)
                .doesNotContain(type);
    }

    static List<String[]> matches() {
        return Detectors.ALL.stream()
                .flatMap(detector -> detector.about().matches().stream()
                        .map(text -> new String[] {detector.type(), before(detector) + marked(text)}))
                .toList();
    }

    /** A word that makes a detector sure that is not by itself. */
    private static String before(Detector detector) {
        var words = detector.context().raising();
        return detector.confidence() == Confidence.LOW && !words.isEmpty() ? words.get(0) + ": " : "";
    }

    private static String marked(String example) {
        return example.contains("«") ? example : "«" + example + "»";
    }

    static List<String[]> rejects() {
        return Detectors.ALL.stream()
                .flatMap(detector ->
                        detector.about().rejects().stream().map(text -> new String[] {detector.type(), text}))
                .toList();
    }

    private static String mark(String type, String text) {
        var marked = new StringBuilder();
        var copied = 0;
        for (var finding : DetectorEngine.builtIn().scan(text)) {
            var wrong = finding.type().equals(type) ? "" : finding.type() + '!';
            marked.append(text, copied, finding.start()).append('«').append(wrong);
            marked.append(text, finding.start(), finding.end()).append('»');
            copied = finding.end();
        }
        return marked.append(text.substring(copied)).toString();
    }
}
