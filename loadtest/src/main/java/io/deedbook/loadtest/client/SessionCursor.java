// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.deedbook.loadtest.event.Tape;
import io.deedbook.loadtest.evidence.Export;
import io.deedbook.loadtest.evidence.Journal;
import java.util.UUID;

/** Where a client is in its session; after {@link Tape#EVENTS} events it begins another. Owned by the event loop. */
final class SessionCursor {
    private final int tenant;
    // Mutable state
    private String session = UUID.randomUUID().toString();
    private int next;

    SessionCursor(int tenant) {
        this.tenant = tenant;
    }

    /** Takes the next events: as many as asked for, or as are left in the session. */
    Export take(Journal journal, int count) {
        var taken = Math.min(count, Tape.EVENTS - next);
        var export = journal.take(tenant, session, next, taken);
        next += taken;
        if (next == Tape.EVENTS) {
            session = UUID.randomUUID().toString();
            next = 0;
        }
        return export;
    }
}
