// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.RecordDraft;

/**
 * The meaning of a metric point. Its value stays an attribute: the tokens and the cost that it counts stand in the
 * fields of the requests already.
 */
final class MetricNormaliser {
    private MetricNormaliser() {}

    static RecordDraft normalise(Event.MetricPoint point, long receivedUnixNanos) {
        var name = EventName.of(point.name());
        var filing = new Filing(point, name, receivedUnixNanos);
        if (!name.is(point.name())) {
            filing.add("metric.name", point.name());
        }
        filing.add("metric.description", point.description());
        filing.add("metric.unit", point.unit());
        filing.add("metric.kind", point.kind());
        if (point.kind().equals("sum")) {
            filing.add("metric.monotonic", new Value.Bool(point.monotonic()));
        }
        filing.add("metric.temporality", temporality(point.temporality()));
        if (point.startTimeUnixNanos() != 0) {
            filing.add("metric.startTimeUnixNano", new Value.Int(point.startTimeUnixNanos()));
        }
        filing.add("metric.value", point.value());
        if (!(point.exemplars() instanceof Value.None)) {
            filing.add("metric.exemplars", point.exemplars());
        }
        return filing.finish(0);
    }

    private static String temporality(int number) {
        return switch (number) {
            case 1 -> "delta";
            case 2 -> "cumulative";
            default -> "";
        };
    }
}
