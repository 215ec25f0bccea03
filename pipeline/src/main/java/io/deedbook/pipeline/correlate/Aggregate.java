// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What is counted while a window slides over a group's events. Owned by the thread that evaluates. */
final class Aggregate {
    private final Correlation correlation;
    private final int[] ofRule;
    private final Map<Long, Integer> ofValue = new HashMap<>();
    /** The latest start of a chain of the first n + 1 rules, for ordered correlations. */
    private final long[] chainStart;

    private long events;
    private long sum;
    private boolean chained;

    Aggregate(Correlation correlation) {
        this.correlation = correlation;
        ofRule = new int[correlation.rules().size()];
        chainStart = new long[ofRule.length];
        Arrays.fill(chainStart, Long.MIN_VALUE);
    }

    void add(WindowEvent event) {
        events++;
        switch (correlation.type()) {
            case EVENT_COUNT -> {}
            case VALUE_COUNT -> ofValue.merge(event.amount(), 1, Integer::sum);
            case VALUE_SUM, VALUE_AVG -> sum += event.amount();
            case TEMPORAL -> countRules(event, 1);
            case TEMPORAL_ORDERED -> chain(event);
        }
    }

    void remove(WindowEvent event) {
        events--;
        switch (correlation.type()) {
            case VALUE_COUNT ->
                ofValue.computeIfPresent(event.amount(), (value, count) -> count == 1 ? null : count - 1);
            case VALUE_SUM, VALUE_AVG -> sum -= event.amount();
            case TEMPORAL -> countRules(event, -1);
            case EVENT_COUNT, TEMPORAL_ORDERED -> {}
        }
    }

    /** Whether the window that ends with the event added last satisfies the condition. */
    boolean holds(long endTime) {
        if (correlation.type() == CorrelationType.TEMPORAL_ORDERED) {
            return chained && chainStart[chainStart.length - 1] >= endTime - correlation.timespanNanos();
        }
        return events > 0 && correlation.condition().holds(amount());
    }

    /** What the condition is about. */
    long amount() {
        return switch (correlation.type()) {
            case EVENT_COUNT -> events;
            case VALUE_COUNT -> ofValue.size();
            case VALUE_SUM -> sum;
            case VALUE_AVG -> sum / events;
            case TEMPORAL, TEMPORAL_ORDERED -> {
                var rules = 0;
                for (var count : ofRule) {
                    rules += count > 0 ? 1 : 0;
                }
                yield rules;
            }
        };
    }

    private void countRules(WindowEvent event, int step) {
        for (var rule = 0; rule < ofRule.length; rule++) {
            if ((event.rules() >>> rule & 1) == 1) {
                ofRule[rule] += step;
            }
        }
    }

    /** From the last rule down, so that one event is not two links of a chain. */
    private void chain(WindowEvent event) {
        chained = false;
        for (var rule = ofRule.length - 1; rule >= 0; rule--) {
            if ((event.rules() >>> rule & 1) == 0) {
                continue;
            }
            var start = rule == 0 ? event.time() : chainStart[rule - 1];
            if (start != Long.MIN_VALUE) {
                chainStart[rule] = Math.max(chainStart[rule], start);
                chained |= rule == ofRule.length - 1;
            }
        }
    }
}
