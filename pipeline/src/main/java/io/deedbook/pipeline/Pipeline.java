// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Outcome;
import io.deedbook.pipeline.record.RecordBatch;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.record.Surface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of an event to a record, from top to bottom: normalise ▸ detect and redact ▸ judge ▸ keep what the logging
 * level keeps ▸ seal. Events take each step together. Pure CPU, no look-ups; thread-safe.
 */
public final class Pipeline {
    private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

    /** The event name, and the rule, of a record whose event could not be processed. */
    static final String UNPROCESSED = "unprocessed-event";

    /**
     * So many events take a step before the first of them takes the next: the code of one step stays in the processor's
     * caches, the whole does not. One at a time costs 5 % more, all of a batch at once no less.
     */
    private static final int TOGETHER = 32;

    private final Sealer sealer;
    private final PipelineMetrics metrics;
    private final LongSupplier clock;

    public Pipeline(Sealer sealer, PipelineMetrics metrics) {
        this(sealer, metrics, System::nanoTime);
    }

    /** @param clock as {@link System#nanoTime()} */
    Pipeline(Sealer sealer, PipelineMetrics metrics, LongSupplier clock) {
        this.sealer = sealer;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * One record an event, in order.
     *
     * @throws Refusal when the batch's deadline passes, which is looked at before each {@value #TOGETHER} events: nobody
     *     waits any more
     */
    public RecordBatch process(EventBatch batch) {
        var startNanos = clock.getAsLong();
        var events = batch.events();
        var records = new ArrayList<SealedRecord>(events.size());
        for (var from = 0; from < events.size(); from += TOGETHER) {
            if (clock.getAsLong() - batch.deadlineNanos() > 0) {
                throw Refusal.tooSlow();
            }
            var together = events.subList(from, Math.min(events.size(), from + TOGETHER));
            Collections.addAll(records, process(together, batch.policy(), batch.receivedUnixNanos()));
        }
        metrics.processed(records.size(), clock.getAsLong() - startNanos);
        return new RecordBatch(records);
    }

    private SealedRecord[] process(List<Event> events, CompiledPolicy policy, long receivedUnixNanos) {
        var drafts = new RecordDraft[events.size()];
        var sealed = new SealedRecord[drafts.length];
        var steps = List.<IntConsumer>of(
                at -> drafts[at] = normalised(events.get(at), policy, receivedUnixNanos),
                at -> policy.redactor().redact(drafts[at]),
                at -> policy.rules().judge(drafts[at]),
                at -> keep(drafts[at], policy.level()),
                at -> sealed[at] = sealed(drafts[at]));
        for (var step : steps) {
            for (var at = 0; at < sealed.length; at++) {
                if (sealed[at] == null && !succeeds(step, at)) {
                    sealed[at] = sealed(unprocessed(events.get(at), policy, receivedUnixNanos));
                }
            }
        }
        return sealed;
    }

    private boolean succeeds(IntConsumer step, int at) {
        try {
            step.accept(at);
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            // A bug that one event sets off must not turn its whole batch away for ever: the event is on record, its
            // content is not. Exception messages can hold the event's data, so the class and the place must do.
            log.error("An event could not be processed, its content is withheld. at={}", place(e));
            metrics.unprocessed();
            return false;
        }
    }

    private static RecordDraft normalised(Event event, CompiledPolicy policy, long receivedUnixNanos) {
        var draft = Normaliser.normalise(event, receivedUnixNanos);
        draft.put(Field.TEAM, policy.team());
        draft.put(Field.POLICY_VERSION, policy.version());
        return draft;
    }

    private SealedRecord sealed(RecordDraft draft) {
        var sealed = sealer.seal(draft);
        metrics.record(sealed);
        return sealed;
    }

    /** High risk, because whoever finds such an event could use it to hide what was done. */
    private static RecordDraft unprocessed(Event event, CompiledPolicy policy, long receivedUnixNanos) {
        var draft = new RecordDraft(receivedUnixNanos, receivedUnixNanos);
        draft.put(Field.TEAM, policy.team());
        draft.put(Field.POLICY_VERSION, policy.version());
        draft.put(Field.SURFACE, Surface.OTHER.wireName());
        draft.put(Field.SIGNAL, event.signal().one());
        draft.put(Field.EVENT, UNPROCESSED);
        draft.put(Field.ACTION, Action.OTHER.wireName());
        draft.put(Field.OUTCOME, Outcome.NONE.wireName());
        draft.put(Field.RISK, Risk.HIGH.wireName());
        draft.put(Field.RULES, List.of(UNPROCESSED));
        draft.put(Field.CONTENT_STATE, ContentState.WITHHELD.wireName());
        return draft;
    }

    private static String place(Throwable bug) {
        var frames = bug.getStackTrace();
        return bug.getClass().getName() + (frames.length == 0 ? "" : " in " + frames[0]);
    }

    private static void keep(RecordDraft draft, LoggingLevel level) {
        var lengthOnly = level == LoggingLevel.MINIMAL
                || (level == LoggingLevel.STANDARD && Risk.LOW.wireName().equals(draft.text(Field.RISK)));
        if (!lengthOnly) {
            return;
        }
        if (level == LoggingLevel.MINIMAL) {
            draft.put(Field.TARGET, (String) null);
        }
        if (!draft.content().isEmpty()) {
            draft.put(Field.CONTENT_STATE, ContentState.LENGTH_ONLY.wireName());
        } else if (draft.text(Field.TARGET) == null
                && ContentState.REDACTED.wireName().equals(draft.text(Field.CONTENT_STATE))) {
            draft.put(Field.CONTENT_STATE, ContentState.ABSENT.wireName());
        }
    }
}
