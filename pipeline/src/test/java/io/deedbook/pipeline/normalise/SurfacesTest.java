// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Surface;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SurfacesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "claude-code, com.anthropic.claude_code.events, -, tool_result, CLAUDE_CODE",
                "claude-code, -, claude-desktop, tool_result, CLAUDE_CODE_DESKTOP",
                "claude-code-desktop, -, -, tool_result, CLAUDE_CODE_DESKTOP",
                "cowork, com.anthropic.claude_code.events, -, tool_result, COWORK",
                "Cowork, -, -, tool_result, COWORK",
                "claude-code, -, local-agent, tool_result, COWORK",
                "claude-desktop, -, -, started, CLAUDE_DESKTOP",
                "office-agent, -, -, agent.query, OFFICE_AGENT",
                "claude-platform, com.anthropic.claude-platform, -, anthropic.test, CLAUDE_PLATFORM",
                "my-app, com.anthropic.sdk.python, -, chat, CLAUDE_PLATFORM",
                "evil, com.anthropic.claude_code.tracing, -, tool, CLAUDE_CODE",
                "evil, -, -, claude_code.tool_result, CLAUDE_CODE",
                "-, -, -, cowork.tool_result, COWORK",
                "evil, com.anthropic.sdkfoo, -, tool_result, OTHER",
                "-, -, -, -, OTHER",
            })
    void of_believesTheServiceThenTheScopeThenTheName(
            String service, String scope, String entrypoint, String name, Surface surface) {
        var event = new Event.Log(
                new Origin(
                        service == null ? Attributes.EMPTY : Events.attributes("service.name", service),
                        scope == null ? "" : scope,
                        "",
                        Attributes.EMPTY),
                entrypoint == null ? Attributes.EMPTY : Events.attributes("app.entrypoint", entrypoint),
                Events.OCCURRED,
                0,
                name == null ? "" : name,
                0,
                "",
                Value.NONE,
                "",
                "",
                0);

        assertThat(Surfaces.of(event, EventName.of(event))).isEqualTo(surface);
    }
}
