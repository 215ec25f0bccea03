// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnixNanosTest {
    @Test
    void of_countsFrom1970BothWays() {
        assertThat(UnixNanos.of(Instant.EPOCH)).isZero();
        assertThat(UnixNanos.of(Instant.parse("1970-01-01T00:00:01.000000002Z")))
                .isEqualTo(1_000_000_002);
        assertThat(UnixNanos.of(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .isEqualTo(-1);
    }

    @Test
    void of_refusesWhatIsOutOfReach() {
        assertThat(UnixNanos.of(Instant.parse("2262-04-11T23:47:16.854775807Z")))
                .isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> UnixNanos.of(Instant.parse("2262-04-11T23:47:16.854775808Z")))
                .isInstanceOf(ArithmeticException.class);
    }
}
