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
 * netzilo/aidr-sigma (the same, with {@code action} and scripts), howardhsieh/agent-security-skills
 * ({@code claude_code}, service {@code otel}, with the raw attributes) and SigmaHQ/sigma (operating systems, proxies);
 * the rules here are our own.
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
                "product: ai_agent => event_type: [execute_process, http_request], content|contains: id_rsa => Bash",
                "product: ai_agent => tool: Bash, arguments|contains: full_command => Bash",
                "product: linux, category: process_creation => Image|endswith: [/less, /cat], CommandLine|contains: ' ~/.ssh' => Bash",
                "product: linux, category: process_creation => CommandLine|contains|all: [id_rsa] => Bash",
                "product: linux, category: file_event => TargetFilename|contains: /.ssh/ => Write",
                "category: proxy => c-uri|contains: /raw/, cs-host|endswith: .example => WebFetch",
                "product: ai_agent, definition: whatever => os.type: linux => Bash",
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
                "product: ai_agent => ParentImage|endswith: bash => the field 'ParentImage' is not supported",
                "product: linux, category: process_creation => Image: /bin/dd => 'Image' by anything but the program's name (endswith '/name') is not supported",
                "product: linux, category: process_creation => Image|endswith: /bin/dd => 'Image' by anything but the program's name (endswith '/name') is not supported",
                "product: linux, category: file_event => Image|endswith: /dd => the field 'Image' of this log source is not supported",
                "product: linux, category: process_creation, service: auditd => CommandLine: x => the log source product 'linux', category 'process_creation', service 'auditd' is not supported",
                "category: proxy => c-useragent: x => the field 'c-useragent' is not supported",
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
                .first()
                .satisfies(notice -> assertThat(notice.reason()).contains("'session.tool_count'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{sent.by_nobody: x}",
                "{toolName: Bash, sent.by_nobody|exists: true}",
                "{toolName: Bash, toolName|fieldref: sent.by_nobody}",
                "{event_type: agent_message}",
                "[{sent.by_nobody: x}, {event_type: dns_query, target: x}]",
            })
    void rulesThatMatchNoRecord_areNoticed(String selection) {
        assertThat(noticesOf(selection))
                .contains("of what clients are known to send nothing fits, so the rule matches no record");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{event_type: [agent_message, tool_call]}",
                "{event_type|startswith: tool_}",
                "[{sent.by_nobody: x}, {toolName: Bash}]",
                "{toolName: Bash, sent.by_nobody|exists: false}",
                "{toolName: Bash, sent.by_nobody: null}",
            })
    void rulesThatMayMatch_areNot(String selection) {
        assertThat(noticesOf(selection)).noneMatch(reason -> reason.contains("matches no record"));
    }

    @Test
    void attributesOfOtherDialects_areNoticed() {
        var loaded = RuleSet.load(List.of(new RuleSource("theirs.yml", HEAD + """
                        id: a-rule-001
                        action: report
                        logsource: {product: ai_agent, source: openclaw}
                        detection: {selection: {toolName|contains|all: [Bash]}, condition: selection}
                        """)), Map.of());

        assertThat(loaded.rules().rules()).hasSize(1);
        assertThat(loaded.notices())
                .extracting(RuleProblem::reason)
                .containsExactly(
                        "'action' is ignored: a rule says how risky a record is and does nothing to it",
                        "the id is not a UUID, so "
                                + loaded.rules().rules().get(0).id() + ", which is made from it, stands for it",
                        "'source' in the log source is ignored: it is none of Sigma's",
                        "the modifier all says nothing of a single value");
    }

    @Test
    void rulesForOneSystem_areNotForAnother() {
        var loaded = load("product: macos, category: process_creation", "CommandLine|contains: id_rsa");
        var draft = draft("Bash");

        loaded.rules().judge(draft);
        assertThat(draft.list(Field.RULES)).isEmpty();
    }

    private static List<String> noticesOf(String selection) {
        var text = HEAD + "logsource: {product: ai_agent}\ndetection:\n  selection: " + selection
                + "\n  condition: selection\n";
        return RuleSet.load(List.of(new RuleSource("theirs.yml", text)), Map.of()).notices().stream()
                .map(RuleProblem::reason)
                .toList();
    }

    private static LoadedRules load(String logsource, String selection) {
        var text = HEAD + "logsource: {" + logsource + "}\ndetection:\n  selection: {" + selection
                + "}\n  condition: >\n    selection\n";
        return RuleSet.load(List.of(new RuleSource("theirs.yml", text)), Map.of());
    }

    private static RecordDraft draft(String tool) {
        var input = switch (tool) {
            case "Bash" -> "{\"bash_command\":\"cat\",\"full_command\":\"cat ~/.ssh/id_rsa\"}";
            case "WebFetch" -> "{\"url\":\"https://paste.example/raw/7\"}";
            default -> "{\"file_path\":\"/home/jane/.ssh/id_rsa\"}";
        };
        var attributes = Attributes.builder(4)
                .add("event.name", new Value.Text("tool_result"))
                .add("tool_name", new Value.Text(tool))
                .add("success", new Value.Text("true"))
                .add(tool.equals("Bash") ? "tool_parameters" : "tool_input", new Value.Text(input))
                .build();
        var resource = Attributes.builder(2)
                .add("service.name", new Value.Text("claude-code"))
                .add("os.type", new Value.Text("linux"))
                .build();
        var origin = new Origin(resource, "com.anthropic.claude_code.events", "2.1.329", Attributes.EMPTY);
        var draft = Normaliser.normalise(new Event.Log(origin, attributes, 1, 1, "", 0, "", Value.NONE, "", "", 0), 1);
        return draft;
    }
}
