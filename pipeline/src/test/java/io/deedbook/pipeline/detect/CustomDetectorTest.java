// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomDetectorTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " ~ ",
            value = {
                "EMP-[0-9]{6} ~ id EMP-123456, ~ EMP-123456",
                "\\bEMP-[0-9]{6}\\b ~ id EMP-123456, ~ EMP-123456",
                "(?i)emp-[0-9]{6} ~ id Emp-123456, ~ Emp-123456",
                "AB[0-9]{4}|XY\\-[0-9]{4} ~ x XY-1234 ~ XY-1234",
                "[0-9]{4}[A-Z]{2} ~ x 1234AB y ~ 1234AB",
                "\\d{4}/\\d{2} ~ x 1234/56. ~ 1234/56",
                "[A-Z]{2}[0-9]{4} ~ x AB1234. ~ AB1234",
                "#[0-9]{4} ~ see #1234 ~ #1234",
            })
    void scan_findsWhatAPolicyDefines(String pattern, String text, String found) {
        var engine = DetectorEngine.custom(List.of(), false, List.of(own("employee_id", pattern)));
        assertThat(engine.scan(text)).hasSize(1);
        var finding = engine.scan(text).get(0);
        assertThat(finding.type()).isEqualTo("employee_id");
        assertThat(text.substring(finding.start(), finding.end())).isEqualTo(found);
        assertThat(engine.scan('x' + found + 'x')).isEmpty();
        assertThat(engine.types()).endsWith("employee_id").contains("email");
    }

    /** Where a pattern's own limit ends it in the middle of what stands for another value. */
    @Test
    void scan_findsWhatGoesIntoATokenAndAllOfThat() {
        var engine = DetectorEngine.custom(List.of(), false, List.of(own("account", "acct-\\S{4,12}")));

        assertThat(engine.scan("acct-99812[email:7f3a9c] and"))
                .singleElement()
                .returns("account", Finding::type)
                .returns(0, Finding::start)
                .returns("acct-99812[email:7f3a9c]".length(), Finding::end);
        assertThat(engine.scan("acct-99812[email:7f3a9c]and")).isEmpty();
    }

    @Test
    void scan_findsNothingThatIsSwitchedOff() {
        var engine = DetectorEngine.custom(List.of("email"), false, List.of());
        assertThat(engine.scan("jane@example.com 078-05-1120"))
                .extracting(Finding::type)
                .containsExactly("us_ssn");
        assertThat(engine.types()).doesNotContain("email");
    }

    @Test
    void scan_takesThePolicysTypeBeforeABuiltInOne() {
        var engine = DetectorEngine.custom(List.of(), false, List.of(own("badge", "[0-9]{3}-[0-9]{2}-[0-9]{4}")));
        assertThat(engine.scan("078-05-1120")).extracting(Finding::type).containsExactly("badge");
    }

    @Test
    void scan_heedsConfidenceWordsAndChecksum() {
        var detector = new CustomDetector(
                "member", "identity", "[0-9]{10}", "luhn", List.of("member"), List.of("order"), "low");
        var engine = DetectorEngine.custom(List.of(), false, List.of(detector));
        assertThat(engine.scan("member 1234567897")).hasSize(1);
        assertThat(engine.scan("member 1234567890")).isEmpty();
        assertThat(engine.scan("1234567897")).isEmpty();
        assertThat(DetectorEngine.custom(List.of(), true, List.of(detector)).scan("1234567897"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "luhn,79927398713,79927398710",
        "mod97,3214282912345698765432161182,3214282912345698765432161183",
        "mod11,000000021694233X,0000000218250098",
        "verhoeff,2363,2364"
    })
    void checksum_holdsForTheExampleAlone(String name, String right, String wrong) {
        var checksum = Checksum.of(name).orElseThrow();
        assertThat(checksum.holds(right)).isTrue();
        assertThat(checksum.holds(wrong)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[0-9", "a*", "^EMP", "EMP$", "a\\bb", "(a{100}){100}", "((a{50}){50}){50}", "a{1001}", "\\b"
            })
    void problems_tellsOfABadPattern(String pattern) {
        assertThat(CustomDetector.problems(List.of(own("x", pattern))))
                .extracting(CustomDetector.Problem::member)
                .containsExactly("pattern");
    }

    @Test
    void custom_refusesWithEverythingThatIsWrong() {
        var bad = new CustomDetector("Bad Name", "zoo", "(", "crc", List.of("--"), List.of(), "sure");
        assertThatThrownBy(() -> DetectorEngine.custom(List.of("nothing"), false, List.of(bad, own("email", "ab"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "off: nothing",
                        "own[0].name",
                        "own[0].category",
                        "own[0].pattern",
                        "own[0].validator",
                        "own[0].confidence",
                        "own[0].near",
                        "own[1].name: email is built in");
    }

    @Test
    void problems_limitsHowManyAreDear() {
        var own = new ArrayList<CustomDetector>();
        for (var index = 0; index < 5; index++) {
            own.add(own("own_" + index, "[A-Z]{2}[0-9]{" + (4 + index) + "}"));
        }
        assertThat(CustomDetector.problems(own)).hasSize(1);
        assertThat(CustomDetector.problems(own.subList(0, 4))).isEmpty();
    }

    @Test
    void scan_givesUpWhereOwnPatternsSpendMoreThanTheTextIsWorth() {
        var engine = DetectorEngine.custom(List.of(), false, List.of(own("dashes", "-(?:[^x]?){240}x")));

        assertThat(engine.scan("a list:\n- one\n- two\n- three x")).isNotEmpty();
        assertThatThrownBy(() -> engine.scan("-".repeat(10_000))).isInstanceOf(OwnWork.TooDearException.class);
    }

    @Test
    void scan_doesNotCountWhatAPatternDoesNotRead() {
        var own = own("order", "ORD-(?:[0-9]{4}-){1,40}[A-Z]{2}");
        var engine = DetectorEngine.custom(List.of(), false, List.of(own));

        assertThat(engine.scan("see ORD-17 and ORD-1234-AB. ".repeat(1_000))).hasSize(1_000);
    }

    private static CustomDetector own(String name, String pattern) {
        return new CustomDetector(name, "identity", pattern, "none", List.of(), List.of(), "medium");
    }
}
