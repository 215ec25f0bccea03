// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deedbook.loadtest.tally.Second;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A collector that can take 1,000 events a second, and is held to 900. */
final class AvoidableLossTest {
    private static final double CAPACITY = 900;

    private final List<Second> seconds = new ArrayList<>();

    @Test
    void whereNoCapacityWasLeft_nothingWasAvoidable() {
        pass(60, 900, 2_100);

        assertThat(loss()).isEqualTo(new AvoidableLoss(0, 54_000));
        assertThat(loss().share()).isZero();
    }

    @Test
    void whereACollectorIsIdleAndRefuses_allIsAvoidable() {
        pass(60, 0, 500);

        assertThat(loss()).isEqualTo(new AvoidableLoss(30_000, 0));
        assertThat(loss().share()).isOne();
    }

    @Test
    void whereMoreIsLostThanCouldBeTaken_onlyWhatCouldBeIsAvoidable() {
        pass(60, 0, 3_000);

        assertThat(loss()).isEqualTo(new AvoidableLoss(54_000, 0));
    }

    @Test
    void whereTwoPercentAreMissing_twoPercentOfTheMaximumAreAvoidable() {
        pass(60, 880, 2_120);

        assertThat(loss()).isEqualTo(new AvoidableLoss(1_200, 52_800));
        assertThat(loss().share()).isCloseTo(20.0 / 900, within(1e-9));
    }

    @Test
    void whereNothingIsLost_roomDoesNoHarm() {
        pass(60, 200, 0);

        assertThat(loss().share()).isZero();
    }

    @Test
    void room_isForOneLossOnly() {
        pass(1, 0, 600);
        pass(30, 900, 600);

        assertThat(loss().events()).isEqualTo(900);
    }

    @Test
    void room_isTenSecondsOldAtMost() {
        pass(1, 0, 0);
        pass(8, 900, 0);
        pass(1, 900, 100);
        pass(1, 900, 100);

        assertThat(loss().events()).isEqualTo(100);
    }

    @Test
    void room_thatIsStillGoodLaterIsTakenLast() {
        pass(1, 0, 0);
        pass(8, 900, 0);
        pass(1, 0, 900);
        pass(9, 900, 100);

        assertThat(loss().events()).isEqualTo(1_800);
    }

    @Test
    void moreInOneSecond_makesUpForLessInAnotherOfTheTen() {
        pass(30, 800, 1_000, 2_000);

        assertThat(loss().events()).isEqualTo(100);
    }

    @Test
    void moreInOneSecond_doesNotMakeUpForLessLongAfter() {
        pass(60, 1_000, 2_000);
        pass(10, 0, 2_000);

        assertThat(loss().events()).isEqualTo(9_000);
    }

    private AvoidableLoss loss() {
        return AvoidableLoss.of(seconds, CAPACITY);
    }

    private void pass(int count, long acknowledged, long lost) {
        for (var second = 0; second < count; second++) {
            seconds.add(new Second(acknowledged + lost, acknowledged, 0, lost, 0, 0));
        }
    }

    /** By turns one and the other. */
    private void pass(int turns, long acknowledged, long acknowledgedNext, long lost) {
        for (var turn = 0; turn < turns; turn++) {
            pass(1, acknowledged, lost);
            pass(1, acknowledgedNext, lost);
        }
    }
}
