// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static final TokenKey KEY = new TokenKey(new byte[32]);
    private static final String EMAIL = "\\[email:[0-9a-f]{6}]";
    private static final String CARD = "\\[credit_card:[0-9a-f]{6}]";

    private final Redactor redactor = new Redactor(DetectorEngine.builtIn(), KEY);
    private final RecordDraft draft = new RecordDraft(1, 1);

    @Test
    void redact_replacesInFieldsListsAndContentWithItsNames() {
        draft.put(Field.TARGET, "/home/jane@example.com/x");
        draft.put(Field.WORKSPACE_PATHS, List.of("/a", "/jane@example.com"));
        draft.content().put("prompt", "mail jane@example.com");
        draft.content().put("jane@example.com", "x");

        redactor.redact(draft);

        assertThat(draft.text(Field.TARGET)).matches("/home/" + EMAIL + "/x");
        assertThat(draft.list(Field.WORKSPACE_PATHS).get(1)).matches("/" + EMAIL);
        assertThat(draft.content().get("prompt")).matches("mail " + EMAIL);
        assertThat(draft.content().firstKey()).matches(EMAIL);
        assertThat(draft.pii()).containsEntry("email", 4);
        assertThat(draft.text(Field.CONTENT_STATE)).isEqualTo("redacted");
    }

    @Test
    void redact_replacesInAttributesWithTheirKeysNumbersAndBytes() {
        var bytes = new Value.Bytes("x jane@example.com".getBytes(StandardCharsets.UTF_8));
        var binary = new Value.Bytes("\u00ff jane@example.com".getBytes(StandardCharsets.ISO_8859_1));
        var nested = Attributes.builder(1)
                .add("jane@example.com", new Value.Items(List.of(new Value.Text("4111 1111 1111 1111"))))
                .build();
        draft.attributes(Attributes.builder(8)
                .add("card", new Value.Int(4111111111111111L))
                .add("decimal", new Value.Decimal(4111111111111111d))
                .add("nanos", new Value.Int(1795235686545000000L))
                .add("bytes", bytes)
                .add("binary", binary)
                .add("nested", new Value.Fields(nested))
                .add("db.password", new Value.Text("hunter2"))
                .add("uuid", new Value.Text("550e8400-e29b-41d4-a716-446655440000"))
                .build());

        redactor.redact(draft);

        var attributes = draft.attributes();
        assertThat(attributes.text("card")).matches(CARD);
        assertThat(attributes.text("decimal")).isEqualTo(attributes.text("card"));
        assertThat(attributes.get("nanos")).isEqualTo(new Value.Int(1795235686545000000L));
        assertThat(((Value.Bytes) attributes.get("bytes")).bytes()).asString().matches("x " + EMAIL);
        assertThat(attributes.text("binary")).matches(EMAIL);
        assertThat(((Value.Fields) attributes.get("nested")).fields().key(0)).matches(EMAIL);
        assertThat(attributes.text("db.password")).matches("\\[password_assignment:[0-9a-f]{6}]");
        assertThat(draft.pii()).containsEntry("credit_card", 3).containsEntry("email", 3);
        assertThat(draft.text(Field.CONTENT_STATE)).isEqualTo("absent");
    }

    @Test
    void redact_leavesNotEvenATokenInTheEventsName() {
        draft.put(Field.EVENT, "call.4111-1111-1111-1111");

        redactor.redact(draft);

        assertThat(draft.text(Field.EVENT)).isEqualTo("unnamed");
        assertThat(draft.attributes().text("event.name")).matches("call\\." + CARD);
        assertThat(draft.pii()).containsExactly(Map.entry("credit_card", 1));
    }

    @Test
    void redact_takesAnyValueUnderTheNameOfASecretForOne() {
        var uuid = "550e8400-e29b-41d4-a716-446655440000";
        draft.attributes(Attributes.builder(4)
                .add("api_key", new Value.Text(uuid))
                .add("id", new Value.Text(uuid))
                .add("password", new Value.Int(12345678))
                .add("client_secret", new Value.Bytes("hunter2".getBytes(StandardCharsets.UTF_8)))
                .build());

        redactor.redact(draft);

        var attributes = draft.attributes();
        assertThat(attributes.text("api_key")).matches("\\[password_assignment:[0-9a-f]{6}]");
        assertThat(attributes.text("id")).isEqualTo(uuid);
        assertThat(attributes.text("password")).matches("\\[password_assignment:[0-9a-f]{6}]");
        assertThat(((Value.Bytes) attributes.get("client_secret")).bytes())
                .asString()
                .matches("\\[password_assignment:[0-9a-f]{6}]");
    }

    @Test
    void redact_dropsANumberInWhichSomethingIsFound() {
        draft.put(Field.INPUT_TOKENS, 4111111111111111L);
        draft.put(Field.OUTPUT_TOKENS, 12L);

        redactor.redact(draft);

        assertThat(draft.integer(Field.INPUT_TOKENS)).isNull();
        assertThat(draft.integer(Field.OUTPUT_TOKENS)).isEqualTo(12);
        assertThat(draft.pii()).containsEntry("credit_card", 1);
    }

    @Test
    void redact_seesThroughTheEscapesOfJson() {
        assertThat(redactText("{\"a\":\"jane\\u002Bx\\u0040example.com\"}")).matches("\\{\"a\":\"" + EMAIL + "\"}");
        assertThat(redactText("{\"a\":\"{\\\"b\\\":\\\"jane\\\\u0040example.com\\\"}\"}"))
                .matches("\\{\"a\":\"\\{\\\\\"b\\\\\":\\\\\"" + EMAIL + "\\\\\"}\"}");
        assertThat(redactText("{\"a\":\"https:\\/\\/jane:s3cret@db\\/x"))
                .matches("\\{\"a\":\"https:\\\\/\\\\/\\[url_credentials:[0-9a-f]{6}]@db\\\\/x");
        assertThat(redactText("\\u0022 \\u005c \\u0040 \\/ \\u00")).isEqualTo("\\u0022 \\u005c \\u0040 \\/ \\u00");
    }

    @Test
    void redact_leavesAnInstanceInWhichNothingIsFound() {
        var attributes = Attributes.builder(1).add("a", new Value.Text("b")).build();
        draft.attributes(attributes);

        redactor.redact(draft);

        assertThat(draft.attributes()).isSameAs(attributes);
        assertThat(draft.pii()).isEmpty();
    }

    @Test
    void redact_keepsTheClaimedIdentityAndIdsButNotWhatOnlyStandsThere() {
        draft.put(Field.USER_EMAIL, "Jane@example.com");
        draft.put(Field.USER_ID, "d325d9d5b55c426bea088c407ee3ce24");
        draft.put(Field.SESSION_ID, "4111111111111111");
        redactor.redact(draft);
        assertThat(draft.text(Field.USER_EMAIL)).isEqualTo("Jane@example.com");
        assertThat(draft.text(Field.USER_ID)).isEqualTo("d325d9d5b55c426bea088c407ee3ce24");
        assertThat(draft.text(Field.SESSION_ID)).matches(CARD);

        draft.put(Field.USER_EMAIL, "Jane <jane@example.com>");
        redactor.redact(draft);
        assertThat(draft.text(Field.USER_EMAIL)).matches("Jane <" + EMAIL + ">");
    }

    @Test
    void redact_givesTheSameTokenToTheSameValueUnderOneKeyOnly() {
        var token = redactText("4111 1111 1111 1111");
        assertThat(redactText("4111-1111-1111-1111")).isEqualTo(token);
        assertThat(redactText("JANE@example.com")).isEqualTo(redactText("jane@example.com"));

        var other = new byte[32];
        other[0] = 1;
        draft.content().put("prompt", "4111 1111 1111 1111");
        new Redactor(DetectorEngine.builtIn(), new TokenKey(other)).redact(draft);
        assertThat(draft.content().get("prompt")).matches(CARD).isNotEqualTo(token);
    }

    @Test
    void redact_keepsJsonReadable() {
        assertThat(redactText("{\"card\":4111111111111111, \"n\":1.50}"))
                .matches("\\{\"card\":\"" + CARD + "\", \"n\":1.50}");
        assertThat(redactText("{\"a\":\"x\\njane@example.com\"}")).matches("\\{\"a\":\"x\\\\n" + EMAIL + "\"}");
        assertThat(redactText("{\"input\":\"{\\\"card\\\":4111111111111111}\"}"))
                .matches("\\{\"input\":\"\\{\\\\\"card\\\\\":\\\\\"" + CARD + "\\\\\"}\"}");
        assertThat(
                        redactText(
                                "{\"a\":\"-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0B\",\"b\":[\"-----END PRIVATE KEY-----\"]}"))
                .matches("\\{\"a\":\"\\[private_key:[0-9a-f]{6}]\",\"b\":\\[\"-----END PRIVATE KEY-----\"]}");
        assertThat(redactText("{\"password\":12345678}"))
                .matches("\\{\"password\":\"\\[password_assignment:[0-9a-f]{6}]\"}");
    }

    @Test
    void redact_masksWholeValuesWhenTold() {
        draft.content().put("prompt", "mail jane@example.com and 4111 1111 1111 1111");
        draft.content().put("response", "ok");
        new Redactor(DetectorEngine.paranoid(), KEY, true).redact(draft);
        assertThat(draft.content().get("prompt")).matches(EMAIL + " " + CARD);
        assertThat(draft.content().get("response")).isEqualTo("ok");
    }

    @Test
    void redact_cutsLongTextsAndListsOutsideOfTokensAndPairs() {
        draft.put(Field.DECISION, "x".repeat(60) + " jane@example.com");
        draft.put(Field.DECISION_SOURCE, "x".repeat(63) + "\ud83d\ude00");
        draft.put(Field.WORKSPACE_PATHS, Collections.nCopies(65, "/a"));

        redactor.redact(draft);

        assertThat(draft.text(Field.DECISION)).isEqualTo("x".repeat(60) + " ");
        assertThat(draft.text(Field.DECISION_SOURCE)).isEqualTo("x".repeat(63));
        assertThat(draft.list(Field.WORKSPACE_PATHS)).hasSize(Field.LIST_ENTRIES_MAX);
        assertThat(draft.integer(Field.TRUNCATED)).isEqualTo(1);
    }

    @Test
    void redact_redactsWhatACutBringsToLight() {
        draft.put(Field.DECISION, "x".repeat(47) + " 4111111111111111000000");

        redactor.redact(draft);

        assertThat(draft.text(Field.DECISION)).isEqualTo("x".repeat(47) + " ");
        assertThat(draft.pii()).containsEntry("credit_card", 1);
        assertThat(DetectorEngine.builtIn().scan(draft.text(Field.DECISION))).isEmpty();
    }

    @Test
    void redact_withholdsTheRecordWhenDetectionFails() {
        var failures = Redactor.failures();
        var failing = new Redactor(
                text -> {
                    if (text.contains("boom")) {
                        throw new IllegalStateException("never logged");
                    }
                    return DetectorEngine.builtIn().scan(text);
                },
                KEY);
        draft.put(Field.SURFACE, "cowork");
        draft.put(Field.EVENT, "user_prompt");
        draft.put(Field.TEAM, "blue");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.USER_EMAIL, "jane@example.com");
        draft.put(Field.SESSION_ID, "550e8400-e29b-41d4-a716-446655440000");
        draft.put(Field.TARGET, "/x");
        draft.put(Field.WORKSPACE_PATHS, List.of("/home/jane"));
        draft.content().put("prompt", "boom");
        draft.attributes(Attributes.builder(1).add("a", new Value.Text("b")).build());

        failing.redact(draft);

        assertThat(draft.content()).isEmpty();
        assertThat(draft.attributes().count()).isZero();
        assertThat(draft.list(Field.WORKSPACE_PATHS)).isEmpty();
        for (var dropped : List.of(Field.TOOL_NAME, Field.USER_EMAIL, Field.TARGET)) {
            assertThat(draft.text(dropped)).isNull();
        }
        assertThat(draft.text(Field.SESSION_ID)).isEqualTo("550e8400-e29b-41d4-a716-446655440000");
        assertThat(draft.text(Field.SURFACE)).isEqualTo("cowork");
        assertThat(draft.text(Field.EVENT)).isEqualTo("user_prompt");
        assertThat(draft.text(Field.TEAM)).isEqualTo("blue");
        assertThat(draft.text(Field.CONTENT_STATE)).isEqualTo("withheld");
        assertThat(Redactor.failures()).isEqualTo(failures + 1);
    }

    @Test
    void redact_withholdsWhatIsNestedTooDeep() {
        Value value = new Value.Text("x");
        for (var depth = 0; depth < 200; depth++) {
            value = new Value.Items(List.of(value));
        }
        draft.attributes(Attributes.builder(1).add("a", value).build());

        redactor.redact(draft);

        assertThat(draft.text(Field.CONTENT_STATE)).isEqualTo("withheld");
    }

    @Test
    void redact_masksOrDropsWhereThePlanSaysSo() {
        var plan = new RedactionPlan(
                false, false, Map.of("email", RedactionAction.MASK, "credit_card", RedactionAction.DROP));
        var planned = new Redactor(DetectorEngine.builtIn(), KEY, plan);
        draft.content().put("a", "mail jane@example.com and 078-05-1120");
        draft.content().put("b", "card 4111 1111 1111 1111 of Jane");
        draft.content().put("c", "{\"x\":\"card 4111 1111 1111 1111 of jane@example.com\",\"y\":\"jane@example.com\"}");
        draft.content().put("d", "password=[email] next");

        planned.redact(draft);

        assertThat(draft.content().get("a")).matches("mail \\[email] and \\[us_ssn:[0-9a-f]{6}]");
        assertThat(draft.content().get("b")).isEqualTo("[credit_card]");
        assertThat(draft.content().get("c")).isEqualTo("{\"x\":\"[credit_card]\",\"y\":\"[email]\"}");
        assertThat(draft.content().get("d")).isEqualTo("password=[email] next");
        assertThat(draft.pii()).containsEntry("credit_card", 2);
    }

    @Test
    void redact_namesNoUserWhenToldToPseudonymise() {
        var hidden = new Redactor(DetectorEngine.builtIn(), KEY, new RedactionPlan(false, true, Map.of()));
        draft.put(Field.USER_EMAIL, "Jane@example.com");
        draft.put(Field.USER_ACCOUNT_UUID, "550e8400-e29b-41d4-a716-446655440000");
        draft.put(Field.WORKSPACE_PATHS, List.of("/home/jane/docs", "C:\\Users\\Jane\\x", "/srv/home"));
        draft.attributes(Attributes.builder(2)
                .add("process.owner", new Value.Text("jane"))
                .add("enduser.id", new Value.Int(7))
                .build());
        var other = new RecordDraft(1, 1);
        other.put(Field.USER_EMAIL, "jane@example.com");

        hidden.redact(draft);
        hidden.redact(other);

        assertThat(draft.text(Field.USER_EMAIL)).matches("\\[user_email:[0-9a-f]{12}]");
        assertThat(other.text(Field.USER_EMAIL)).isEqualTo(draft.text(Field.USER_EMAIL));
        assertThat(draft.text(Field.USER_ACCOUNT_UUID)).matches("\\[user_account_uuid:[0-9a-f]{12}]");
        var owner = draft.attributes().text("process.owner");
        assertThat(owner).matches("\\[user_name:[0-9a-f]{12}]");
        assertThat(draft.list(Field.WORKSPACE_PATHS))
                .containsExactly("/home/" + owner + "/docs", "C:\\Users\\" + owner + "\\x", "/srv/home");
        assertThat(draft.attributes().text("enduser.id")).matches("\\[user_id:[0-9a-f]{12}]");
        assertThat(draft.pii()).isEmpty();
    }

    private String redactText(String text) {
        var one = new RecordDraft(1, 1);
        one.content().put("prompt", text);
        redactor.redact(one);
        return one.content().get("prompt");
    }
}
