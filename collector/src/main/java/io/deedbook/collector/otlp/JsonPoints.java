// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Value;
import java.io.IOException;
import java.util.List;

/** Reads data points of every kind, with their exemplars. */
final class JsonPoints {
    private final JsonCursor in;
    private final JsonValues values;
    private final DecodeBudget budget;

    JsonPoints(JsonCursor in, JsonValues values, DecodeBudget budget) {
        this.in = in;
        this.values = values;
        this.budget = budget;
    }

    /** Reads the point of {@code metric} that the cursor is at. */
    PointDraft read(MetricDraft metric) throws IOException {
        budget.addEvent();
        return switch (metric.kind) {
            case "histogram" -> histogram(new DistributionDraft.Histogram(metric, budget.limits()));
            case "exponential_histogram" -> exponential(new DistributionDraft.Exponential(metric, budget.limits()));
            case "summary" -> summary(new DistributionDraft.Summary(metric, budget.limits()));
            default -> number(new PointDraft.Single(metric, budget.limits()));
        };
    }

    private PointDraft number(PointDraft.Single point) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "asDouble" -> point.number = decimal();
                case "asInt" -> point.number = new Value.Int(in.int64());
                default -> common(point, name);
            }
        }
        return point;
    }

    private PointDraft histogram(DistributionDraft.Histogram point) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "bucketCounts" -> counts(point.bucketCounts);
                case "explicitBounds" -> decimals(point.explicitBounds);
                default -> distribution(point, name);
            }
        }
        return point;
    }

    private PointDraft exponential(DistributionDraft.Exponential point) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "scale" -> point.scale = in.int32();
                case "zeroCount" -> point.zeroCount = in.uint64();
                case "zeroThreshold" -> point.zeroThreshold = in.decimal();
                case "positive" -> buckets(point.positive);
                case "negative" -> buckets(point.negative);
                default -> distribution(point, name);
            }
        }
        return point;
    }

    private PointDraft summary(DistributionDraft.Summary point) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            if (name.equals("quantileValues")) {
                in.enterArray();
                while (in.nextEntry()) {
                    quantile(point);
                }
            } else {
                distribution(point, name);
            }
        }
        return point;
    }

    private void distribution(DistributionDraft point, String name) throws IOException {
        switch (name) {
            case "count" -> point.count = in.uint64();
            case "sum" -> point.sum = decimal();
            case "min" -> point.min = decimal();
            case "max" -> point.max = decimal();
            default -> common(point, name);
        }
    }

    private void common(PointDraft point, String name) throws IOException {
        switch (name) {
            case "attributes" -> values.attributes(point.attributes);
            case "startTimeUnixNano" -> point.startTimeUnixNanos = in.uint64();
            case "timeUnixNano" -> point.timeUnixNanos = in.uint64();
            case "exemplars" -> {
                in.enterArray();
                while (in.nextEntry()) {
                    point.exemplars.add(exemplar());
                }
            }
            default -> in.skip();
        }
    }

    private void buckets(DistributionDraft.Buckets buckets) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "offset" -> buckets.offset = in.int32();
                case "bucketCounts" -> counts(buckets.bucketCounts);
                default -> in.skip();
            }
        }
    }

    private void quantile(DistributionDraft.Summary point) throws IOException {
        budget.addValue();
        var quantile = 0.0;
        var value = 0.0;
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "quantile" -> quantile = in.decimal();
                case "value" -> value = in.decimal();
                default -> in.skip();
            }
        }
        point.addQuantile(quantile, value);
    }

    private Value exemplar() throws IOException {
        budget.addValue();
        var exemplar = new ExemplarDraft(budget.limits());
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "filteredAttributes" -> values.attributes(exemplar.filteredAttributes);
                case "timeUnixNano" -> exemplar.timeUnixNanos = in.uint64();
                case "asDouble" -> exemplar.value = decimal();
                case "asInt" -> exemplar.value = new Value.Int(in.int64());
                case "spanId" -> exemplar.spanId = in.hexId(HexId.SPAN_BYTES);
                case "traceId" -> exemplar.traceId = in.hexId(HexId.TRACE_BYTES);
                default -> in.skip();
            }
        }
        return exemplar.finish();
    }

    private Value decimal() throws IOException {
        return new Value.Decimal(in.decimal());
    }

    private void counts(List<Value> numbers) throws IOException {
        in.enterArray();
        while (in.nextEntry()) {
            budget.addValue();
            numbers.add(new Value.Int(in.uint64()));
        }
    }

    private void decimals(List<Value> numbers) throws IOException {
        in.enterArray();
        while (in.nextEntry()) {
            budget.addValue();
            numbers.add(decimal());
        }
    }
}
