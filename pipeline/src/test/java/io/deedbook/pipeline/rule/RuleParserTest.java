// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.deedbook.pipeline.record.Risk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParserTest {
    private static final String RULE = """
            title: A rule
            id: 11111111-2222-3333-4444-555555555555
            name: a-rule
            logsource:
              product: ai_agent
            detection:
              selection:
                toolName: Bash
              condition: selection
            level: high
            """;

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "toolName: Bash => toolName|base64: x => the modifier 'base64' is not supported",
                "toolName: Bash => toolName|cidr: 10.0.0.0/8 => the modifier 'cidr' is not supported",
                "toolName: Bash => toolName|expand: '%a%' => the modifier 'expand' is not supported",
                "toolName: Bash => toolName|i: x => stands only after re",
                "toolName: Bash => toolName|contains|re: x => exclude each other",
                "toolName: Bash => toolName|re|cased: x => do not go with re",
                "toolName: Bash => toolName|exists|all: true => does not go with exists",
                "toolName: Bash => toolName|contains|all: x => needs at least two values",
                "toolName: Bash => toolName|exists: maybe => takes true or false",
                "toolName: Bash => toolName|gt: many => 'many' is not a number",
                "toolName: Bash => toolName|contains: '' => matches everything",
                "toolName: Bash => toolName|contains: null => null goes with no modifier",
                "toolName: Bash => toolName|re: '(?=x)' => not a regular expression of RE2 syntax",
                "toolName: Bash => toolName: [] => has no value",
                "toolName: Bash => toolName: {a: b} => takes a value or a list of values",
                "toolName: Bash => toolNmae: Bash => there is no field 'toolNmae'",
                "toolName: Bash => risk: high => there is no field 'risk'",
                "toolName: Bash => controls: x => there is no field 'controls'",
                "toolName: Bash => '|startswith': x => keywords take the modifiers",
                "toolName: Bash => toolName|windash|contains: '-a -b -c -d -e' => more than 4 flags",
                "condition: selection => condition: selektion => there is no selection 'selektion'",
                "condition: selection => condition: selection and => ends too early",
                "condition: selection => condition: (selection => ends too early",
                "condition: selection => condition: selection ) => ')' is not expected there",
                "condition: selection => condition: selection | count() > 5 => aggregations behind '|' are not supported",
                "condition: selection => condition: 2 of selection* => '2 of' is not supported",
                "condition: selection => condition: 1 of filter* => no selection is called 'filter*'",
                "condition: selection => condition: {a: b} => the condition is not a text",
                "condition: selection => timeframe: 5m => 'condition' is missing",
                "product: ai_agent => product: windows => logsource.product is not ai_agent",
                "product: ai_agent => category: shell_command => logsource.product is not ai_agent",
                "level: high => level: urgent => the level is not one of",
                "level: high => status: unsupported => the status is not one of",
                "level: high => tags: [attack] => is not a tag of the form",
                "level: high => filter: {rules: any} => documents with 'filter' are not supported",
                "level: high => tags: attack.t1059 => 'tags' is not a list",
                "name: a-rule => name: '!!!' => the name has to give",
                "id: 11111111-2222-3333-4444-555555555555 => id: 7 => the id is not a UUID",
                "id: 11111111-2222-3333-4444-555555555555 => status: test => 'id' is missing",
            })
    void parse_refusesAndSaysWhy(String part, String instead, String reason) {
        var text = RULE.replace(part, instead);

        assertThatThrownBy(() -> RuleSet.of(List.of(new RuleSource("mine.yml", text))))
                .asInstanceOf(type(RuleException.class))
                .satisfies(refused -> {
                    assertThat(refused.reason()).contains(reason);
                    assertThat(refused.file()).isEqualTo("mine.yml");
                    assertThat(refused.line()).isPositive();
                    assertThat(refused).hasMessageStartingWith("mine.yml:" + refused.line() + ": ");
                });
    }

    @Test
    void parse_namesTheRuleAndTheLine() {
        var text = RULE.replace("toolName: Bash", "toolName|wide: Bash");

        assertThatThrownBy(() -> RuleSet.of(List.of(new RuleSource("mine.yml", text))))
                .hasMessageStartingWith("mine.yml:8: rule 'a-rule': the modifier 'wide' is not supported");
    }

    @Test
    void parse_refusesASelectionThatTheConditionForgets() {
        var text = RULE.replace("  condition:", "  filter:\n    toolName: Read\n  condition:");

        assertThatThrownBy(() -> RuleSet.of(List.of(new RuleSource("mine.yml", text))))
                .hasMessageContaining("the condition does not use the selection 'filter'");
    }

    @Test
    void parse_refusesAControlThatNobodyDeclares() {
        var sources = new java.util.ArrayList<>(RuleSource.builtIn());
        sources.add(new RuleSource("mine.yml", RULE + "tags: [gdpr.art_999]\n"));

        assertThatThrownBy(() -> RuleSet.of(sources)).hasMessageContaining("'gdpr.art_999' names no control");
    }

    @Test
    void parse_makesANameOfTheTitleAndLowOfAMissingLevel() {
        var text =
                RULE.replace("name: a-rule\n", "").replace("level: high\n", "").replace("A rule", "My Rule (v2)!");

        assertThat(RuleSet.of(List.of(new RuleSource("mine.yml", text))).rules())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.slug()).isEqualTo("my-rule-v2");
                    assertThat(rule.level()).isEqualTo(Risk.LOW);
                });
    }

    @Test
    void parse_takesSeveralRulesFromOneFile() {
        var second = RULE.replace("11111111", "21111111").replace("a-rule", "b-rule");

        assertThat(RuleSet.of(List.of(new RuleSource("mine.yml", RULE + "---\n" + second)))
                        .rules())
                .extracting(Rule::slug)
                .containsExactly("a-rule", "b-rule");
    }
}
