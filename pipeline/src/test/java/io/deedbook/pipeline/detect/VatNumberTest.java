// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VatNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT", "BE", "DE", "DK", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LU", "NL", "PL", "PT", "SE",
                "SI", "XX"
            })
    void holds_answersWhereverLettersStand(String country) {
        for (var length = 8; length <= 12; length++) {
            for (var letters = 0; letters < 1 << length; letters++) {
                var number = country + written(length, letters);
                assertThatCode(() -> VatNumber.holds(number)).as(number).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES12345678Z", "ESX1234567L", "ESA58818501"})
    void holds_takesPeopleAndCompaniesOfSpain(String number) {
        assertThat(VatNumber.holds(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES12345678A", "ES1234567HX", "ESA58818502"})
    void holds_refusesOthersOfSpain(String number) {
        assertThat(VatNumber.holds(number)).isFalse();
    }

    private static String written(int length, int letters) {
        var number = new StringBuilder(length);
        for (var place = 0; place < length; place++) {
            number.append(
                    (letters >> place & 1) == 0 ? (char) ('1' + place % 9) : (char) ('A' + (place * 7 + length) % 26));
        }
        return number.toString();
    }
}
