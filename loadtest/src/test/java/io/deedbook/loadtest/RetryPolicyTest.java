// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "503, 1, 0, -, 1000",
                "502, 2, 1000, -, 1500",
                "504, 3, 2500, -, 2250",
                "429, 4, 4750, -, 3375",
                "503, 5, 8125, -, -1",
                "503, 1, 0, 2, 2000",
                "503, 1, 0, 0, 1",
                "503, 1, 0, 30, -1",
                "503, 2, 9500, 1, -1",
                "503, 1, 0, soon, 1000",
                "503, 1, 0, 99999999999999999999, 1000",
                "500, 1, 0, -, -1",
                "400, 1, 0, 1, -1",
            })
    void delayMillis_isThatOfTheRealClient(int status, int tries, long elapsedMillis, String retryAfter, long delay) {
        assertThat(RetryPolicy.delayMillis(status, tries, elapsedMillis, retryAfter))
                .isEqualTo(delay);
    }
}
