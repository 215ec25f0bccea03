// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogNormaliserTest {
    @ParameterizedTest
    @ValueSource(strings = {"claude_code.tool_result", "cowork.tool_result", "tool_result"})
    void event_isTheSameInTheAttributeTheBodyAndTheOtlpField(String name) {
        var otlp = new Event.Log(
                Origin.UNKNOWN, Attributes.EMPTY, Events.OCCURRED, 0, name, 9, "INFO", Value.NONE, "", "", 0);

        for (var event : List.of(Events.log("", EventName.KEY, name), Events.log(name), otlp)) {
            var draft = Events.normalised(event);
            assertThat(draft.text(Field.EVENT)).isEqualTo("tool_result");
            assertThat(draft.content()).isEmpty();
            assertThat(draft.attributes().get(EventName.KEY)).isNull();
            assertThat(draft.attributes().get("eventName")).isNull();
        }
    }

    @Test
    void body_thatIsNoNameIsContent() {
        var draft = Events.normalised(Events.log("Jane called", EventName.KEY, "note"));
        var structured = Events.normalised(new Event.Log(
                Origin.UNKNOWN,
                Attributes.EMPTY,
                Events.OCCURRED,
                0,
                "note",
                0,
                "",
                new Value.Fields(Events.attributes("b", 1, "a", "x")),
                "",
                "",
                0));

        assertThat(draft.content()).containsEntry("body", "Jane called");
        assertThat(structured.content()).containsEntry("body", "{\"a\":\"x\",\"b\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jane.doe@example.com", "a\nb", " ", "名前", "Jane", "jane roe", "4111", "a/b", "_", ".a"})
    void event_thatDoesNotLookLikeANameDoesNotStandInTheClear(String name) {
        var draft = Events.normalised(Events.log("", EventName.KEY, name));

        assertThat(draft.text(Field.EVENT)).isEqualTo("unnamed");
        assertThat(draft.attributes().text(EventName.KEY)).isEqualTo(name);
    }

    @Test
    void permissionModeChanged_hasTheNewMode() {
        var draft = Events.normalised(Events.log(
                "claude_code.permission_mode_changed",
                EventName.KEY,
                "permission_mode_changed",
                "from_mode",
                "default",
                "to_mode",
                "bypassPermissions",
                "trigger",
                "shift_tab"));

        assertThat(draft.text(Field.ACTION)).isEqualTo("permission_change");
        assertThat(draft.text(Field.PERMISSION_MODE)).isEqualTo("bypassPermissions");
        assertThat(draft.attributes().text("from_mode")).isEqualTo("default");
        assertThat(draft.attributes().text("to_mode")).isEqualTo("bypassPermissions");
    }

    @Test
    void identity_isTheRecordsBeforeTheResources() {
        var origin = new Origin(
                Events.attributes("user.id", "evil", "user.email", "resource@example.com", "process.owner", "jane"),
                "",
                "",
                Attributes.EMPTY);
        var draft = normalised(origin, "user.id", "real");
        var owner = normalised(
                new Origin(Events.attributes("process.owner", "jane"), "", "", Attributes.EMPTY),
                "enduser.id",
                "idp-1");

        assertThat(draft.text(Field.USER_ID)).isEqualTo("real");
        assertThat(draft.text(Field.USER_EMAIL)).isEqualTo("resource@example.com");
        assertThat(resource(draft).text("user.id")).isEqualTo("evil");
        assertThat(resource(draft).get("user.email")).isNull();
        assertThat(owner.text(Field.USER_ID)).isEqualTo("idp-1");
        assertThat(owner.attributes().text("enduser.id")).isEqualTo("idp-1");
        assertThat(resource(owner).text("process.owner")).isEqualTo("jane");
    }

    @Test
    void complianceActivity_isNamedByItsTypeAndItsActor() {
        var actor = new Value.Fields(Events.attributes(
                "type",
                "user_actor",
                "email_address",
                "jane.doe@example.com",
                "user_id",
                "user_01",
                "ip_address",
                "192.0.2.34"));
        var body = new Value.Fields(Events.attributes(
                "type",
                "claude_chat_created",
                "organization_uuid",
                "22222222-2222-4222-8222-222222222222",
                "actor",
                actor));
        var draft = Events.normalised(new Event.Log(
                new Origin(Events.attributes("service.name", "compliance-api"), "", "", Attributes.EMPTY),
                Attributes.EMPTY,
                Events.OCCURRED,
                0,
                "",
                0,
                "",
                body,
                "",
                "",
                0));

        assertThat(draft.text(Field.SURFACE)).isEqualTo("compliance_api");
        assertThat(draft.text(Field.EVENT)).isEqualTo("claude_chat_created");
        assertThat(draft.text(Field.USER_EMAIL)).isEqualTo("jane.doe@example.com");
        assertThat(draft.text(Field.USER_ACCOUNT_ID)).isEqualTo("user_01");
        assertThat(draft.text(Field.ORGANIZATION_ID)).isEqualTo("22222222-2222-4222-8222-222222222222");
        assertThat(draft.content().get("body")).contains("192.0.2.34");
        assertThat(draft.attributes().get("actor.email_address")).isNull();
    }

    @Test
    void session_isTheClientsBeforeTheConversation() {
        var draft = Events.normalised(Events.log("", "gen_ai.conversation.id", "agent-1", "session.id", "s-1"));

        assertThat(draft.text(Field.SESSION_ID)).isEqualTo("s-1");
        assertThat(draft.attributes().text("gen_ai.conversation.id")).isEqualTo("agent-1");
    }

    @Test
    void prompt_isKeptTwiceOnlyWhereTheCopiesDiffer() {
        var same = Events.normalised(Events.log("user_prompt", "prompt", "a", "prompt_text", "a"));
        var different = Events.normalised(Events.log("user_prompt", "prompt", "a", "prompt_text", "b"));

        assertThat(same.content()).containsOnlyKeys("prompt");
        assertThat(different.content()).containsEntry("promptText", "b");
    }

    @ParameterizedTest
    @CsvSource({"25, 25, false", "' 25 ', 25, true", "25.4, 25, true", "-1, , true", "soon, , true", "1e3, 1000, true"})
    void duration_isReadLeniently(String text, Long durationMs, boolean kept) {
        var draft = Events.normalised(Events.log("tool_result", "duration_ms", text));

        assertThat(draft.integer(Field.DURATION_MS)).isEqualTo(durationMs);
        assertThat(draft.attributes().get("duration_ms") != null).isEqualTo(kept);
    }

    @Test
    void cost_isExactInMicrosAndRoundedInDollars() {
        var both = Events.normalised(Events.log("api_request", "cost_usd", 0.0083, "cost_usd_micros", 8340));
        var dollars = Events.normalised(Events.log("api_request", "cost_usd", 0.008339999999999998));

        assertThat(both.integer(Field.COST_USD_NANOS)).isEqualTo(8_340_000);
        assertThat(dollars.integer(Field.COST_USD_NANOS)).isEqualTo(8_340_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1, 1e300})
    void cost_thatCannotBeTrueStaysAnAttribute(double usd) {
        var draft = Events.normalised(Events.log("api_request", "cost_usd", usd));

        assertThat(draft.integer(Field.COST_USD_NANOS)).isNull();
        assertThat(draft.attributes().get("cost_usd")).isEqualTo(new Value.Decimal(usd));
    }

    @Test
    void attribute_thatComesTwiceIsKept() {
        var draft =
                Events.normalised(Events.log("tool_result", "model", "a", "model", "b", "error", "x", "error", "y"));

        assertThat(draft.text(Field.MODEL)).isEqualTo("a");
        assertThat(draft.attributes().text("model")).isEqualTo("b");
        assertThat(draft.content()).containsEntry("error", "x").containsEntry("error#2", "y");
    }

    @Test
    void text_thatIsLongerThanItsFieldIsKeptWhole() {
        var name = "x".repeat(Field.TOOL_NAME.charsMax() + 1);
        var draft = Events.normalised(Events.log("tool_result", "tool_name", name));

        assertThat(draft.attributes().text("tool_name")).isEqualTo(name);
    }

    @Test
    void time_fallsBackToWhatIsLeft() {
        var stamp = "2026-11-21T03:49:27.043Z";
        var observed = new Event.Log(Origin.UNKNOWN, Attributes.EMPTY, -5, 77, "", 0, "", Value.NONE, "", "", 0);

        assertThat(Events.normalised(observed).occurredUnixNanos()).isEqualTo(77);
        assertThat(at(0, stamp).occurredUnixNanos()).isEqualTo(1_795_232_967_043_000_000L);
        assertThat(at(0, stamp).attributes().count()).isZero();
        assertThat(at(0, "+1000000000-12-31T23:59:59Z").occurredUnixNanos()).isEqualTo(Events.RECEIVED);
        assertThat(at(0, "yesterday").occurredUnixNanos()).isEqualTo(Events.RECEIVED);
        assertThat(at(Events.OCCURRED, stamp).attributes().text(Times.KEY)).isEqualTo(stamp);
    }

    private static RecordDraft at(long timeUnixNanos, String stamp) {
        return Events.normalised(new Event.Log(
                Origin.UNKNOWN,
                Events.attributes(Times.KEY, stamp),
                timeUnixNanos,
                0,
                "",
                0,
                "",
                Value.NONE,
                "",
                "",
                0));
    }

    private static RecordDraft normalised(Origin origin, Object... attributes) {
        return Events.normalised(new Event.Log(
                origin, Events.attributes(attributes), Events.OCCURRED, 0, "note", 0, "", Value.NONE, "", "", 0));
    }

    private static Attributes resource(RecordDraft draft) {
        return ((Value.Fields) draft.attributes().get("resource")).fields();
    }
}
