// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.pipeline.rule.RuleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records made by hand, as the evaluation sees them, and the correlations that they are shown to. */
final class Seen {
    /** When it all begins. */
    static final long START = TimeUnit.SECONDS.toNanos(1_780_000_020L);

    private Seen() {}

    /** The correlations in a file, beside the built-in rules and controls. */
    static CorrelationSet correlations(String yaml) {
        return CorrelationSet.of(RuleSet.of(Stream.concat(
                        RuleSource.builtIn().stream()
                                .filter(source -> !source.name().startsWith("correlations/")),
                        Stream.of(new RuleSource("own.yml", yaml)))
                .toList()));
    }

    /** A record at so many milliseconds after the start, received a second later. */
    static Observed at(long index, long millis, Object... fieldsAndValues) {
        return received(index, millis, millis + 1_000, fieldsAndValues);
    }

    static Observed received(long index, long millis, long receivedMillis, Object... fieldsAndValues) {
        var values = new @Nullable Object[Field.all().size()];
        for (var position = 0; position < fieldsAndValues.length; position += 2) {
            values[((Field) fieldsAndValues[position]).ordinal()] = fieldsAndValues[position + 1];
        }
        return new Observed(
                index,
                START + TimeUnit.MILLISECONDS.toNanos(receivedMillis),
                START + TimeUnit.MILLISECONDS.toNanos(millis),
                values);
    }

    /** The same record at another place of the log. */
    static Observed moved(Observed record, long index) {
        return new Observed(index, record.receivedUnixNanos(), record.timeUnixNanos(), record.values());
    }

    static LogEvaluation evaluation(CorrelationSet set) {
        return new LogEvaluation(set, new EventBudget(128_000_000, 128_000_000), 0);
    }

    /** What the evaluation of these records says at once, and once a day has passed. */
    static List<Conclusion> conclusions(CorrelationSet set, List<Observed> records) {
        var evaluation = evaluation(set);
        var conclusions = new ArrayList<>(evaluation.observe(records));
        conclusions.addAll(evaluation.advance(START + TimeUnit.DAYS.toNanos(10)));
        return conclusions;
    }
}
