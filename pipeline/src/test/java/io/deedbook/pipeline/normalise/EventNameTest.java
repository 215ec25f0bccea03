// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of what a client calls its events, the leaf keeps what can be nobody's name, and the attributes the whole. */
final class EventNameTest {
    @ParameterizedTest
    @CsvSource({
        "invoke_agent Jane Roe personal helper,invoke_agent",
        "chat claude-opus-5-5,chat",
        "tools/call lookup_jane_roe,tools/call",
        "GET /people/jane-roe,GET",
        "anthropic.tool_use web_search,anthropic.tool_use",
        "Jane Roe's errand,unnamed",
        "jane called,unnamed",
        "people/jane,unnamed",
        "Jane,unnamed"
    })
    void event_ofASpanIsTheWordOfTheConventionAndTheWholeNameStaysErasable(String name, String event) {
        var draft = Events.normalised(Events.span("agents", name));

        assertThat(draft.text(Field.EVENT)).isEqualTo(event);
        assertThat(draft.attributes().text("spanName")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"some_new_event", "vendor.agent:step-2", "tools/call", "anthropic.sessions.events.send"})
    void event_ofOneWordIsTheNameWhetherKnownOrNot(String name) {
        var draft = Events.normalised(Events.span("agents", name));

        assertThat(draft.text(Field.EVENT)).isEqualTo(name);
        assertThat(draft.attributes().get("spanName")).isNull();
    }

    @Test
    void event_isNoLongerThanANameIs() {
        assertThat(EventName.of("a".repeat(64)).brief()).hasSize(64);
        assertThat(EventName.of("claude_code." + "a".repeat(64)).brief()).hasSize(64);
        assertThat(EventName.of("a".repeat(65)).brief()).isEqualTo(EventName.UNNAMED);
    }

    @Test
    void event_ofALogKeepsTheWholeNameAmongItsAttributes() {
        var draft = Events.normalised(Events.log("", EventName.KEY, "invoke_agent Jane Roe"));

        assertThat(draft.text(Field.EVENT)).isEqualTo("invoke_agent");
        assertThat(draft.attributes().text(EventName.KEY)).isEqualTo("invoke_agent Jane Roe");
    }
}
