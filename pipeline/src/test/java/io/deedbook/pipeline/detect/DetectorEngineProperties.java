// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The engine finds what the bare patterns find: no trigger and no window refuses what a pattern allows. */
class DetectorEngineProperties {
    /** Engines of one detector each. */
    private static final List<DetectorEngine> ALONE = Detectors.ALL.stream()
            .filter(detector -> !detector.about().matches().isEmpty())
            .map(detector -> new DetectorEngine(List.of(detector), Confidence.LOW))
            .toList();

    private final DetectorEngine engine = DetectorEngine.paranoid();
    private final PlainEngine plain = PlainEngine.of(engine);

    @Property(tries = 4000)
    void scan_findsWhatThePatternsFindOnTheWholeText(@ForAll("texts") String text) {
        assertThat(engine.scan(text)).isEqualTo(plain.scan(text));
    }

    /** Which they were found to differ in. */
    @Example
    void scan_findsAnAddressOfDigitsAlone() {
        var address = "77777777777777777777864377777777777777777777";

        assertThat(engine.scan("||" + address))
                .isEqualTo(plain.scan("||" + address))
                .singleElement()
                .extracting(Finding::type)
                .isEqualTo("solana_address");
    }

    /** What stands beside a number is told before the rest of a token that it stands in is taken with it. */
    @Example
    void scan_findsNoNumberInTheMiddleOfTheNameOfAToken() {
        assertThat(engine.scan("[77777n:123456]"))
                .isEqualTo(plain.scan("[77777n:123456]"))
                .isEmpty();
    }

    @Property(tries = 500)
    void scan_findsWhatThePatternsFindWhereAWordMustBeNear(@ForAll("longTexts") String text) {
        var sure = DetectorEngine.builtIn();
        assertThat(sure.scan(text)).isEqualTo(PlainEngine.of(sure).scan(text));
    }

    /** Each by itself, so that no other's finding hides what it misses. */
    @Property(tries = 8000)
    void scan_findsWhatTheOnePatternFinds(@ForAll("attempts") Attempt attempt) {
        assertThat(attempt.alone.scan(attempt.text))
                .isEqualTo(PlainEngine.of(attempt.alone).scan(attempt.text));
    }

    @Property(tries = 1000)
    void scan_isSortedWithoutOverlapsAndCutsNoPair(@ForAll("texts") String text) {
        var end = 0;
        for (var finding : engine.scan(text)) {
            assertThat(finding.start()).isGreaterThanOrEqualTo(end);
            assertThat(finding.end()).isGreaterThan(finding.start()).isLessThanOrEqualTo(text.length());
            assertThat(splitsPair(text, finding.start()) || splitsPair(text, finding.end()))
                    .isFalse();
            end = finding.end();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.randomValue(Texts::random);
    }

    @Provide
    Arbitrary<String> longTexts() {
        return Arbitraries.randomValue(random -> "word ".repeat(random.nextInt(60)) + Texts.random(random));
    }

    @Provide
    Arbitrary<Attempt> attempts() {
        return Arbitraries.randomValue(random -> {
            var alone = ALONE.get(random.nextInt(ALONE.size()));
            return new Attempt(alone, Texts.random(alone.detectors().get(0), random));
        });
    }

    private static boolean splitsPair(String text, int index) {
        return index > 0
                && index < text.length()
                && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    }

    /** The engine of a detector, and a text to try it on. */
    record Attempt(DetectorEngine alone, String text) {}
}
