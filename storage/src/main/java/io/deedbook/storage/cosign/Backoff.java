// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import java.util.function.DoubleSupplier;

/** How long to wait after failures in a row: twice as long each time, up to a limit, a random half of it spared. */
final class Backoff {
    private static final int DOUBLINGS_MAX = 30;

    private final long firstMillis;
    private final long millisMax;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    Backoff(long firstMillis, long millisMax, DoubleSupplier random) {
        this.firstMillis = firstMillis;
        this.millisMax = millisMax;
        this.random = random;
    }

    /** @param failures in a row, at least 1 */
    long delayMillis(int failures) {
        var doubled = firstMillis << Math.min(failures - 1, DOUBLINGS_MAX);
        var delay = Math.min(millisMax, doubled);
        return delay / 2 + (long) (random.getAsDouble() * delay / 2);
    }
}
