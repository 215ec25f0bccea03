// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordBatch;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.SealedRecord;
import java.util.ArrayList;

/**
 * The way of an event to a record, from top to bottom: normalise ▸ detect and redact ▸ judge ▸ keep what the logging level
 * keeps ▸ seal. Pure CPU, no look-ups; thread-safe.
 */
public final class Pipeline {
    private final Sealer sealer;

    public Pipeline(Sealer sealer) {
        this.sealer = sealer;
    }

    /** One record an event, in order. */
    public RecordBatch process(EventBatch batch) {
        var records = new ArrayList<SealedRecord>(batch.events().size());
        for (var event : batch.events()) {
            records.add(process(event, batch.policy(), batch.receivedUnixNanos()));
        }
        return new RecordBatch(records);
    }

    private SealedRecord process(Event event, CompiledPolicy policy, long receivedUnixNanos) {
        var draft = Normaliser.normalise(event, receivedUnixNanos);
        draft.put(Field.TEAM, policy.team());
        draft.put(Field.POLICY_VERSION, policy.version());
        policy.redactor().redact(draft);
        policy.rules().judge(draft);
        keep(draft, policy.level());
        return sealer.seal(draft);
    }

    private static void keep(RecordDraft draft, LoggingLevel level) {
        var lengthOnly = level == LoggingLevel.MINIMAL
                || (level == LoggingLevel.STANDARD && Risk.LOW.wireName().equals(draft.text(Field.RISK)));
        if (!lengthOnly || draft.content().isEmpty()) {
            return;
        }
        draft.put(Field.CONTENT_STATE, ContentState.LENGTH_ONLY.wireName());
        if (level == LoggingLevel.MINIMAL) {
            draft.put(Field.TARGET, (String) null);
        }
    }
}
