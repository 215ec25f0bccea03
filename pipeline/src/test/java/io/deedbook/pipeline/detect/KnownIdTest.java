// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are an id and nothing else. */
class KnownIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ccb56eb1-4a0b-4d6b-aed8-cf4043f956e1",
                "00f067aa0ba902b7",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "d325d9d5b55c426bea088c407ee3ce248efd013e12f262a96d28a0e098e5199a",
                "2026-11-21T09:44:11.123Z",
                "2026-11-21T09:44:11Z"
            })
    void isOne_takesIdsAndTimes(String text) {
        assertThat(KnownId.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4111111111111111",
                "41111111-1111-1111-1111-111111111111",
                "ccb56eb1-4a0b-4d6b-aed8-cf4043f956e1 ",
                "ccb56eb1-4a0b-4d6b-aed8-cf4043f956-1",
                "00f067aa0ba902b",
                "1985-03-14",
                "1985-03-14T00:00",
                "2026-11-21T09:44:11 5551234567Z",
                "2026-11-21T09:44:11+5551234567"
            })
    void isOne_refusesWhatMayHoldMore(String text) {
        assertThat(KnownId.isOne(text)).isFalse();
    }

    @Test
    void scan_looksForTypesOfItsOwnInIds() {
        var own = new CustomDetector(
                "ticket", "identity", "[0-9a-f]{8}-[0-9a-f-]{27}", "none", List.of(), List.of(), "high");
        var engine = DetectorEngine.custom(List.of(), false, List.of(own));

        assertThat(engine.scan("ccb56eb1-4a0b-4d6b-aed8-cf4043f956e1"))
                .extracting(Finding::type)
                .containsExactly("ticket");
    }
}
