// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the evaluation of all logs may hold in memory, windows and sessions each for themselves, and how many
 * records it had to forget for it. The bytes are an estimate for a 64-bit Java with compressed references, on the safe
 * side and with all texts, which clients choose. Thread-safe.
 */
public final class EventBudget {
    /** An event, its place in a list, and its share of what is reported and open around it. */
    static final long EVENT_BYTES = 128;
    /** A group without its values: the window, its lists, and its places among the groups. */
    static final long GROUP_BYTES = 512;
    /**
     * A session without its texts: the track, what it saw last, and its places among sessions, users and what is due.
     */
    static final long SESSION_BYTES = 768;
    /** The numbering of one process, without its intervals. */
    static final long RUN_BYTES = 128;
    /** Consecutive numbers, and their place in a list. */
    static final long INTERVAL_BYTES = 96;

    private static final long TEXT_BYTES = 64;
    private static final long CHAR_BYTES = 2;
    private static final long WINDOWS_HEAP_SHARE = 16;
    private static final long SESSIONS_HEAP_SHARE = 32;
    private static final long BYTES_MIN = 2_000_000;

    private final Share windows;
    private final Share sessions;
    private final AtomicLong forgotten = new AtomicLong();

    /**
     * @param windowsBytesMax the most that the windows of correlations hold
     * @param sessionsBytesMax the most that what is known of sessions holds
     */
    public EventBudget(long windowsBytesMax, long sessionsBytesMax) {
        windows = new Share(windowsBytesMax);
        sessions = new Share(sessionsBytesMax);
    }

    /** A sixteenth of the heap for windows, and half of that for sessions. */
    public static EventBudget ofHeap() {
        var heapBytes = Runtime.getRuntime().maxMemory();
        return new EventBudget(windowsBytesMax(heapBytes), sessionsBytesMax(heapBytes));
    }

    /** What windows may hold of a heap. */
    public static long windowsBytesMax(long heapBytes) {
        return Math.max(BYTES_MIN, heapBytes / WINDOWS_HEAP_SHARE);
    }

    /** What is known of sessions may hold of a heap. */
    public static long sessionsBytesMax(long heapBytes) {
        return Math.max(BYTES_MIN, heapBytes / SESSIONS_HEAP_SHARE);
    }

    /** The most that windows hold. */
    public long windowsBytesMax() {
        return windows.bytesMax;
    }

    /** The most that what is known of sessions holds. */
    public long sessionsBytesMax() {
        return sessions.bytesMax;
    }

    /** What one kind of state may hold. */
    static final class Share {
        private final long bytesMax;
        private final AtomicLong held = new AtomicLong();

        private Share(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        /** @param bytes negative to give some back */
        void take(long bytes) {
            held.addAndGet(bytes);
        }

        boolean isSpent() {
            return held.get() > bytesMax;
        }

        long heldBytes() {
            return held.get();
        }
    }

    /** What a text takes, as if none of its characters were Latin. */
    static long bytes(String text) {
        return TEXT_BYTES + CHAR_BYTES * text.length();
    }

    /** What texts take. */
    static long bytes(List<String> texts) {
        var bytes = 0L;
        for (var text : texts) {
            bytes += bytes(text);
        }
        return bytes;
    }

    Share windows() {
        return windows;
    }

    Share sessions() {
        return sessions;
    }

    void forget(long events) {
        forgotten.addAndGet(events);
    }

    /** How many bytes are held. */
    public long heldBytes() {
        return windows.heldBytes() + sessions.heldBytes();
    }

    /** How many records, and how many sessions that may still be found silent, were forgotten before their time. */
    public long forgotten() {
        return forgotten.get();
    }
}
