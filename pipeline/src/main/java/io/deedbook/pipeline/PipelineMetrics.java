// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline;

import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.SealedRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the pipeline counts. The sum over all risks of {@code deedbook.pipeline.records} is the number of events
 * processed; {@code deedbook.pipeline.unprocessed} and {@code deedbook.pipeline.withheld} are among them. Of these
 * records {@code deedbook.pipeline.completed} were in batches that came through; the rest was in batches that were
 * given up at their deadline. {@code deedbook.pipeline.batch} is the time of the batches that came through; divided by
 * {@code completed} it is that of an event.
 *
 * <p>Raise an alarm when {@code unprocessed} or {@code withheld} rises: content is being lost to a bug.
 */
public final class PipelineMetrics {
    private final Map<String, Counter> recordsByRisk = new HashMap<>();
    private final Counter unprocessed;
    private final Counter withheld;
    private final Counter completed;
    private final Timer batch;

    public PipelineMetrics(MeterRegistry registry) {
        for (var risk : Risk.values()) {
            recordsByRisk.put(
                    risk.wireName(),
                    Counter.builder("deedbook.pipeline.records")
                            .description("Records made, by risk")
                            .tag("risk", risk.wireName())
                            .register(registry));
        }
        unprocessed = Counter.builder("deedbook.pipeline.unprocessed")
                .description("Events that set off a bug; on record without their content")
                .register(registry);
        withheld = Counter.builder("deedbook.pipeline.withheld")
                .description("Records whose content was withheld because detection failed")
                .register(registry);
        completed = Counter.builder("deedbook.pipeline.completed")
                .description("Records in batches that came through")
                .register(registry);
        batch = Timer.builder("deedbook.pipeline.batch")
                .description("Time that a worker spends on a batch")
                .register(registry);
    }

    void record(SealedRecord sealed) {
        var counter = recordsByRisk.get(String.valueOf(sealed.text(Field.RISK)));
        if (counter != null) {
            counter.increment();
        }
        if (ContentState.WITHHELD.wireName().equals(sealed.text(Field.CONTENT_STATE))) {
            withheld.increment();
        }
    }

    /** A batch has come through. */
    void processed(int records, long nanos) {
        completed.increment(records);
        batch.record(nanos, TimeUnit.NANOSECONDS);
    }

    void unprocessed() {
        unprocessed.increment();
    }
}
