// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The evaluation of one log: records go in by index, conclusions come out. What comes out depends on the records and
 * the clock alone, not on how they are cut into batches; and a new evaluation that was shown again what came before
 * goes on as the old one would have. Owned by one thread at a time.
 */
public final class LogEvaluation {
    private final CorrelationSet set;
    private final List<CorrelationWindows> windows;
    private final SessionLoss sessions;

    private long clock;

    /**
     * @param clock until when what fell due was judged, nanoseconds since the epoch
     */
    public LogEvaluation(CorrelationSet set, EventBudget budget, long clock) {
        this.set = set;
        this.clock = clock;
        windows = set.correlations().stream()
                .map(correlation -> new CorrelationWindows(correlation, budget))
                .toList();
        sessions = new SessionLoss(budget);
    }

    /**
     * Remembers records that were evaluated before, in their order. As before {@link #observe}, {@link #recall} comes
     * first.
     */
    public void remember(List<Observed> records) {
        records.forEach(record -> add(record, false));
        windows.forEach(CorrelationWindows::conclude);
    }

    /**
     * The sessions of these records of which earlier records have to be shown with {@link #recall} first. None for
     * those whose numbering begins here.
     */
    public Set<String> unknownSessions(List<Observed> records) {
        var lowest = new HashMap<String, Long>();
        for (var record : records) {
            var id = record.text(Field.SESSION_ID);
            var number = record.integer(Field.SEQUENCE);
            if (id != null && number != null && sessions.isUnknown(id)) {
                lowest.merge(id, number, Math::min);
            }
        }
        lowest.values().removeIf(number -> number == 0);
        return Set.copyOf(lowest.keySet());
    }

    /**
     * Remembers the latest earlier records of sessions, in their order.
     *
     * @param cut the sessions that have more than these
     */
    public void recall(List<Observed> records, Set<String> cut) {
        for (var record : records) {
            var id = record.text(Field.SESSION_ID);
            sessions.add(record, id != null && !cut.contains(id), false, clock);
        }
    }

    /** Evaluates records, in their order. */
    public List<Conclusion> observe(List<Observed> records) {
        records.forEach(record -> add(record, true));
        var conclusions = new ArrayList<Conclusion>(0);
        windows.forEach(each -> conclusions.addAll(each.conclude()));
        return conclusions;
    }

    private void add(Observed record, boolean fresh) {
        sessions.add(record, true, fresh, clock);
        var rules = new int[windows.size()];
        var found = new HashSet<Integer>(2);
        for (var rule : record.rules()) {
            mark(rule, rules, found);
        }
        if (!set.bases().rules().isEmpty()) {
            var draft = draft(record);
            set.bases()
                    .matching(
                            draft,
                            position -> mark(set.bases().rules().get(position).slug(), rules, found));
        }
        for (var correlation : found) {
            windows.get(correlation).add(record, rules[correlation], fresh, clock);
        }
    }

    private void mark(String rule, int[] rules, Set<Integer> found) {
        for (var reference : set.references(rule)) {
            rules[reference.correlation()] |= 1 << reference.rule();
            found.add(reference.correlation());
        }
    }

    @SuppressWarnings("unchecked")
    private RecordDraft draft(Observed record) {
        var draft = new RecordDraft(record.receivedUnixNanos(), record.timeUnixNanos());
        for (var field : set.bases().columns()) {
            var value = record.values()[field.ordinal()];
            if (value instanceof String text) {
                draft.put(field, text);
            } else if (value instanceof Long number) {
                draft.put(field, number);
            } else if (value != null) {
                draft.put(field, (List<String>) value);
            }
        }
        return draft;
    }

    /** Judges what falls due until {@code clockUnixNanos}, which never goes back. */
    public List<Conclusion> advance(long clockUnixNanos) {
        if (clockUnixNanos <= clock) {
            return List.of();
        }
        clock = clockUnixNanos;
        var conclusions = new ArrayList<>(sessions.advance(clock));
        windows.forEach(each -> conclusions.addAll(each.close(clock)));
        return conclusions;
    }

    /** When something may fall due next, nanoseconds since the epoch; {@link Long#MAX_VALUE} for never. */
    public long due() {
        return windows.stream().mapToLong(CorrelationWindows::due).reduce(sessions.due(), Math::min);
    }

    /** Until when what fell due was judged. */
    public long clock() {
        return clock;
    }

    /** Gives its memory back. */
    public void close() {
        windows.forEach(CorrelationWindows::drop);
        sessions.drop();
    }
}
