// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kill;

/**
 * Where a process is killed, as bytes on their way to the database tell, one a character: before these get there, or
 * when the answer to them comes. The writer says commit in small letters, the publisher in capitals, each with the
 * length before it; a note's signature line begins with a dash.
 */
enum KillStep {
    RECORDS_SENT(KilledAppender.TOOL, false, 9),
    RECORDS_INSERTED(KilledAppender.TOOL, true, 9),
    // COMMIT is sent by the name that the driver gave it, as the ninth statement of a writer's connection
    COMMIT_ASKED("\u0000S_9\u0000", false, 7),
    COMMITTED("\u0000S_9\u0000", true, 7),
    SIGNED("\u00e2\u0080\u0094 deedbook.local/ledger/", false, 2),
    CHECKPOINT_INSERTED("\u00e2\u0080\u0094 deedbook.local/ledger/", true, 2),
    PUBLISH_ASKED("\u000bCOMMIT", false, 4),
    PUBLISHED("\u000bCOMMIT", true, 4),
    NEVER("no such bytes", false, 1);

    private final String marker;
    private final boolean answered;
    private final int nth;

    KillStep(String marker, boolean answered, int nth) {
        this.marker = marker;
        this.answered = answered;
        this.nth = nth;
    }

    String marker() {
        return marker;
    }

    /** Whether the database gets the bytes, and its answer is what is held back. */
    boolean isAnswered() {
        return answered;
    }

    /** Which time the bytes pass, at the least: late enough for something to have been acknowledged before. */
    int nth() {
        return nth;
    }
}
