// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Coverage coverage =
            new Coverage(new LogReader(HttpClient.newHttpClient(), "http://127.0.0.1:1", "key"));
    private final long now = TimeUnit.SECONDS.toNanos(Instant.now().getEpochSecond());

    @Test
    void countsFromReceiptToTheFirstCheckpointThatCoversARecord() {
        coverage.seen(10, now + SECOND);
        coverage.seen(20, now + 3 * SECOND);

        coverage.add(new Leaf(10, true, 0, now));

        assertThat(coverage.lagMillis().getMaxValue()).isBetween(3_000L, 3_003L);
    }

    @Test
    void whatWasReceivedInTheWarmUpDoesNotCount() {
        coverage.seen(10, now + 3 * SECOND);
        coverage.begin();

        coverage.add(new Leaf(1, true, 0, now - 9 * SECOND));
        coverage.add(new Leaf(2, true, 0, now + 2 * SECOND));

        assertThat(coverage.lagMillis().getTotalCount()).isEqualTo(1);
        assertThat(coverage.lagMillis().getMaxValue()).isBetween(1_000L, 1_001L);
    }
}
