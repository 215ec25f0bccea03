// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.correlate.Conclusion.Common;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * The events of one group in the order in which they happened, however they came, and the slices of time that it was
 * reported for. Owned by the thread that evaluates.
 */
final class GroupWindow {
    /** The most events that one group keeps; more than any condition asks for. */
    static final int EVENTS_MAX = 2 * (int) CorrelationParser.COUNT_MAX;

    private final Correlation correlation;
    private final List<String> group;
    private final long groupBytes;
    private final List<WindowEvent> events = new ArrayList<>();
    private final TreeSet<Long> reported = new TreeSet<>();

    private long freshFrom = Long.MAX_VALUE;
    private long freshTo = Long.MIN_VALUE;

    GroupWindow(Correlation correlation, List<String> group) {
        this.correlation = correlation;
        this.group = group;
        groupBytes = EventBudget.GROUP_BYTES + EventBudget.bytes(group);
    }

    /** Puts an event in its place, and says how many the limit of the group made it forget. */
    int add(WindowEvent event, boolean fresh) {
        if (fresh) {
            freshFrom = Math.min(freshFrom, event.time());
            freshTo = Math.max(freshTo, event.time());
        }
        if (events.isEmpty() || WindowEvent.ORDER.compare(events.get(events.size() - 1), event) <= 0) {
            events.add(event);
        } else {
            var place = Collections.binarySearch(events, event, WindowEvent.ORDER);
            events.add(place < 0 ? -place - 1 : place, event);
        }
        if (events.size() > EVENTS_MAX) {
            events.remove(0);
            return 1;
        }
        return 0;
    }

    /** Forgets what was received before a time. */
    void expire(long receivedUnixNanos) {
        if (!events.isEmpty() && events.get(0).received() < receivedUnixNanos) {
            events.removeIf(event -> event.received() < receivedUnixNanos);
        }
    }

    /** The values that its events have in common. */
    List<String> group() {
        return group;
    }

    int size() {
        return events.size();
    }

    /** What it takes of the budget. */
    long bytes() {
        return groupBytes + EventBudget.EVENT_BYTES * events.size();
    }

    /** When the latest of its events was received. */
    long received() {
        return events.isEmpty() ? Long.MIN_VALUE : events.get(events.size() - 1).received();
    }

    /**
     * The windows that the events since the last time complete. A window is what happened within the timespan before an
     * event, and that event; of those that end in one slice of time, as long as the timespan, the first is reported.
     */
    List<Conclusion> conclude() {
        var from = freshFrom;
        var to = freshTo;
        freshFrom = Long.MAX_VALUE;
        freshTo = Long.MIN_VALUE;
        // an event that came later than it can count is gone again by now, and may have been the only one
        if (events.isEmpty() || from > to || isReported(from, to)) {
            return List.of();
        }
        var conclusions = new ArrayList<Conclusion>(0);
        var span = correlation.timespanNanos();
        var aggregate = new Aggregate(correlation);
        var start = firstAt(from - span);
        for (var end = start; end < events.size() && events.get(end).time() <= to + span; end++) {
            var event = events.get(end);
            aggregate.add(event);
            while (events.get(start).time() < event.time() - span) {
                aggregate.remove(events.get(start++));
            }
            if (event.time() >= from && !reported.contains(slice(event.time())) && aggregate.holds(event.time())) {
                reported.add(slice(event.time()));
                conclusions.add(conclusion(members(start, end), slice(event.time()), aggregate.amount()));
            }
        }
        while (!reported.isEmpty() && reported.first() < slice(events.get(0).time())) {
            reported.pollFirst();
        }
        return conclusions;
    }

    /** The window that is one slice of time and is over, for conditions that more events can undo. */
    List<Conclusion> close(long slice) {
        var aggregate = new Aggregate(correlation);
        var start = firstAt(slice * correlation.timespanNanos());
        var end = start;
        while (end < events.size() && slice(events.get(end).time()) == slice) {
            aggregate.add(events.get(end++));
        }
        return end > start && aggregate.holds(events.get(end - 1).time())
                ? List.of(conclusion(events.subList(start, end), slice, aggregate.amount()))
                : List.of();
    }

    private boolean isReported(long from, long to) {
        var last = Math.min(
                to + correlation.timespanNanos(), events.get(events.size() - 1).time());
        for (var slice = slice(from); slice <= slice(last); slice++) {
            if (!reported.contains(slice)) {
                return false;
            }
        }
        return true;
    }

    private long slice(long time) {
        return Math.floorDiv(time, correlation.timespanNanos());
    }

    private int firstAt(long time) {
        var from = 0;
        var to = events.size();
        while (from < to) {
            var middle = (from + to) >>> 1;
            if (events.get(middle).time() < time) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private List<WindowEvent> members(int start, int end) {
        if (correlation.type() != CorrelationType.TEMPORAL_ORDERED) {
            return events.subList(start, end + 1);
        }
        var chain = new ArrayList<WindowEvent>();
        var rule = correlation.rules().size() - 1;
        for (var position = end; position >= 0 && rule >= 0; position--) {
            if ((events.get(position).rules() >>> rule & 1) == 1) {
                chain.add(events.get(position));
                rule--;
            }
        }
        Collections.reverse(chain);
        return chain;
    }

    private Conclusion conclusion(List<WindowEvent> members, long slice, long amount) {
        var parts = new ArrayList<>(List.of("correlation", correlation.about().id(), Long.toString(slice)));
        parts.addAll(group);
        var from = members.get(0).time();
        var to = members.get(members.size() - 1).time();
        return new Conclusion(
                correlation.about(),
                Conclusion.key(parts),
                from,
                to,
                members.stream().map(WindowEvent::index).toList(),
                Explanation.of(correlation, members.size(), amount, to - from),
                common());
    }

    private List<Common> common() {
        var fields = correlation.groupBy().get(0);
        var common = new ArrayList<Common>(fields.size());
        for (var position = 0; position < fields.size(); position++) {
            var field = fields.get(position);
            common.add(new Common(field.name(), field.field(), group.get(position)));
        }
        return common;
    }
}
