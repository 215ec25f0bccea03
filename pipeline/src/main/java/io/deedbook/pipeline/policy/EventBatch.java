// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import io.deedbook.pipeline.event.Event;
import java.util.List;

/**
 * Events of one export request on their way to the pipeline, together with everything the pipeline needs to judge them,
 * so that it looks nothing up.
 *
 * @param events at most {@link #EVENTS_MAX}
 * @param receivedUnixNanos when the server had the request, nanoseconds since the epoch
 * @param deadlineNanos {@link System#nanoTime()} after which nobody waits for the answer any more
 */
public record EventBatch(List<Event> events, CompiledPolicy policy, long receivedUnixNanos, long deadlineNanos) {
    /** The largest number of events in one message. */
    public static final int EVENTS_MAX = 512;

    public EventBatch {
        events = List.copyOf(events);
        if (events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException("events: " + events.size() + " (expected: <= " + EVENTS_MAX + ")");
        }
    }
}
