// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenShapeTest {
    private static final String TEXT = "a [credit_card:733278] b";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":\"[password_assignment:155516]\",\"mrn\":\"[medical_record_number:733278]\"}",
                "patient MRN [medical_record_number:733278], postcode [us_zip:942101]",
                "password: [secret]",
                "passport [passport_number:155516155516]"
            })
    void scan_findsNothingInTokens(String text) {
        assertThat(DetectorEngine.paranoid().scan(text)).isEmpty();
    }

    @Test
    void besideTokens_refusesWhatLiesInTheValueOrIsAll() {
        assertThat(TokenShape.besideTokens(TEXT, new Span(15, 21))).isNull();
        assertThat(TokenShape.besideTokens(TEXT, new Span(15, 24))).isNull();
        assertThat(TokenShape.besideTokens(TEXT, new Span(2, 22))).isNull();
    }

    @Test
    void besideTokens_takesAllOfATokenThatIsEndedIn() {
        assertThat(TokenShape.besideTokens(TEXT, new Span(0, 8))).isEqualTo(new Span(0, 22));
        assertThat(TokenShape.besideTokens(TEXT, new Span(0, 24))).isEqualTo(new Span(0, 24));
        assertThat(TokenShape.besideTokens(TEXT, new Span(22, 24))).isEqualTo(new Span(22, 24));
    }
}
