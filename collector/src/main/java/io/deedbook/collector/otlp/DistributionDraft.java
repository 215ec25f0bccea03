// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data point that tells how values were distributed, while it is being read. Its value has the names of OTLP/JSON.
 */
abstract class DistributionDraft extends PointDraft {
    long count;

    @Nullable
    Value sum;

    @Nullable
    Value min;

    @Nullable
    Value max;

    DistributionDraft(MetricDraft metric, DecodeLimits limits) {
        super(metric, limits);
    }

    abstract void finish(Attributes.Builder fields);

    @Override
    final Value value() {
        var fields = Attributes.builder(9).add("count", new Value.Int(count));
        addIfPresent(fields, "sum", sum);
        addIfPresent(fields, "min", min);
        addIfPresent(fields, "max", max);
        finish(fields);
        return new Value.Fields(fields.build());
    }

    private static void addIfPresent(Attributes.Builder fields, String name, @Nullable Value value) {
        if (value != null) {
            fields.add(name, value);
        }
    }

    /** A point of a histogram with explicit bounds. */
    static final class Histogram extends DistributionDraft {
        final List<Value> bucketCounts = new ArrayList<>();
        final List<Value> explicitBounds = new ArrayList<>();

        Histogram(MetricDraft metric, DecodeLimits limits) {
            super(metric, limits);
        }

        @Override
        void finish(Attributes.Builder fields) {
            fields.add("bucketCounts", new Value.Items(bucketCounts));
            fields.add("explicitBounds", new Value.Items(explicitBounds));
        }
    }

    /** A point of an exponential histogram. */
    static final class Exponential extends DistributionDraft {
        final Buckets positive = new Buckets();
        final Buckets negative = new Buckets();

        int scale;
        long zeroCount;
        double zeroThreshold;

        Exponential(MetricDraft metric, DecodeLimits limits) {
            super(metric, limits);
        }

        @Override
        void finish(Attributes.Builder fields) {
            fields.add("scale", new Value.Int(scale));
            fields.add("zeroCount", new Value.Int(zeroCount));
            fields.add("zeroThreshold", new Value.Decimal(zeroThreshold));
            fields.add("positive", positive.finish());
            fields.add("negative", negative.finish());
        }
    }

    /** One side of an exponential histogram. */
    static final class Buckets {
        final List<Value> bucketCounts = new ArrayList<>(0);

        int offset;

        private Value finish() {
            return new Value.Fields(Attributes.builder(2)
                    .add("offset", new Value.Int(offset))
                    .add("bucketCounts", new Value.Items(bucketCounts))
                    .build());
        }
    }

    /** A point of a summary. */
    static final class Summary extends DistributionDraft {
        final List<Value> quantileValues = new ArrayList<>();

        Summary(MetricDraft metric, DecodeLimits limits) {
            super(metric, limits);
            sum = new Value.Decimal(0);
        }

        void addQuantile(double quantile, double value) {
            quantileValues.add(new Value.Fields(Attributes.builder(2)
                    .add("quantile", new Value.Decimal(quantile))
                    .add("value", new Value.Decimal(value))
                    .build()));
        }

        @Override
        void finish(Attributes.Builder fields) {
            fields.add("quantileValues", new Value.Items(quantileValues));
        }
    }
}
