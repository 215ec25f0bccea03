// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "503, 1, 10000, -, 1000",
                "502, 2, 9000, -, 1500",
                "504, 3, 7500, -, 2250",
                "429, 4, 5250, -, 3375",
                "503, 5, 1875, -, -1",
                "503, 5, 6000, 1, 1000",
                "503, 6, 5000, 1, -1",
                "503, 1, 10000, 2, 2000",
                "503, 1, 10000, 0, 1",
                "503, 1, 10000, 30, -1",
                "503, 2, 500, 1, -1",
                "503, 1, 10000, soon, 1000",
                "503, 1, 10000, 99999999999999999999, 1000",
                "500, 1, 10000, -, -1",
                "400, 1, 10000, 1, -1",
            })
    void delayMillis_isThatOfTheRealClient(int status, int tries, long leftMillis, String retryAfter, long delay) {
        assertThat(RetryPolicy.delayMillis(status, tries, leftMillis, retryAfter))
                .isEqualTo(delay);
    }

    @Test
    void insistentDelay_endsWithTheTimeOfTheClient() {
        assertThat(RetryPolicy.insistentDelayMillis(10_000)).isEqualTo(250);
        assertThat(RetryPolicy.insistentDelayMillis(249)).isEqualTo(RetryPolicy.DROP);
    }
}
