// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shapes in which others write rules about agents load unchanged, or are named. They are those of the public
 * repositories agentshield-ai/sigma-ai ({@code ai_agent}, category {@code agent_events}, with {@code event_type}),
 * howardhsieh/agent-security-skills ({@code claude_code}, service {@code otel}, with the raw attributes) and SigmaHQ/sigma
 * (operating systems); the rules here are our own.
 */
class RulesOfOthersTest {
    private static final String HEAD = """
            title: A rule as others write them, whose title is rather long, longer than the name of a rule may be
            status: experimental
            description: Whatever.
            references:
            - https://example.com
            author: Somebody
            date: '2026-09-29'
            aliases:
              - old-name-001
            related:
              - id: 11111111-2222-3333-4444-555555555555
                type: similar
            tags:
            - attack.t1552.001
            - atlas.aml-t0098
            - owasp.asi03
            falsepositives:
            - None
            level: medium
            """;

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "product: ai_agent, category: agent_events => event_type: tool_call, command|re: '(cat|less)\\s' => Bash",
                "product: ai_agent, category: agent_events => event_type: tool_call, command|contains|all: [cat, id_rsa] => Bash",
                "product: ai_agent, category: agent_events => event_type: file_read, file_path|contains: '.ssh/' => Read",
                "product: ai_agent => tool_name: '*', command|contains: id_rsa => Bash",
                "product: claude_code, service: otel => event.name: [tool_decision, tool_result], tool_name: Bash => Bash",
                "product: claude_code, service: otel => tool_parameters.bash_command|contains: .ssh/id_ => Bash",
                "product: claude_code, service: otel => tool_parameters.full_command|endswith: id_rsa => Bash",
                "product: claude_code => event.name: claude_code.tool_result, success: 'true' => Bash",
            })
    void load_andMatch(String logsource, String selection, String tool) {
        var loaded = load(logsource, selection);
        var draft = draft(tool);

        assertThat(loaded.errors()).isEmpty();
        assertThat(loaded.notLoaded()).isEmpty();
        loaded.rules().judge(draft);
        assertThat(draft.list(Field.RULES)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "product: windows, category: process_creation => Image|endswith: x => the log source product 'windows', category 'process_creation' is not supported",
                "product: linux, service: auditd => type: x => the log source product 'linux', service 'auditd' is not supported",
                "product: openclaw, service: agent_events => tool_name: x => the log source product 'openclaw', service 'agent_events' is not supported",
                "product: ai_agent, category: mcp_events => tool_name: x => the log source product 'ai_agent', category 'mcp_events' is not supported",
                "category: webserver => c-uri: x => the log source category 'webserver' is not supported",
                "product: ai_agent => Image|endswith: bash => the field 'Image' is not supported",
                "product: ai_agent => command|not: bash => the modifier 'not' is not supported",
                "product: ai_agent => command|re: '^(?!git)' => '(?!' in a regular expression (linear time: RE2 syntax) is not supported",
            })
    void areNotLoadedAndNamed(String logsource, String selection, String reason) {
        var loaded = load(logsource, selection);

        assertThat(loaded.errors()).isEmpty();
        assertThat(loaded.notLoaded()).extracting(RuleProblem::reason).containsExactly(reason);
    }

    @Test
    void fieldsThatNoClientSends_areNoticed() {
        var loaded = load("product: ai_agent", "session.tool_count|gt: 20");

        assertThat(loaded.rules().rules()).hasSize(1);
        assertThat(loaded.notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.reason()).contains("'session.tool_count'"));
    }

    private static LoadedRules load(String logsource, String selection) {
        var text = HEAD + "logsource: {" + logsource + "}\ndetection:\n  selection: {" + selection
                + "}\n  condition: >\n    selection\n";
        return RuleSet.load(List.of(new RuleSource("theirs.yml", text)), Map.of());
    }

    private static RecordDraft draft(String tool) {
        var input = tool.equals("Bash")
                ? "{\"bash_command\":\"cat\",\"full_command\":\"cat ~/.ssh/id_rsa\"}"
                : "{\"file_path\":\"/home/jane/.ssh/id_rsa\"}";
        var attributes = Attributes.builder(4)
                .add("event.name", new Value.Text("tool_result"))
                .add("tool_name", new Value.Text(tool))
                .add("success", new Value.Text("true"))
                .add(tool.equals("Bash") ? "tool_parameters" : "tool_input", new Value.Text(input))
                .build();
        var resource = Attributes.builder(1)
                .add("service.name", new Value.Text("claude-code"))
                .build();
        var origin = new Origin(resource, "com.anthropic.claude_code.events", "2.1.329", Attributes.EMPTY);
        var draft = Normaliser.normalise(new Event.Log(origin, attributes, 1, 1, "", 0, "", Value.NONE, "", "", 0), 1);
        return draft;
    }
}
