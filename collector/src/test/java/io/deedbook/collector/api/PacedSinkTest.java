// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedSinkTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong takeNanos = new AtomicLong();
    private final PacedSink sink = new PacedSink(
            bytes -> {
                now.addAndGet(takeNanos.get());
                return Future.succeededFuture();
            },
            now::get);

    @Test
    void apply_failsForAReaderWhoDrips() {
        takeNanos.set(TimeUnit.SECONDS.toNanos(10));
        for (var taken = 0; taken < 4; taken++) {
            sink.apply(Buffer.buffer("drop"));
        }

        assertThat(sink.apply(Buffer.buffer("drop")).failed()).isTrue();
    }

    @Test
    void apply_hasTimeForAReaderWhoKeepsUp() {
        takeNanos.set(TimeUnit.SECONDS.toNanos(10));
        var some = Buffer.buffer(new byte[200_000]);
        for (var taken = 0; taken < 50; taken++) {
            assertThat(sink.apply(some).succeeded()).isTrue();
        }
    }

    @Test
    void apply_doesNotCountTheTimeBetween() {
        for (var taken = 0; taken < 10; taken++) {
            now.addAndGet(TimeUnit.MINUTES.toNanos(1));
            assertThat(sink.apply(Buffer.buffer("page")).succeeded()).isTrue();
        }
    }
}
