// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static io.deedbook.collector.otlp.ProtobufCursor.FIXED64;
import static io.deedbook.collector.otlp.ProtobufCursor.LENGTH;
import static io.deedbook.collector.otlp.ProtobufCursor.VARINT;

import io.deedbook.pipeline.event.Value;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;

/** Reads data points of every kind, with their exemplars. */
final class ProtobufPoints {
    private final ProtobufCursor in;
    private final ProtobufValues values;
    private final DecodeBudget budget;

    ProtobufPoints(ProtobufCursor in, ProtobufValues values, DecodeBudget budget) {
        this.in = in;
        this.values = values;
        this.budget = budget;
    }

    /** Reads the point of {@code metric} whose tag was read. */
    PointDraft read(MetricDraft metric) {
        budget.addEvent();
        var outer = in.enter();
        var point = switch (metric.kind) {
            case "histogram" -> histogram(new DistributionDraft.Histogram(metric, budget.limits()));
            case "exponential_histogram" -> exponential(new DistributionDraft.Exponential(metric, budget.limits()));
            case "summary" -> summary(new DistributionDraft.Summary(metric, budget.limits()));
            default -> number(new PointDraft.Single(metric, budget.limits()));
        };
        in.leave(outer);
        return point;
    }

    private PointDraft number(PointDraft.Single point) {
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case NumberDataPoint.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(point.attributes);
                case NumberDataPoint.START_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 ->
                    point.startTimeUnixNanos = in.fixed64();
                case NumberDataPoint.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 -> point.timeUnixNanos = in.fixed64();
                case NumberDataPoint.AS_DOUBLE_FIELD_NUMBER << 3 | FIXED64 -> point.number = decimal();
                case NumberDataPoint.AS_INT_FIELD_NUMBER << 3 | FIXED64 -> point.number = integer();
                case NumberDataPoint.EXEMPLARS_FIELD_NUMBER << 3 | LENGTH -> point.exemplars.add(exemplar());
                default -> in.skip(tag);
            }
        }
        return point;
    }

    private PointDraft histogram(DistributionDraft.Histogram point) {
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case HistogramDataPoint.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(point.attributes);
                case HistogramDataPoint.START_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 ->
                    point.startTimeUnixNanos = in.fixed64();
                case HistogramDataPoint.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 ->
                    point.timeUnixNanos = in.fixed64();
                case HistogramDataPoint.COUNT_FIELD_NUMBER << 3 | FIXED64 -> point.count = in.fixed64();
                case HistogramDataPoint.SUM_FIELD_NUMBER << 3 | FIXED64 -> point.sum = decimal();
                case HistogramDataPoint.MIN_FIELD_NUMBER << 3 | FIXED64 -> point.min = decimal();
                case HistogramDataPoint.MAX_FIELD_NUMBER << 3 | FIXED64 -> point.max = decimal();
                case HistogramDataPoint.BUCKET_COUNTS_FIELD_NUMBER << 3 | FIXED64 -> addInteger(point.bucketCounts);
                case HistogramDataPoint.BUCKET_COUNTS_FIELD_NUMBER << 3 | LENGTH -> integers(point.bucketCounts);
                case HistogramDataPoint.EXPLICIT_BOUNDS_FIELD_NUMBER << 3 | FIXED64 -> addDecimal(point.explicitBounds);
                case HistogramDataPoint.EXPLICIT_BOUNDS_FIELD_NUMBER << 3 | LENGTH -> decimals(point.explicitBounds);
                case HistogramDataPoint.EXEMPLARS_FIELD_NUMBER << 3 | LENGTH -> point.exemplars.add(exemplar());
                default -> in.skip(tag);
            }
        }
        return point;
    }

    private PointDraft exponential(DistributionDraft.Exponential point) {
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case ExponentialHistogramDataPoint.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH ->
                    values.attribute(point.attributes);
                case ExponentialHistogramDataPoint.START_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 ->
                    point.startTimeUnixNanos = in.fixed64();
                case ExponentialHistogramDataPoint.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 ->
                    point.timeUnixNanos = in.fixed64();
                case ExponentialHistogramDataPoint.COUNT_FIELD_NUMBER << 3 | FIXED64 -> point.count = in.fixed64();
                case ExponentialHistogramDataPoint.SUM_FIELD_NUMBER << 3 | FIXED64 -> point.sum = decimal();
                case ExponentialHistogramDataPoint.MIN_FIELD_NUMBER << 3 | FIXED64 -> point.min = decimal();
                case ExponentialHistogramDataPoint.MAX_FIELD_NUMBER << 3 | FIXED64 -> point.max = decimal();
                case ExponentialHistogramDataPoint.SCALE_FIELD_NUMBER << 3 | VARINT -> point.scale = in.zigZag32();
                case ExponentialHistogramDataPoint.ZERO_COUNT_FIELD_NUMBER << 3 | FIXED64 ->
                    point.zeroCount = in.fixed64();
                case ExponentialHistogramDataPoint.ZERO_THRESHOLD_FIELD_NUMBER << 3 | FIXED64 ->
                    point.zeroThreshold = in.fixedDouble();
                case ExponentialHistogramDataPoint.POSITIVE_FIELD_NUMBER << 3 | LENGTH -> buckets(point.positive);
                case ExponentialHistogramDataPoint.NEGATIVE_FIELD_NUMBER << 3 | LENGTH -> buckets(point.negative);
                case ExponentialHistogramDataPoint.EXEMPLARS_FIELD_NUMBER << 3 | LENGTH ->
                    point.exemplars.add(exemplar());
                default -> in.skip(tag);
            }
        }
        return point;
    }

    private void buckets(DistributionDraft.Buckets buckets) {
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case ExponentialHistogramDataPoint.Buckets.OFFSET_FIELD_NUMBER << 3 | VARINT ->
                    buckets.offset = in.zigZag32();
                case ExponentialHistogramDataPoint.Buckets.BUCKET_COUNTS_FIELD_NUMBER << 3 | VARINT ->
                    addVarint(buckets.bucketCounts);
                case ExponentialHistogramDataPoint.Buckets.BUCKET_COUNTS_FIELD_NUMBER << 3 | LENGTH ->
                    varints(buckets.bucketCounts);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private PointDraft summary(DistributionDraft.Summary point) {
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case SummaryDataPoint.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(point.attributes);
                case SummaryDataPoint.START_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 ->
                    point.startTimeUnixNanos = in.fixed64();
                case SummaryDataPoint.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 -> point.timeUnixNanos = in.fixed64();
                case SummaryDataPoint.COUNT_FIELD_NUMBER << 3 | FIXED64 -> point.count = in.fixed64();
                case SummaryDataPoint.SUM_FIELD_NUMBER << 3 | FIXED64 -> point.sum = decimal();
                case SummaryDataPoint.QUANTILE_VALUES_FIELD_NUMBER << 3 | LENGTH -> quantile(point);
                default -> in.skip(tag);
            }
        }
        return point;
    }

    private void quantile(DistributionDraft.Summary point) {
        budget.addValue();
        var quantile = 0.0;
        var value = 0.0;
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case SummaryDataPoint.ValueAtQuantile.QUANTILE_FIELD_NUMBER << 3 | FIXED64 ->
                    quantile = in.fixedDouble();
                case SummaryDataPoint.ValueAtQuantile.VALUE_FIELD_NUMBER << 3 | FIXED64 -> value = in.fixedDouble();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        point.addQuantile(quantile, value);
    }

    private Value exemplar() {
        budget.addValue();
        var exemplar = new ExemplarDraft(budget.limits());
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case Exemplar.FILTERED_ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH ->
                    values.attribute(exemplar.filteredAttributes);
                case Exemplar.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 -> exemplar.timeUnixNanos = in.fixed64();
                case Exemplar.AS_DOUBLE_FIELD_NUMBER << 3 | FIXED64 -> exemplar.value = decimal();
                case Exemplar.AS_INT_FIELD_NUMBER << 3 | FIXED64 -> exemplar.value = integer();
                case Exemplar.SPAN_ID_FIELD_NUMBER << 3 | LENGTH -> exemplar.spanId = in.hexId(HexId.SPAN_BYTES);
                case Exemplar.TRACE_ID_FIELD_NUMBER << 3 | LENGTH -> exemplar.traceId = in.hexId(HexId.TRACE_BYTES);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return exemplar.finish();
    }

    private Value integer() {
        return new Value.Int(in.fixed64());
    }

    private Value decimal() {
        return new Value.Decimal(in.fixedDouble());
    }

    private void addInteger(List<Value> numbers) {
        budget.addValue();
        numbers.add(integer());
    }

    private void addDecimal(List<Value> numbers) {
        budget.addValue();
        numbers.add(decimal());
    }

    private void addVarint(List<Value> numbers) {
        budget.addValue();
        numbers.add(new Value.Int(in.varint64()));
    }

    private void integers(List<Value> numbers) {
        var outer = in.enter();
        while (!in.atEnd()) {
            addInteger(numbers);
        }
        in.leave(outer);
    }

    private void decimals(List<Value> numbers) {
        var outer = in.enter();
        while (!in.atEnd()) {
            addDecimal(numbers);
        }
        in.leave(outer);
    }

    private void varints(List<Value> numbers) {
        var outer = in.enter();
        while (!in.atEnd()) {
            addVarint(numbers);
        }
        in.leave(outer);
    }
}
