// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

final class KindTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void plan_measuresSomethingAndNamesThePhaseOfItsFault(Kind kind) {
        var scenario = kind.plan(dials(), 20_000);

        assertThat(scenario.measured()).isNotEmpty();
        assertThat(scenario.phases()).allSatisfy(phase -> assertThat(phase.to()).isPositive());
        if (scenario.fault() != Fault.NONE) {
            assertThat(scenario.phase(scenario.fault().phase())).isPositive();
        }
    }

    @Test
    void steady_runsAtHalfTheMaximumUnlessTold() {
        assertThat(Kind.STEADY.plan(dials(), 20_000).rateMax()).isEqualTo(10_000);
        assertThat(Kind.STEADY.plan(dials("--rate=700"), 20_000).rateMax()).isEqualTo(700);
    }

    @Test
    void overload_isThreeTimesTheMaximumAndHasToKnowIt() {
        assertThat(Kind.OVERLOAD.plan(dials(), 20_000).rateMax()).isEqualTo(60_000);
        assertThatThrownBy(() -> Kind.OVERLOAD.plan(dials(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--max-rate");
    }

    @ParameterizedTest
    @EnumSource(names = {"SPIKE", "OVERLOAD"})
    void overloads_endWhenTheClientsHaveSentWhatTheyHeldBack(Kind kind) {
        var phases = kind.plan(dials(), 20_000).phases();

        assertThat(phases).filteredOn(Phase::endsDrained).containsExactly(phases.get(phases.size() - 2));
        assertThat(phases.get(phases.size() - 1).name()).isEqualTo("after");
    }

    @Test
    void realClients_areSoManyThatEachSendsAboutAHundredEventsAtATime() {
        assertThat(Kind.SOAK.plan(dials("--rate=2000"), 0).clients()).isEqualTo(100);
    }

    @Test
    void collectors_areFourBesideTheOwnerOfTheDatabaseAndOthersStandAlone() {
        assertThat(Kind.COLLECTORS.plan(dials(), 0).sharing()).isEqualTo(4);
        assertThat(Kind.ROLLING_RESTART.plan(dials(), 0).sharing()).isEqualTo(2);
        assertThat(Kind.STEADY.plan(dials(), 0).sharing()).isZero();
    }

    @Test
    void warmUp_isAsFastAsWhatFollowsUnlessToldOtherwise() {
        assertThat(Kind.STEADY.plan(dials("--rate=2000"), 0).phases())
                .extracting(Phase::from)
                .containsExactly(2_000.0, 2_000.0);
        var slower = dials("--rate=2000", "--warmup-rate=700");
        assertThat(Kind.STEADY.plan(slower, 0).phases()).extracting(Phase::from).containsExactly(700.0, 2_000.0);
    }

    @ParameterizedTest
    @CsvSource({
        "--rate=-1, --rate: -1.0 (expected: 0 to 1000000)",
        "--rate=NaN, --rate",
        "--batch=501, --batch",
        "--processes=17, --processes"
    })
    void dials_refuseWhatIsOutOfRange(String option, String message) {
        assertThatThrownBy(() -> dials(option).check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void dialsOfARamp_areThoseOfHowIsSentAndNotOfWhatForHowLong() {
        var ramp = Kind.RAMP.plan(
                dials("--rate=9", "--seconds=77", "--clients=5", "--tenants=3", "--batch=50", "--processes=3", "--gzip")
                        .ofRamp(),
                0);

        assertThat(ramp)
                .isEqualTo(Kind.RAMP.plan(
                        dials("--batch=50", "--processes=3", "--gzip").ofRamp(), 0));
        assertThat(ramp.gzip()).isTrue();
        assertThat(ramp.batch()).isEqualTo(50);
        assertThat(ramp.fleet()).isEqualTo(new Fleet(3, 0, 0));
        assertThat(ramp.tenants()).isOne();
    }

    private static Dials dials(String... options) {
        return CommandLine.populateCommand(new Dials(), options);
    }
}
