// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The groups of one correlation in one log. Owned by the thread that evaluates. */
final class CorrelationWindows {
    /** Records count together that were received within the timespan and this of each other. */
    static final long LATE_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);
    /** How long after its end a window is open whose condition more records can undo. */
    static final long CLOSE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** A sum of as many as a group keeps does not overflow. */
    private static final long AMOUNT_MAX = Long.MAX_VALUE / (2L * GroupWindow.EVENTS_MAX);

    private final Correlation correlation;
    private final EventBudget budget;
    // in the order in which they were last added to
    private final LinkedHashMap<List<String>, GroupWindow> groups = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<GroupWindow> touched = new LinkedHashSet<>();
    private final TreeMap<Long, Set<GroupWindow>> open = new TreeMap<>();

    private long received = Long.MIN_VALUE;

    CorrelationWindows(Correlation correlation, EventBudget budget) {
        this.correlation = correlation;
        this.budget = budget;
    }

    /**
     * Adds a record.
     *
     * @param rules the rules of the correlation that it matches, a bit each
     * @param fresh whether it can complete a window, or is only remembered
     * @param clock until when windows are closed
     */
    void add(Observed record, int rules, boolean fresh, long clock) {
        var amount = amount(record);
        if (amount == null) {
            return;
        }
        received = Math.max(received, record.receivedUnixNanos());
        var ofGroup = new LinkedHashMap<List<String>, Integer>(2);
        for (var rule = 0; rule < correlation.rules().size(); rule++) {
            if ((rules >>> rule & 1) == 1) {
                var group = group(record, correlation.groupBy().get(rule));
                if (group != null) {
                    ofGroup.merge(group, 1 << rule, (left, right) -> left | right);
                }
            }
        }
        var sequence = record.integer(Field.SEQUENCE);
        ofGroup.forEach((group, bits) -> add(
                group,
                new WindowEvent(
                        record.timeUnixNanos(),
                        sequence == null ? -1 : sequence,
                        record.index(),
                        record.receivedUnixNanos(),
                        amount,
                        bits),
                fresh,
                clock));
    }

    private void add(List<String> group, WindowEvent event, boolean fresh, long clock) {
        var slice = Math.floorDiv(event.time(), correlation.timespanNanos());
        if (!correlation.isGrowing() && closeTime(slice) <= clock) {
            return;
        }
        var window = groups.get(group);
        if (window == null) {
            window = new GroupWindow(correlation, group);
            groups.put(group, window);
            budget.windows().take(window.bytes());
        }
        var bytesBefore = window.bytes();
        budget.forget(window.add(event, fresh && correlation.isGrowing()));
        window.expire(received - keepNanos());
        budget.windows().take(window.bytes() - bytesBefore);
        if (!correlation.isGrowing()) {
            open.computeIfAbsent(slice, none -> new LinkedHashSet<>()).add(window);
        } else if (fresh) {
            touched.add(window);
        }
        shrink();
    }

    private long keepNanos() {
        return correlation.timespanNanos() + LATE_NANOS_MAX;
    }

    private long closeTime(long slice) {
        return (slice + 1) * correlation.timespanNanos() + CLOSE_AFTER_NANOS;
    }

    private @Nullable Long amount(Observed record) {
        var field = correlation.condition().field();
        if (field == null) {
            return 0L;
        }
        var value = record.values()[field.ordinal()];
        if (value == null) {
            return null;
        }
        if (correlation.type() == CorrelationType.VALUE_COUNT) {
            return ValueHash.of(value.toString());
        }
        var number = (Long) value;
        return number < 0 || number > AMOUNT_MAX ? null : number;
    }

    /** The values that have to agree, or null where one is missing. */
    private static @Nullable List<String> group(Observed record, List<GroupField> fields) {
        var values = new ArrayList<String>(fields.size());
        for (var field : fields) {
            var value = field.value(record);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /** Forgets groups whose time is over, and the oldest others while there is too much in memory. */
    private void shrink() {
        while (groups.size() > 1) {
            var eldest = groups.entrySet().iterator().next().getValue();
            var over = eldest.received() < received - keepNanos();
            if (!over && !budget.windows().isSpent()) {
                return;
            }
            if (!over) {
                budget.forget(eldest.size());
            }
            remove(eldest);
        }
    }

    private void remove(GroupWindow window) {
        groups.remove(window.group());
        touched.remove(window);
        open.values().forEach(windows -> windows.remove(window));
        budget.windows().take(-window.bytes());
    }

    /** The windows that what was added since the last time completes. */
    List<Conclusion> conclude() {
        if (touched.isEmpty()) {
            return List.of();
        }
        var conclusions = new ArrayList<Conclusion>(0);
        touched.forEach(window -> conclusions.addAll(window.conclude()));
        touched.clear();
        return conclusions;
    }

    /** The windows that are over by now. */
    List<Conclusion> close(long clock) {
        var conclusions = new ArrayList<Conclusion>(0);
        while (!open.isEmpty() && closeTime(open.firstKey()) <= clock) {
            var over = open.pollFirstEntry();
            over.getValue().forEach(window -> conclusions.addAll(window.close(over.getKey())));
        }
        return conclusions;
    }

    /** When the next window is over, {@link Long#MAX_VALUE} for never. */
    long due() {
        return open.isEmpty() ? Long.MAX_VALUE : closeTime(open.firstKey());
    }

    /** Gives back what it holds. */
    void drop() {
        groups.values().forEach(window -> budget.windows().take(-window.bytes()));
        groups.clear();
        touched.clear();
        open.clear();
    }
}
