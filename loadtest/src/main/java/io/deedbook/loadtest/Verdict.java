// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import org.jspecify.annotations.Nullable;

/**
 * What reading back showed.
 *
 * @param lost events that were acknowledged and aren't stored
 * @param doubled events that are stored more than once, acknowledged or not
 * @param stored events that are stored, however often
 * @param fault why it could not be read, or null
 */
record Verdict(
        long lost, long doubled, long stored, @Nullable String fault) {
    /** Of nothing read yet. */
    static final Verdict NOTHING = new Verdict(0, 0, 0, null);

    /** The verdict on one session. */
    static Verdict of(Session session, int[] counts) {
        var lost = 0;
        var doubled = 0;
        var stored = 0;
        for (var sequence = 0; sequence < counts.length; sequence++) {
            lost += counts[sequence] == 0 && session.isAcknowledged(sequence) ? 1 : 0;
            doubled += counts[sequence] > 1 ? 1 : 0;
            stored += counts[sequence] > 0 ? 1 : 0;
        }
        return new Verdict(lost, doubled, stored, null);
    }

    /** The verdict on a session that could not be read. */
    static Verdict unknown(Throwable cause) {
        var message = cause.getMessage();
        return new Verdict(0, 0, 0, message == null ? "Reading back failed." : message);
    }

    Verdict plus(Verdict other) {
        return new Verdict(
                lost + other.lost, doubled + other.doubled, stored + other.stored, fault != null ? fault : other.fault);
    }
}
