// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.AckLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportWayTest {
    @ParameterizedTest
    @CsvSource({
        // begun just now, and while its key was looked for
        "COMMITTED, 0, 9500, 8200",
        "COMMITTED, 3000, 6500, 5200",
        "SIGNED, 0, 8000, 6000",
        "WITNESSED, 1000, 7000, 5000",
        // there is less time than that, or none
        "COMMITTED, 0, 300, 300",
        "SIGNED, 7000, 1000, 1"
    })
    void roomMillis_leaveTimeForWhatComesAfterwards(AckLevel ack, long sinceStart, long remaining, long millis) {
        assertThat(ExportWay.roomMillis(ack, sinceStart, remaining)).isEqualTo(millis);
    }
}
