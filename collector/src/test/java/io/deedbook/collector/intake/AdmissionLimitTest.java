// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Against a model of a server: what is in work takes its time, or as long as the rate makes it. */
final class AdmissionLimitTest {
    private static final long MAX = 48_000_000;

    private final AdmissionLimit limit = new AdmissionLimit(MAX);
    private long now;

    @Test
    void bytes_areThoseOfAQuarterOfASecondWhereTheRateIsTheLimit() {
        work(10, 20_000_000, 0.02, false);
        work(60, 40_000_000, 0.02, true);
        assertThat(limit.bytes()).isBetween(8_000_000L, 12_500_000L);
    }

    @Test
    void bytes_areLearnedThoughTheStartWasSlow() {
        work(20, 400_000, 1.5, false);
        work(1, 40_000_000, 0.02, false);
        work(60, 40_000_000, 0.02, true);
        assertThat(limit.bytes()).isBetween(8_000_000L, 12_500_000L);
    }

    @Test
    void bytes_stayWhereEveryRequestTakesLong() {
        work(10, 20_000_000, 0.6, false);
        work(400, Long.MAX_VALUE, 0.6, true);
        assertThat(limit.bytes()).isEqualTo(MAX);
    }

    @Test
    void bytes_comeBackAfterAStall() {
        work(10, 20_000_000, 0.02, false);
        work(40, 1_000_000, 0.02, true);
        assertThat(limit.bytes()).isEqualTo(MAX / 8);
        work(40, 160_000_000, 0.02, true);
        assertThat(limit.bytes()).isGreaterThan(MAX / 2);
    }

    @Test
    void bytes_areLearnedOnlyFromWhatWasStored() {
        limit.done(1_000_000, false, false, now);
        work(10, 20_000_000, 0.6, false);
        work(400, Long.MAX_VALUE, 0.6, true);
        assertThat(limit.bytes()).isEqualTo(MAX);
    }

    @Test
    void bytes_stayWhileNobodyWaits() {
        work(400, 1_000_000, 3, false);
        assertThat(limit.bytes()).isEqualTo(MAX);
    }

    /** Some windows of a quarter of a second. */
    private void work(int windows, long bytesPerSecond, double secondsAtLeast, boolean othersWait) {
        for (var window = 0; window < windows; window++) {
            var inWork = othersWait ? limit.bytes() : 1_000_000;
            var seconds = Math.max(secondsAtLeast, (double) inWork / bytesPerSecond);
            for (var request = 0; request < 26; request++) {
                now += TimeUnit.MILLISECONDS.toNanos(10);
                limit.done((long) (seconds * 1e9), true, othersWait, now);
            }
        }
    }
}
