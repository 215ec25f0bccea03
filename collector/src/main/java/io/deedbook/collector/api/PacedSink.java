// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Hands an answer on to a reader who takes it at some speed at least, because a slow reader keeps others from theirs.
 * Only the time counts that is spent waiting for the reader. One step at a time.
 */
final class PacedSink implements Function<Buffer, Future<Void>> {
    /** What a reader may take where there is little to send. */
    static final long WAIT_NANOS_MIN = TimeUnit.SECONDS.toNanos(30);

    /** Bytes a second; 1 MiB takes a minute at most. */
    static final long RATE_BYTES_MIN = 16_384;

    private final Function<Buffer, Future<Void>> sink;
    private final LongSupplier clockNanos;

    // Mutable state, owned by whichever step of the answer is at work.
    private long sentBytes;
    private long waitedNanos;

    /** @param clockNanos monotonic */
    PacedSink(Function<Buffer, Future<Void>> sink, LongSupplier clockNanos) {
        this.sink = sink;
        this.clockNanos = clockNanos;
    }

    /** Fails when the reader is too slow. */
    @Override
    public Future<Void> apply(Buffer bytes) {
        sentBytes += bytes.length();
        var allowedNanos = WAIT_NANOS_MIN + TimeUnit.SECONDS.toNanos(sentBytes) / RATE_BYTES_MIN;
        var leftNanos = allowedNanos - waitedNanos;
        if (leftNanos <= 0) {
            return Future.failedFuture("The reader is too slow.");
        }
        var begin = clockNanos.getAsLong();
        return sink.apply(bytes)
                .timeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)), TimeUnit.MILLISECONDS)
                .onComplete(taken -> waitedNanos += clockNanos.getAsLong() - begin);
    }
}
