// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.loadtest.event.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KindTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void plan_measuresSomethingAndNamesThePhaseOfItsFault(Kind kind) {
        var scenario = kind.plan(dials(0, 20_000));

        assertThat(scenario.measured()).isNotEmpty();
        assertThat(scenario.phases()).allSatisfy(phase -> assertThat(phase.to()).isPositive());
        if (scenario.fault() != Fault.NONE) {
            assertThat(scenario.phase(scenario.fault().phase())).isPositive();
        }
    }

    @Test
    void steady_runsAtHalfTheMaximumUnlessTold() {
        assertThat(Kind.STEADY.plan(dials(0, 20_000)).rateMax()).isEqualTo(10_000);
        assertThat(Kind.STEADY.plan(dials(700, 20_000)).rateMax()).isEqualTo(700);
    }

    @Test
    void overload_isThreeTimesTheMaximumAndHasToKnowIt() {
        assertThat(Kind.OVERLOAD.plan(dials(0, 20_000)).rateMax()).isEqualTo(60_000);
        assertThatThrownBy(() -> Kind.OVERLOAD.plan(dials(0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--max-rate");
    }

    @Test
    void realClients_areSoManyThatEachSendsAboutAHundredEventsAtATime() {
        assertThat(Kind.SOAK.plan(dials(2_000, 0)).clients()).isEqualTo(100);
    }

    @Test
    void collectors_areFourBesideTheOwnerOfTheDatabaseAndOthersStandAlone() {
        assertThat(Kind.COLLECTORS.plan(dials(0, 0)).sharing()).isEqualTo(4);
        assertThat(Kind.ROLLING_RESTART.plan(dials(0, 0)).sharing()).isEqualTo(2);
        assertThat(Kind.STEADY.plan(dials(0, 0)).sharing()).isZero();
    }

    @Test
    void warmUp_isAsFastAsWhatFollowsUnlessToldOtherwise() {
        assertThat(Kind.STEADY.plan(dials(2_000, 0)).phases())
                .extracting(Phase::from)
                .containsExactly(2_000.0, 2_000.0);
        var slower = new Dials(2_000, 0, 0, 5, 700, 0, 0, 0, 0, null, 10, 20, Fleet.USUAL, Encoding.PROTOBUF, false);
        assertThat(Kind.STEADY.plan(slower).phases()).extracting(Phase::from).containsExactly(700.0, 2_000.0);
    }

    @Test
    void dials_refuseWhatIsOutOfRange() {
        assertThatThrownBy(() -> dials(-1, 0)).hasMessageContaining("--rate: -1.0 (expected: 0 to 1000000)");
        assertThatThrownBy(() -> dials(Double.NaN, 0)).hasMessageContaining("--rate");
    }

    private static Dials dials(double rate, double max) {
        return new Dials(rate, max, 0, 5, 0, 0, 0, 0, 0, null, 10, 20, Fleet.USUAL, Encoding.PROTOBUF, false);
    }
}
