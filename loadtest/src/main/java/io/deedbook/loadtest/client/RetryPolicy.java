// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When the real client (the OpenTelemetry exporter for JavaScript 0.208.0) sends a batch again: after 429, 502, 503 and
 * 504 only, up to five times, if the time to wait ends within ten seconds of the first try; never after a reset, a
 * refusal to connect or a silence. Its own pauses leave room for four; a short {@code Retry-After} for all five. Its
 * jitter is a fraction of a millisecond, so there is none here.
 */
public final class RetryPolicy {
    /** How long the client waits for an answer, and how long it goes on trying. */
    public static final long BUDGET_MILLIS = 10_000;

    private static final Set<Integer> RETRIED = Set.of(429, 502, 503, 504);
    private static final long[] BACKOFF_MILLIS = {1_000, 1_500, 2_250, 3_375, 5_000};
    private static final int TRIES_MAX = BACKOFF_MILLIS.length + 1;
    private static final int RETRY_AFTER_DIGITS_MAX = 6;

    /** What a client may take to deliver the rest when it exits. */
    public static final long EXIT_MILLIS = 2_000;

    private static final long INSISTENT_MILLIS = 250;

    /** Says that the batch is dropped. */
    static final long DROP = -1;

    private RetryPolicy() {}

    /**
     * How long to wait before the next try in milliseconds, or {@link #DROP}.
     *
     * @param tries how many were made
     * @param leftMillis of the time that the client gives itself
     * @param retryAfter the header as it came, or null
     */
    static long delayMillis(int status, int tries, long leftMillis, @Nullable String retryAfter) {
        if (!RETRIED.contains(status) || tries >= TRIES_MAX) {
            return DROP;
        }
        var asked = seconds(retryAfter);
        var delay = asked < 0 ? BACKOFF_MILLIS[tries - 1] : asked * 1_000;
        return delay > leftMillis ? DROP : Math.max(1, delay);
    }

    /**
     * How long an insistent client waits after a reset, a refused connection or a silence, or {@link #DROP}.
     *
     * @param leftMillis of the time that the client gives itself
     */
    static long insistentDelayMillis(long leftMillis) {
        return INSISTENT_MILLIS > leftMillis ? DROP : INSISTENT_MILLIS;
    }

    /** The header in seconds; -1 when it isn't there or a date, which no collector of ours sends. */
    private static long seconds(@Nullable String retryAfter) {
        if (retryAfter == null
                || retryAfter.isEmpty()
                || retryAfter.length() > RETRY_AFTER_DIGITS_MAX
                || !retryAfter.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return -1;
        }
        return Long.parseLong(retryAfter);
    }
}
