// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is known of one log at one witness. Owned by the context of its {@link WitnessClient}. */
final class LogTalk {
    private final String origin;
    private long knownSize;
    private int failures;
    private long notBeforeNanos = System.nanoTime();
    private @Nullable ForkAlarm alarm;

    /** @param origin of the log; under another one, which a new epoch brings, nothing of this holds */
    LogTalk(String origin) {
        this.origin = origin;
    }

    String origin() {
        return origin;
    }

    long knownSize() {
        return knownSize;
    }

    void knownSize(long size) {
        knownSize = size;
    }

    /** How many submissions in a row went wrong. */
    int failures() {
        return failures;
    }

    boolean isDue(long nowNanos) {
        return alarm == null && nowNanos - notBeforeNanos >= 0;
    }

    void succeeded() {
        failures = 0;
        notBeforeNanos = System.nanoTime();
    }

    void failed(Backoff backoff) {
        failures++;
        notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.delayMillis(failures));
    }

    @Nullable
    ForkAlarm alarm() {
        return alarm;
    }

    void alarm(ForkAlarm raised) {
        alarm = raised;
    }
}
