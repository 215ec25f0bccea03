// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.storage.finding.FindingCursors.DueLog;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.finding.FindingCursors.Position;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The next records of one log on their way through the evaluation, and what became of them. One user at a time. */
final class LogPage {
    /** What was received so long ago is stored as a rule; where it takes longer, windows and gaps have their grace. */
    static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(12);

    private final DueLog log;
    private final LogState state;

    // Mutable state.
    private @Nullable ObservedStretch stretch;
    private List<Observed> records = List.of();
    private List<Conclusion> conclusions = List.of();
    private boolean judged;
    private @Nullable Throwable failure;

    LogPage(DueLog log, LogState state) {
        this.log = log;
        this.state = state;
    }

    DueLog log() {
        return log;
    }

    int logId() {
        return log.tenant().id();
    }

    LogState state() {
        return state;
    }

    /** Says which records are next, some of which are still to be read. */
    void begin(ObservedStretch next) {
        stretch = next;
    }

    ObservedStretch stretch() {
        return Objects.requireNonNull(stretch);
    }

    /** What was missing is read. */
    void read() {
        records = stretch().records();
    }

    /** The records, once they are read. */
    List<Observed> records() {
        return records;
    }

    /** Shows the evaluation the records, and what has fallen due by then. Work on data that others chose. */
    void judge(long now) {
        var concluded = state.evaluation().observe(records);
        var due = state.evaluation().advance(clock(now));
        conclusions = Stream.concat(concluded.stream(), due.stream()).toList();
        judged = true;
    }

    /** While there are more records, time goes as they were received; then as it goes, but for what is being stored. */
    private long clock(long now) {
        if (isLast()) {
            return now - SETTLED_NANOS;
        }
        return records.isEmpty()
                ? state.position().clock()
                : Math.min(now, records.get(records.size() - 1).receivedUnixNanos()) - SETTLED_NANOS;
    }

    boolean isJudged() {
        return judged;
    }

    List<Conclusion> conclusions() {
        return conclusions;
    }

    /** The cursor behind the records. */
    Move move() {
        var from = state.position();
        var to = new Position(end(), state.evaluation().clock());
        return new Move(logId(), from, to, state.evaluation().due());
    }

    void failed(Throwable cause) {
        failure = cause;
    }

    /** Why it did not come to its end, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    private boolean isLast() {
        return end() >= log.size();
    }

    /** The index after the last record, also where one before it is missing. */
    private long end() {
        return records.isEmpty()
                ? state.position().nextIndex()
                : records.get(records.size() - 1).index() + 1;
    }

    /** Whether there is another page, once this one is stored. */
    boolean hasMore() {
        return !records.isEmpty() && state.position().nextIndex() < log.size();
    }

    /** Whether it has as many records as are read at once, so that there are probably more. */
    boolean isFull() {
        return records.size() >= LogState.PAGE_RECORDS;
    }

    /** How many records of the log were not evaluated. */
    long left() {
        return Math.max(0, log.size() - state.position().nextIndex());
    }
}
