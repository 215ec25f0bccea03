// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectTokensTest {
    private static final String EMAIL = "Jane.Roe@example.com";
    private static final TokenKey KEY = new TokenKey(new byte[32]);

    private final SubjectTokens tokens = new SubjectTokens(KEY);

    @Test
    void subject_hasTheTokensThatTheRedactorMakes() {
        var draft = new RecordDraft(1, 1);
        draft.put(Field.USER_EMAIL, EMAIL);
        draft.content().put("prompt", "write to jane.roe@EXAMPLE.com at once");
        new Redactor(DetectorEngine.builtIn(), KEY, new RedactionPlan(false, true, Map.of())).redact(draft);

        var subject = tokens.subject(EMAIL);

        assertThat(subject.identities()).containsEntry(Field.USER_EMAIL, draft.text(Field.USER_EMAIL));
        assertThat(draft.content().get("prompt")).isEqualTo("write to " + subject.token() + " at once");
        assertThat(subject.mentions())
                .as("the address too, for where its detector is off")
                .contains(subject.token(), draft.text(Field.USER_EMAIL), EMAIL);
        assertThat(subject.tokens()).contains(subject.token()).noneMatch(token -> token.contains("@"));
    }

    @Test
    void subject_ofAnIdIsFoundAsItStands() {
        var id = "0f8fad5b-d9cb-469f-a165-70867728950e";

        var subject = tokens.subject(id);

        assertThat(subject.mentions()).contains(id);
        assertThat(subject.token()).matches("\\[user_id:[0-9a-f]{12}]");
        assertThat(subject.tokens()).doesNotContain(id);
    }

    @Test
    void identity_isTheSameForAllSpellingsAndForItself() {
        var token = tokens.identity(Field.USER_EMAIL, EMAIL);

        assertThat(tokens.identity(Field.USER_EMAIL, " jane.roe@example.COM ")).isEqualTo(token);
        assertThat(tokens.identity(Field.USER_EMAIL, token)).isEqualTo(token);
        assertThat(tokens.identity(Field.USER_ID, EMAIL)).isNotEqualTo(token);
    }

    @Test
    void subject_isRefusedWhenEmptyOrTooLong() {
        assertThatThrownBy(() -> tokens.subject(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.subject("x".repeat(321))).isInstanceOf(IllegalArgumentException.class);
    }
}
