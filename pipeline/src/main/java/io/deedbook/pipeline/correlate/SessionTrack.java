// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.normalise.SessionEnd;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One session: the numbering of its processes, and whether something waits for an answer. Owned by the thread that
 * evaluates.
 */
final class SessionTrack {
    private static final int RUNS_MAX = 8;
    private static final String TOOL_RESULT = "tool_result";
    private static final String ACCEPT = "accept";

    private final String id;
    // the newest last
    private final List<SequenceRun> runs = new ArrayList<>(1);
    private @Nullable String userId;
    private boolean historyKnown;
    private long received = Long.MIN_VALUE;
    private Moment prompt = Moment.NONE;
    private Moment tool = Moment.NONE;
    private Moment model = Moment.NONE;
    private Moment answer = Moment.NONE;
    private long judgedQuestion = -1;

    /** When something was seen, in the order of the client. */
    private record Moment(long time, long sequence, long index) {
        static final Moment NONE = new Moment(Long.MIN_VALUE, -1, -1);

        boolean isAfter(Moment other) {
            return time != other.time ? time > other.time : sequence > other.sequence;
        }

        Moment orLater(Moment other) {
            return other.isAfter(this) ? other : this;
        }
    }

    /**
     * A question without an answer.
     *
     * @param index of the record that asked
     * @param timeUnixNanos when
     * @param tool whether a tool was let run and gave no result, or else a prompt was sent
     */
    record Question(long index, long timeUnixNanos, boolean tool) {}

    /** @param historyKnown whether all that came of the session is known, so that what is missing is missing indeed */
    SessionTrack(String id, boolean historyKnown) {
        this.id = id;
        this.historyKnown = historyKnown;
    }

    /** Takes a record of the session. Returns the interval that has a gap before it because of it, or null. */
    SequenceRun.@Nullable Interval add(Observed record) {
        received = Math.max(received, record.receivedUnixNanos());
        var number = record.integer(Field.SEQUENCE);
        if (number == null || number < 0) {
            return null;
        }
        var user = record.text(Field.USER_ID);
        userId = user == null ? userId : user;
        note(record, number);
        return number(record, number);
    }

    private SequenceRun.@Nullable Interval number(Observed record, long number) {
        for (var position = runs.size() - 1; position >= 0; position--) {
            if (runs.get(position).admits(record, number)) {
                return runs.get(position).add(record, number);
            }
        }
        for (var run : runs) {
            if (run.repeats(record, number)) {
                return null;
            }
        }
        var run = new SequenceRun(record, number, historyKnown || !runs.isEmpty());
        runs.add(run);
        if (runs.size() > RUNS_MAX) {
            runs.remove(0);
        }
        return number == 0 ? null : run.first();
    }

    private void note(Observed record, long number) {
        var moment = new Moment(record.timeUnixNanos(), number, record.index());
        var action = Objects.requireNonNullElse(record.text(Field.ACTION), "");
        if (TOOL_RESULT.equals(record.text(Field.EVENT)) || end(record) != null) {
            answer = answer.orLater(moment);
        } else if (action.equals(Action.USER_PROMPT.wireName())) {
            // a command of the client itself, which no model answers
            if (record.text(Field.TARGET) != null) {
                answer = answer.orLater(moment);
            } else {
                prompt = prompt.orLater(moment);
            }
        } else if (action.equals(Action.TOOL_DECISION.wireName())) {
            if (ACCEPT.equals(record.text(Field.DECISION))) {
                tool = tool.orLater(moment);
            } else {
                model = model.orLater(moment);
            }
        } else if (action.equals(Action.API_REQUEST.wireName())) {
            model = model.orLater(moment);
        } else if (action.equals(Action.ASSISTANT_RESPONSE.wireName())
                || action.equals(Action.API_ERROR.wireName())
                || action.equals(Action.MCP_CONNECTION.wireName())) {
            answer = answer.orLater(moment);
        }
    }

    private static @Nullable SessionEnd end(Observed record) {
        var signal = record.text(Field.SIGNAL);
        var event = record.text(Field.EVENT);
        return signal == null || event == null
                ? null
                : SessionEnd.of(signal, event, record.text(Field.OPERATION), record.text(Field.TARGET));
    }

    /** What waits for an answer, once: asking again for the same says null. */
    @Nullable
    Question judgeQuestion() {
        var toolOpen = tool.isAfter(answer) && tool.isAfter(prompt);
        var promptOpen = prompt.isAfter(answer) && prompt.isAfter(tool) && prompt.isAfter(model);
        var asked = toolOpen ? tool : prompt;
        if (!(toolOpen || promptOpen) || asked.index() == judgedQuestion) {
            return null;
        }
        judgedQuestion = asked.index();
        return new Question(asked.index(), asked.time(), toolOpen);
    }

    /** The gaps whose record behind was received in a slice of time, each once. */
    List<SequenceRun.Gap> judgeGaps(long receivedFrom, long receivedTo) {
        var gaps = new ArrayList<SequenceRun.Gap>(0);
        runs.forEach(run -> gaps.addAll(run.judge(receivedFrom, receivedTo)));
        return gaps;
    }

    /** Whether the numbering of one of its processes ended with {@code last} between two times. */
    boolean endedWith(long last, long timeFrom, long timeTo) {
        for (var run : runs) {
            if (run.last() == last && run.toTime() >= timeFrom && run.toTime() <= timeTo) {
                return true;
            }
        }
        return false;
    }

    /** What it takes of the budget. */
    long bytes() {
        var bytes = EventBudget.SESSION_BYTES + EventBudget.bytes(id);
        bytes += userId == null ? 0 : EventBudget.bytes(userId);
        for (var run : runs) {
            bytes += run.bytes();
        }
        return bytes;
    }

    String id() {
        return id;
    }

    /** The install or person that it belongs to, or null. */
    @Nullable
    String userId() {
        return userId;
    }

    /** When the latest of its records was received. */
    long received() {
        return received;
    }
}
