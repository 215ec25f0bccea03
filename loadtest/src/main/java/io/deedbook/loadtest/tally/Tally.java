// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.tally;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to the events of a run, by phase and by second. Owned by the event loop. */
public final class Tally {
    /** The phase of what goes on beside the load, such as clients that are slow on purpose. */
    public static final int BACKGROUND = -1;

    private static final int HEADER_CHARS_MAX = 16;

    private final List<PhaseTally> phases = new ArrayList<>();
    private final PhaseTally background = new PhaseTally();
    private final Timeline timeline;
    // Mutable state
    private long acknowledgedSoFar;

    /** @param startNanos {@link System#nanoTime()} when the load begins */
    public Tally(int phaseCount, long startNanos) {
        for (var phase = 0; phase < phaseCount; phase++) {
            phases.add(new PhaseTally());
        }
        timeline = new Timeline(startNanos);
    }

    /** Events happened that are to be delivered. */
    public void offered(int phase, long events) {
        phase(phase).offered(events);
        if (phase != BACKGROUND) {
            timeline.offered(events, System.nanoTime());
        }
    }

    /** A request was sent for the first time. */
    public void sent(int phase, long events, long bytes) {
        phase(phase).sent(events, bytes);
    }

    /** An answer other than 200; it may be retried. */
    public void refused(int phase, int status, @Nullable String retryAfter) {
        var now = System.nanoTime();
        phase(phase).refused(status + (retryAfter == null ? "" : " Retry-After " + cut(retryAfter)), now);
        if (phase != BACKGROUND) {
            timeline.refused(now);
        }
    }

    public void retried(int phase) {
        phase(phase).retried();
    }

    /** Events were given up. */
    public void lost(int phase, String cause, long events) {
        var now = System.nanoTime();
        phase(phase).lost(cause, events, now);
        if (phase != BACKGROUND) {
            timeline.lost(events, now);
        }
    }

    /** A request was acknowledged, so long after it was due. */
    public void acknowledged(int phase, long events, long nanos) {
        var now = System.nanoTime();
        phase(phase).acknowledged(events, nanos, now);
        if (phase != BACKGROUND) {
            acknowledgedSoFar += events;
            timeline.acknowledged(events, nanos, now);
        }
    }

    /** Events acknowledged since the load began, whenever they were due. */
    public long acknowledgedSoFar() {
        return acknowledgedSoFar;
    }

    /** The seconds of {@link #timeline} that have passed at a {@link System#nanoTime()}. */
    public double secondsAt(long nanos) {
        return timeline.secondsAt(nanos);
    }

    public PhaseTally phase(int phase) {
        return phase == BACKGROUND ? background : phases.get(phase);
    }

    /** The sum of some phases. */
    public PhaseTally sum(List<Integer> which) {
        var sum = new PhaseTally();
        which.forEach(phase -> sum.add(phase(phase)));
        return sum;
    }

    public Timeline timeline() {
        return timeline;
    }

    private static String cut(String header) {
        return header.substring(0, Math.min(header.length(), HEADER_CHARS_MAX));
    }
}
