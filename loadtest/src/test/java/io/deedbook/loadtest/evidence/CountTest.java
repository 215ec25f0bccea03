// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountTest {
    private final Journal journal = new Journal();
    private final Export first = journal.take(0, "a", 0, 3);
    private final Export other = journal.take(1, "b", 0, 2);
    private final Export last = journal.take(0, "a", 3, 4);
    private final Count count = new Count(journal);

    @BeforeEach
    void acknowledge() {
        first.acknowledge();
        other.acknowledge();
    }

    @Test
    void verdict_holdsWhenEachAcknowledgedEventIsThereOnce() {
        store(0, first, 3);
        store(1, other, 2);

        assertThat(count.missing()).isZero();
        assertThat(count.verdict()).isEqualTo(new Verdict(0, 0, 0, 5, 0, null));
        assertThat(count.verdict().holds()).isTrue();
    }

    @Test
    void verdict_namesTheOneEventThatIsWithheld() {
        store(0, first, 2);
        store(1, other, 2);

        assertThat(count.verdict()).isEqualTo(new Verdict(1, 0, 0, 4, 0, null));
        assertThat(count.verdict().holds()).isFalse();
    }

    @Test
    void verdict_doesNotSetALossAgainstADouble() {
        store(0, first, 2);
        count.add(0, first.firstUnixNanos());
        store(1, other, 2);

        assertThat(count.verdict()).isEqualTo(new Verdict(1, 1, 0, 4, 0, null));
    }

    @Test
    void verdict_findsWhatStandsInAnothersLedger() {
        store(0, first, 3);
        store(0, other, 2);

        assertThat(count.verdict()).isEqualTo(new Verdict(2, 0, 2, 3, 0, null));
    }

    @Test
    void verdict_allowsWhatNobodyWasToldOf() {
        store(0, first, 3);
        store(1, other, 2);
        store(0, last, 4);
        count.add(0, last.firstUnixNanos() + last.count());
        count.add(0, first.firstUnixNanos() - 1);

        assertThat(count.verdict()).isEqualTo(new Verdict(0, 0, 0, 9, 4, null));
    }

    @ParameterizedTest
    @CsvSource({"0, 000", "255, 255", "1234, x001/234", "1234067, x001/x234/067"})
    void groups_areThoseOfTlogTiles(long number, String path) {
        assertThat(LogReader.groups(number)).isEqualTo(path);
    }

    private void store(int tenant, Export export, int events) {
        for (var event = 0; event < events; event++) {
            count.add(tenant, export.firstUnixNanos() + event);
        }
    }
}
