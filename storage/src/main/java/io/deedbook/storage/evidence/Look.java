// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

/** Which logs a round looks at though they did not grow: those whose id leaves {@code part} when divided by {@code parts}. */
record Look(int parts, int part) {
    /**
     * Every so many rounds a log is looked at that is frozen, or may have lost records without growing. It is another
     * part of them in each round, since each is looked at alone: all at once they would keep those that grew waiting.
     */
    static final int ROUNDS = 60;

    /** None of them: no remainder is negative. */
    static Look atGrown() {
        return new Look(1, -1);
    }

    static Look atAll() {
        return new Look(1, 0);
    }

    static Look atPart(int part) {
        return new Look(ROUNDS, part);
    }

    boolean isAtAll() {
        return parts == 1 && part == 0;
    }

    /** Whether it comes again by itself, so that what others have just published may wait for it. */
    boolean isRegular() {
        return parts > 1;
    }

    boolean isAt(int logId) {
        return logId % parts == part;
    }
}
