// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static io.deedbook.collector.otlp.ProtobufCursor.LENGTH;
import static io.deedbook.collector.otlp.ProtobufCursor.VARINT;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.util.List;

/** Reads {@code Metric} messages: an event for each data point. */
final class ProtobufMetrics implements ProtobufExport.EventReader {
    private final ProtobufCursor in;
    private final DecodeBudget budget;
    private final ProtobufPoints points;

    ProtobufMetrics(ProtobufCursor in, ProtobufValues values, DecodeBudget budget) {
        this.in = in;
        this.budget = budget;
        points = new ProtobufPoints(in, values, budget);
    }

    @Override
    public void read(List<EventDraft> events) {
        budget.addValue();
        var metric = new MetricDraft();
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case Metric.NAME_FIELD_NUMBER << 3 | LENGTH -> metric.name = in.text();
                case Metric.DESCRIPTION_FIELD_NUMBER << 3 | LENGTH -> metric.description = in.text();
                case Metric.UNIT_FIELD_NUMBER << 3 | LENGTH -> metric.unit = in.text();
                case Metric.GAUGE_FIELD_NUMBER << 3 | LENGTH -> data(metric, "gauge");
                case Metric.SUM_FIELD_NUMBER << 3 | LENGTH -> data(metric, "sum");
                case Metric.HISTOGRAM_FIELD_NUMBER << 3 | LENGTH -> data(metric, "histogram");
                case Metric.EXPONENTIAL_HISTOGRAM_FIELD_NUMBER << 3 | LENGTH -> data(metric, "exponential_histogram");
                case Metric.SUMMARY_FIELD_NUMBER << 3 | LENGTH -> data(metric, "summary");
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        metric.finish(events, budget);
    }

    /** The five kinds number the fields they share alike. */
    private void data(MetricDraft metric, String kind) {
        metric.begin(kind);
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case Sum.DATA_POINTS_FIELD_NUMBER << 3 | LENGTH -> metric.points.add(points.read(metric));
                case Sum.AGGREGATION_TEMPORALITY_FIELD_NUMBER << 3 | VARINT -> metric.temporality = in.varint32();
                case Sum.IS_MONOTONIC_FIELD_NUMBER << 3 | VARINT -> metric.monotonic = in.varint64() != 0;
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }
}
