// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import java.io.IOException;
import java.util.List;

/** Reads {@code Metric} objects: an event for each data point. */
final class JsonMetrics implements JsonExport.EventReader {
    private final JsonCursor in;
    private final DecodeBudget budget;
    private final JsonPoints points;

    JsonMetrics(JsonCursor in, JsonValues values, DecodeBudget budget) {
        this.in = in;
        this.budget = budget;
        points = new JsonPoints(in, values, budget);
    }

    @Override
    public void read(List<EventDraft> events) throws IOException {
        budget.addValue();
        var metric = new MetricDraft();
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "name" -> metric.name = in.text();
                case "description" -> metric.description = in.text();
                case "unit" -> metric.unit = in.text();
                case "gauge" -> data(metric, "gauge");
                case "sum" -> data(metric, "sum");
                case "histogram" -> data(metric, "histogram");
                case "exponentialHistogram" -> data(metric, "exponential_histogram");
                case "summary" -> data(metric, "summary");
                default -> in.skip();
            }
        }
        metric.finish(events, budget);
    }

    private void data(MetricDraft metric, String kind) throws IOException {
        metric.begin(kind);
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "dataPoints" -> {
                    in.enterArray();
                    while (in.nextEntry()) {
                        metric.points.add(points.read(metric));
                    }
                }
                case "aggregationTemporality" ->
                    metric.temporality = in.enumNumber(
                            text -> AggregationTemporality.valueOf(text).getNumber());
                case "isMonotonic" -> metric.monotonic = in.bool();
                default -> in.skip();
            }
        }
    }
}
