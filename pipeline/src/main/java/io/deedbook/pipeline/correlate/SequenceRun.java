// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that one process of a client gave its events, as far as they came: intervals in ascending order, between
 * which numbers are missing. Owned by the thread that evaluates.
 */
final class SequenceRun {
    /** The most intervals that are kept; the lowest are forgotten. */
    static final int INTERVALS_MAX = 64;

    private final List<Interval> intervals = new ArrayList<>(1);
    private boolean startKnown;

    /** Consecutive numbers that came, with what is known of the first and the last of them. */
    static final class Interval {
        private long from;
        private long to;
        private long fromTime;
        private long toTime;
        private long fromIndex;
        private long toIndex;
        private long fromReceived;
        private boolean judged;

        private Interval(Observed record, long number) {
            start(record, number);
            end(record, number);
        }

        private void start(Observed record, long number) {
            from = number;
            fromTime = record.timeUnixNanos();
            fromIndex = record.index();
            fromReceived = record.receivedUnixNanos();
            judged = false;
        }

        private void end(Observed record, long number) {
            to = number;
            toTime = record.timeUnixNanos();
            toIndex = record.index();
        }

        private void absorb(Interval next) {
            to = next.to;
            toTime = next.toTime;
            toIndex = next.toIndex;
        }

        long from() {
            return from;
        }

        long to() {
            return to;
        }

        long fromTime() {
            return fromTime;
        }

        long toTime() {
            return toTime;
        }

        long fromIndex() {
            return fromIndex;
        }

        long toIndex() {
            return toIndex;
        }

        /** When the record behind the gap before this interval was received. */
        long fromReceived() {
            return fromReceived;
        }
    }

    /**
     * @param startKnown whether what is missing before the first number is missing indeed, and was not just forgotten
     */
    SequenceRun(Observed first, long number, boolean startKnown) {
        intervals.add(new Interval(first, number));
        this.startKnown = startKnown;
    }

    /** Whether the process may have given this number to this record, between what came before and after. */
    boolean admits(Observed record, long number) {
        var next = nextAfter(number);
        if (next > 0) {
            var before = intervals.get(next - 1);
            if (number <= before.to || before.toTime > record.timeUnixNanos()) {
                return false;
            }
        }
        return next == intervals.size() || intervals.get(next).fromTime >= record.timeUnixNanos();
    }

    /** Whether the record repeats what is there: its number came, and no earlier than the record happened. */
    boolean repeats(Observed record, long number) {
        var next = nextAfter(number);
        return next > 0 && number <= intervals.get(next - 1).to && record.timeUnixNanos() <= toTime();
    }

    /**
     * Adds a record that it admits. Returns the interval that has a gap before it now, because of this record, or null.
     */
    @Nullable
    Interval add(Observed record, long number) {
        var next = nextAfter(number);
        var before = next > 0 ? intervals.get(next - 1) : null;
        var after = next < intervals.size() ? intervals.get(next) : null;
        if (before != null && before.to + 1 == number) {
            before.end(record, number);
            if (after != null && number + 1 == after.from) {
                before.absorb(after);
                intervals.remove(next);
            }
            return null;
        }
        if (after != null && number + 1 == after.from) {
            after.start(record, number);
            return after;
        }
        var alone = new Interval(record, number);
        intervals.add(next, alone);
        if (intervals.size() > INTERVALS_MAX) {
            intervals.remove(0);
            startKnown = false;
        }
        return alone;
    }

    /**
     * The intervals whose gap is not judged yet, marked as judged now, where the record behind was received in a slice.
     */
    List<Gap> judge(long receivedFrom, long receivedTo) {
        var gaps = new ArrayList<Gap>(0);
        for (var position = 0; position < intervals.size(); position++) {
            var interval = intervals.get(position);
            if (interval.judged || interval.fromReceived < receivedFrom || interval.fromReceived >= receivedTo) {
                continue;
            }
            interval.judged = true;
            if (position > 0) {
                gaps.add(new Gap(intervals.get(position - 1), interval));
            } else if (startKnown && interval.from > 0) {
                gaps.add(new Gap(null, interval));
            }
        }
        return gaps;
    }

    /**
     * Numbers that are missing.
     *
     * @param before what came before them, or null at the beginning
     * @param behind what came after them
     */
    record Gap(@Nullable Interval before, Interval behind) {
        long from() {
            return before == null ? 0 : before.to() + 1;
        }

        long to() {
            return behind.from() - 1;
        }
    }

    /** The interval with the lowest numbers. */
    Interval first() {
        return intervals.get(0);
    }

    /** The last number that came. */
    long last() {
        return intervals.get(intervals.size() - 1).to;
    }

    /** When the record with the last number happened. */
    long toTime() {
        return intervals.get(intervals.size() - 1).toTime;
    }

    /** What it takes of the budget. */
    long bytes() {
        return EventBudget.RUN_BYTES + EventBudget.INTERVAL_BYTES * intervals.size();
    }

    /** The position of the first interval that begins after a number. */
    private int nextAfter(long number) {
        var position = intervals.size();
        while (position > 0 && intervals.get(position - 1).from > number) {
            position--;
        }
        return position;
    }
}
