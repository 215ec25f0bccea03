// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleLoadingTest {
    private static final String CORRELATION = """
            title: Many rejected calls
            name: many-rejected
            generate: true
            correlation:
              type: event_count
              rules: [a]
              group-by: [sessionId]
              timespan: 5m
              condition:
                gte: 10
            """;

    private static RuleSource allowList() {
        return Rules.detection("""
                selection:
                  connector|exists: true
                filter:
                  connector|expand: '%approved_mcp_servers%'
                condition: selection and not filter
                """);
    }

    @Test
    void load_gathersAllThatIsWrongAndKeepsTheRest() {
        var loaded = RuleSet.load(
                List.of(
                        Rules.source("good", "high", "toolName: Bash"),
                        Rules.source("bad", "high", "toolName|gt: many"),
                        Rules.source("foreign", "high", "toolName|foo: x"),
                        new RuleSource("broken.yml", "title: [\n"),
                        new RuleSource("correlation.yml", CORRELATION)),
                Map.of());

        assertThat(loaded.rules().rules()).extracting(Rule::slug).containsExactly("good");
        assertThat(loaded.errors()).extracting(RuleProblem::file).containsExactly("broken.yml", "bad.yml");
        assertThat(loaded.notLoaded())
                .extracting(RuleProblem::sentence)
                .containsExactly("foreign.yml:8: rule 'foreign': the modifier 'foo' is not supported");
        assertThat(loaded.rules().correlationDocuments()).singleElement().satisfies(document -> {
            assertThat(document.source().name()).isEqualTo("correlation.yml");
            assertThat(document.yaml().members()).containsKey("correlation");
        });
    }

    @Test
    void load_readsSeveralKindsOfDocumentsFromOneFile() {
        var text = Rules.source("a", "low", "toolName: Bash").text() + "---\n" + CORRELATION;

        var rules = RuleSet.of(List.of(new RuleSource("both.yml", text)));

        assertThat(rules.rules()).hasSize(1);
        assertThat(rules.correlationDocuments()).hasSize(1);
        assertThat(rules.yaml("a"))
                .hasValueSatisfying(
                        yaml -> assertThat(yaml).startsWith("title: Title of a").doesNotContain("correlation"));
    }

    @Test
    void of_leavesOutARuleWhosePlaceholderHasNoListAndSaysSo() {
        var rules = RuleSet.of(List.of(allowList()));

        assertThat(rules.rules()).isEmpty();
        assertThat(rules.notLoaded())
                .extracting(RuleProblem::reason)
                .containsExactly("the placeholder %approved_mcp_servers% has no list");
    }

    @Test
    void placeholders_standForTheirLists() {
        var rules = RuleSet.of(List.of(allowList()), Map.of("approved_mcp_servers", List.of("crm", "git*")));
        var none = RuleSet.of(List.of(allowList()), Map.of("approved_mcp_servers", List.of()));

        assertThat(matched(rules, "crm")).isEmpty();
        assertThat(matched(rules, "github")).isEmpty();
        assertThat(matched(rules, "evil")).containsExactly("rule");
        assertThat(matched(none, "crm")).containsExactly("rule");
        assertThat(rules.version()).isNotEqualTo(none.version());
    }

    @Test
    void placeholders_leaveEscapedPercentSignsAlone() {
        var source = Rules.source("rule", "low", "connector|expand: '\\%a%%x%'");
        var rules = RuleSet.of(List.of(source), Map.of("x", List.of("1", "2")));

        assertThat(matched(rules, "%a%2")).containsExactly("rule");
        assertThat(matched(rules, "%a%3")).isEmpty();
    }

    @Test
    void placeholders_areBoundedWhereTheyMultiply() {
        var many = java.util.stream.IntStream.range(0, 200)
                .mapToObj(String::valueOf)
                .toList();
        var source = Rules.source("rule", "low", "connector|expand: '%x%-%x%-%x%'");

        assertThatThrownBy(() -> RuleSet.of(List.of(source), Map.of("x", many)))
                .hasMessageContaining("more than 10000 values");
    }

    @Test
    void notices_nameWhatIsIgnoredOrUnknown() {
        var rules = RuleSet.of(List.of(
                Rules.source("wide", "low", "toolName|wide: Bash"),
                Rules.source("unknown", "low", "no_such.attribute: x")));

        assertThat(rules.notices())
                .extracting(RuleProblem::reason)
                .containsExactly(
                        "no client is known to send 'no_such.attribute', so it is looked for among the attributes",
                        "of what clients are known to send nothing fits, so the rule matches no record",
                        "the modifier wide is ignored: the text of records is not UTF-16 (it counts before base64)");
    }

    @Test
    void deprecatedRules_areLoadedWithANotice() {
        var source = Rules.source("old", "low", "toolName: Bash");

        var rules = RuleSet.of(List.of(new RuleSource("old.yml", source.text() + "status: deprecated\n")));

        assertThat(rules.rules()).hasSize(1);
        assertThat(rules.notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.reason()).contains("deprecated"));
    }

    @Test
    void explain_tellsWhatWasAskedWhatWasFoundAndWhatHeld() {
        var rules = RuleSet.of(List.of(Rules.detection("""
                selection:
                  toolName: Bash
                  connector: crm
                condition: selection
                """)));
        var draft = new RecordDraft(1, 1);
        draft.put(Field.TOOL_NAME, "Bash");

        var explanation = rules.explain(draft).get(0);

        assertThat(explanation.matches()).isFalse();
        assertThat(flat(explanation.why(), ""))
                .contains("no selection []", "yes toolName is 'bash' [Bash]", "no connector is 'crm' []");
    }

    private static String flat(Explanation part, String before) {
        var text = new StringBuilder(before)
                .append(part.holds() ? "yes " : "no ")
                .append(part.what())
                .append(' ')
                .append(part.found())
                .append('\n');
        part.parts().forEach(inner -> text.append(flat(inner, "")));
        return text.toString();
    }

    private static List<String> matched(RuleSet rules, String connector) {
        var draft = new RecordDraft(1, 1);
        draft.put(Field.CONNECTOR, connector);
        rules.judge(draft);
        return draft.list(Field.RULES);
    }
}
