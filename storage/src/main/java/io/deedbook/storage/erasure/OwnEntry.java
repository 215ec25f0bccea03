// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Outcome;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.Surface;
import java.util.Map;

/** The ledger's entries about what was done to the ledger itself: nothing but a content part, whose values are texts. */
public final class OwnEntry {
    static final String ERASED = "records_erased";
    static final String RETIRED = "records_retired";
    static final String REMOVED = "entries_removed";
    static final String HOLD_ADDED = "hold_added";
    static final String HOLD_RELEASED = "hold_released";

    private OwnEntry() {}

    /** An entry of this kind. */
    public static RecordDraft draft(Kind kind, String event, long nowUnixNanos, Map<String, String> content) {
        var draft = new RecordDraft(nowUnixNanos, nowUnixNanos);
        draft.put(Field.KIND, kind.wireName());
        draft.put(Field.SURFACE, Surface.OTHER.wireName());
        draft.put(Field.EVENT, event);
        draft.put(Field.ACTION, Action.OTHER.wireName());
        draft.put(Field.OUTCOME, Outcome.SUCCESS.wireName());
        draft.put(Field.RISK, Risk.LOW.wireName());
        draft.put(Field.CONTENT_STATE, ContentState.REDACTED.wireName());
        draft.content().putAll(content);
        return draft;
    }
}
