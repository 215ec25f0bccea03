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
                "toolName: Bash => toolName|foo: x => the modifier 'foo' is not supported",
                "toolName: Bash => toolName|base64: 'a*' => wildcards do not go with encodings",
                "toolName: Bash => toolName|base64|wide: a => no encoding follows on base64",
                "toolName: Bash => toolName|re|base64: a => do not go with re",
                "toolName: Bash => toolName|cidr: 10.0.0.0/33 => is not a network",
                "toolName: Bash => toolName|cidr: 10.0.0 => is not a network",
                "toolName: Bash => toolName|cidr|all: [10.0.0.0/8, 10.0.0.0/9] => does not go with cidr",
                "toolName: Bash => toolName|fieldref: nowhere => the field 'nowhere' is not supported",
                "toolName: Bash => toolName|fieldref|re: target => do not go with re",
                "toolName: Bash => toolName|neq|exists: true => does not go with exists",
                "toolName: Bash => event.timestamp|hour: noon => 'noon' is not a number",
                "toolName: Bash => event.timestamp|hour|contains: 1 => part of a date does not go with contains",
                "toolName: Bash => event.timestamp|hour|cased: 1 => do not go with a part of a date",
                "toolName: Bash => toolName|expand|gt: '%a%' => expand goes with values only",
                "toolName: Bash => toolName|re: '(a)\\1' => '\\1' in a regular expression",
                "toolName: Bash => toolName|i: x => stands only after re",
                "toolName: Bash => toolName|contains|re: x => exclude each other",
                "toolName: Bash => toolName|re|cased: x => do not go with re",
                "toolName: Bash => toolName|exists|all: true => does not go with exists",
                "toolName: Bash => toolName|exists: maybe => takes true or false",
                "toolName: Bash => toolName|gt: many => 'many' is not a number",
                "toolName: Bash => toolName|contains: '' => matches everything",
                "toolName: Bash => toolName|contains: null => null goes with no modifier",
                "toolName: Bash => toolName|re: '(?=x)' => '(?=' in a regular expression (linear time: RE2 syntax) is not supported",
                "toolName: Bash => toolName: [] => has no value",
                "toolName: Bash => toolName: {a: b} => takes a value or a list of values",
                "toolName: Bash => toolName|re: '(x' => not a regular expression of RE2 syntax",
                "toolName: Bash => toolNmae: Bash => the field 'toolNmae' is not supported",
                "toolName: Bash => risk: high => the field 'risk' is not supported",
                "toolName: Bash => controls: x => the field 'controls' is not supported",
                "toolName: Bash => '|startswith': x => keywords take the modifiers",
                "toolName: Bash => toolName|windash|contains: '-a -b -c -d -e' => more than 4 flags",
                "condition: selection => condition: selektion => there is no selection 'selektion'",
                "condition: selection => condition: selection and => ends too early",
                "condition: selection => condition: (selection => ends too early",
                "condition: selection => condition: selection ) => ')' is not expected there",
                "condition: selection => condition: selection | count() > 5 => the condition's aggregation '| count() > 5' (write a correlation)",
                "condition: selection => condition: 2 of selection* => '2 of' in a condition (only: 1 of, any of, all of) is not supported",
                "condition: selection => condition: 1 of filter* => no selection is called 'filter*'",
                "condition: selection => condition: {a: b} => the condition is not a text",
                "condition: selection => timeframe: 5m => 'condition' is missing",
                "product: ai_agent => product: windows => the log source product 'windows' is not supported",
                "product: ai_agent => category: process_creation => the log source category 'process_creation' is not",
                "product: ai_agent => definition: x => the log source without a product is not supported",
                "level: high => level: urgent => the level is not one of",
                "level: high => status: urgent => the status is not one of",
                "level: high => status: unsupported => a rule that its author marked as unsupported is not supported",
                "level: high => filter: {rules: [a]} => a document with 'filter', which changes other rules, is not",
                "level: high => action: global => a document with 'action', which changes other rules, is not supported",
                "level: high => tags: [attack] => is not a tag of the form",
                "level: high => tags: attack.t1059 => 'tags' is not a list",
                "name: a-rule => name: '!!!' => the name has to give",
                "level: high => script: run() => a rule whose 'script' decides whether it matches is not supported",
                "title: A rule => status: test => 'title' is missing",
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
        var text = RULE.replace("toolName: Bash", "toolName|foo: Bash");

        assertThatThrownBy(() -> RuleSet.of(List.of(new RuleSource("mine.yml", text))))
                .hasMessageStartingWith("mine.yml:8: rule 'a-rule': the modifier 'foo' is not supported");
    }

    @Test
    void parse_noticesASelectionThatTheConditionForgets() {
        var text = RULE.replace("  condition:", "  filter:\n    toolName: Read\n  condition:");

        assertThat(RuleSet.of(List.of(new RuleSource("mine.yml", text))).notices())
                .extracting(RuleProblem::sentence)
                .containsExactly("mine.yml:10: rule 'a-rule': the condition does not use the selection 'filter'");
    }

    @Test
    void parse_givesARuleWithoutIdOneThatStays() {
        var sources = List.of(new RuleSource("mine.yml", RULE.replaceFirst("id: .*\n", "")));

        assertThat(RuleSet.of(sources).rules().get(0).id())
                .hasSize(36)
                .isEqualTo(RuleSet.of(sources).rules().get(0).id());
    }

    @Test
    void parse_cutsANameThatWasMadeOfALongTitleAtAWord() {
        var text = RULE.replace("name: a-rule\n", "").replace("A rule", "word ".repeat(30));

        assertThat(RuleSet.of(List.of(new RuleSource("mine.yml", text)))
                        .rules()
                        .get(0)
                        .slug())
                .hasSizeLessThanOrEqualTo(64)
                .endsWith("-word");
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
