// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Outcome;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.Surface;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's entry that says a policy was set or removed, judged like any other by the policy that comes into force.
 */
public final class PolicyEntry {
    /** The event of a policy that was set. */
    public static final String SET = "policy_set";
    /** The event of a policy that was removed, so that its fallback is in force. */
    public static final String REMOVED = "policy_removed";
    /** Under which the policy's text stands in the content. */
    public static final String CONTENT = "policy";

    private PolicyEntry() {}

    /**
     * The entry, which still lacks its number.
     *
     * @param inForce what records are judged by from now on
     * @param document the policy's text, or null where it was removed
     */
    public static RecordDraft judged(CompiledPolicy inForce, @Nullable String document, long receivedUnixNanos) {
        var draft = new RecordDraft(receivedUnixNanos, receivedUnixNanos);
        draft.put(Field.KIND, Kind.POLICY.wireName());
        draft.put(Field.SURFACE, Surface.OTHER.wireName());
        draft.put(Field.EVENT, document == null ? REMOVED : SET);
        draft.put(Field.ACTION, Action.OTHER.wireName());
        draft.put(Field.OUTCOME, Outcome.SUCCESS.wireName());
        draft.put(Field.TEAM, inForce.team());
        draft.put(Field.POLICY_VERSION, inForce.version());
        if (document != null) {
            draft.content().put(CONTENT, document);
        }
        draft.put(Field.CONTENT_STATE, (document == null ? ContentState.ABSENT : ContentState.REDACTED).wireName());
        inForce.rules().judge(draft);
        return draft;
    }

    /**
     * The same entry with what is only known under the lock of the log.
     *
     * @param number of this version of the owner's policy
     * @param setBy the id of the key that did it, or {@code command line}
     */
    public static RecordDraft numbered(RecordDraft judged, int number, String setBy) {
        judged.attributes(Attributes.builder(2)
                .add("policy.number", new Value.Int(number))
                .add("policy.set_by", new Value.Text(setBy))
                .build());
        return judged;
    }
}
