// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import java.util.ArrayList;
import java.util.List;

/** A metric's data point while it is being read; one subclass for each shape of value. */
abstract class PointDraft implements EventDraft {
    final AttributesDraft attributes;
    final List<Value> exemplars = new ArrayList<>(0);

    long startTimeUnixNanos;
    long timeUnixNanos;

    private final MetricDraft metric;

    PointDraft(MetricDraft metric, DecodeLimits limits) {
        this.metric = metric;
        attributes = new AttributesDraft(limits);
    }

    abstract Value value();

    @Override
    public final Event finish(Origin origin) {
        return new Event.MetricPoint(
                origin,
                attributes.finish(),
                metric.name,
                metric.description,
                metric.unit,
                metric.kind,
                metric.monotonic,
                metric.temporality,
                startTimeUnixNanos,
                timeUnixNanos,
                value(),
                exemplars.isEmpty() ? Value.NONE : new Value.Items(exemplars));
    }

    /** A point of a gauge or a sum. */
    static final class Single extends PointDraft {
        Value number = Value.NONE;

        Single(MetricDraft metric, DecodeLimits limits) {
            super(metric, limits);
        }

        @Override
        Value value() {
            return number;
        }
    }
}
