// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The built-in rules over what the real client sent, normalised and redacted. */
class RealEventsTest {
    private static final RuleSet BUILT_IN = RuleSet.builtIn();
    private static final List<RecordDraft> JUDGED = judged();

    private static List<RecordDraft> judged() {
        var redactor = new Redactor(DetectorEngine.builtIn(), new TokenKey(new byte[32]));
        return Fixture.all().stream()
                .flatMap(fixture -> fixture.events().stream())
                .map(event -> {
                    var draft = Normaliser.normalise(event, 1L);
                    redactor.redact(draft);
                    BUILT_IN.judge(draft);
                    return draft;
                })
                .toList();
    }

    @Test
    void index_agreesWithEvaluatingEveryRule() {
        assertThat(JUDGED)
                .isNotEmpty()
                .allSatisfy(draft ->
                        assertThat(BUILT_IN.matchingWithoutIndex(draft)).isEqualTo(draft.list(Field.RULES)));
    }

    @Test
    void housekeeping_isLow() {
        var housekeeping = Set.of("hook_registered", "plugin_loaded", "mcp_server_connection", "session.count");

        assertThat(JUDGED)
                .filteredOn(draft -> housekeeping.contains(draft.text(Field.EVENT)))
                .isNotEmpty()
                .allSatisfy(draft -> assertThat(draft.text(Field.RISK)).isEqualTo("low"));
    }

    @Test
    void aKeyInACommand_isCriticalWhereverItIsReported() {
        assertThat(JUDGED)
                .filteredOn(draft -> draft.pii().containsKey("aws_access_key_id"))
                .isNotEmpty()
                .allSatisfy(draft -> {
                    assertThat(draft.text(Field.RISK)).isEqualTo("critical");
                    assertThat(draft.list(Field.RULES)).contains("secret-in-content");
                });
    }

    @Test
    void aDestructiveCommandThatWasDenied_isOnRecordAsBoth() {
        assertThat(JUDGED)
                .filteredOn(draft -> draft.list(Field.RULES).contains("destructive-command"))
                .isNotEmpty()
                .allSatisfy(draft -> assertThat(draft.list(Field.RULES)).contains("tool-call-rejected"));
    }

    @Test
    void bypassedPermissions_areHigh() {
        assertThat(JUDGED)
                .filteredOn(draft -> "bypassPermissions".equals(draft.text(Field.PERMISSION_MODE)))
                .isNotEmpty()
                .allSatisfy(draft -> assertThat(draft.text(Field.RISK)).isIn("high", "critical"));
    }
}
