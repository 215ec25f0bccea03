// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import java.util.List;

/** Sealed records as the pipeline makes them, with invented values. */
public final class TestRecords {
    private static final Sealer SEALER = new Sealer();

    private TestRecords() {}

    /** A record with something in every part; invented values. */
    public static SealedRecord record(int number) {
        var draft = new RecordDraft(1_760_000_000_000_000_000L + number, 1_759_999_999_000_000_000L + number);
        draft.put(Field.SURFACE, "claude_code");
        draft.put(Field.SIGNAL, "logs");
        draft.put(Field.EVENT, "tool_result");
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.OUTCOME, "success");
        draft.put(Field.RISK, number % 7 == 0 ? "high" : "low");
        draft.put(Field.RULES, List.of("rule-" + number % 3, "rule-9"));
        draft.put(Field.CONTROLS, List.of("soc2:CC6.1"));
        draft.put(Field.POLICY_VERSION, "v1");
        draft.put(Field.CONTENT_STATE, "redacted");
        draft.put(Field.TRUNCATED, number % 5 == 0 ? 1L : 0L);
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.TARGET, "ls /srv/" + number);
        draft.put(Field.DURATION_MS, 12L + number);
        draft.put(Field.COST_USD_NANOS, Long.MAX_VALUE - number);
        draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
        draft.put(Field.WORKSPACE_PATHS, List.of("/srv/a", "/srv/\"b\" \\ \u00e4"));
        draft.put(Field.SESSION_ID, "session-" + number % 4);
        draft.pii().put("email", 1 + number % 2);
        draft.content().put("toolInput", "ls \"quoted\" \\ \t \u00e4 \ud83d\ude00 " + number);
        draft.attributes(
                Attributes.builder(1).add("extra.key", new Value.Int(number)).build());
        return SEALER.seal(draft);
    }
}
