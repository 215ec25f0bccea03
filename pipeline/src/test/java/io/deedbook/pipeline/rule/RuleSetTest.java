// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final RuleSet BUILT_IN = RuleSet.builtIn();

    @Test
    void judge_givesAnEmptyDraftLowRiskAndNoControls() {
        var draft = new RecordDraft(1, 1);

        BUILT_IN.judge(draft);

        assertThat(draft.text(Field.RISK)).isEqualTo("low");
        assertThat(draft.list(Field.RULES)).isEmpty();
        assertThat(draft.list(Field.CONTROLS)).isEmpty();
    }

    @Test
    void judge_givesAnOrdinaryActionTheRecordKeepingControlsAndFewMore() {
        var draft = new RecordDraft(1, 1);
        draft.put(Field.ACTION, "file_read");

        BUILT_IN.judge(draft);

        assertThat(draft.list(Field.CONTROLS))
                .containsExactly("eu_ai_act:art_12", "iso27001:A.8.15", "iso42001:A.6.2.8");
    }

    @Test
    void reasons_tellOfEveryControlWhatGaveIt() {
        var draft = shell("rm -rf /srv/data");
        BUILT_IN.judge(draft);

        var reasons = BUILT_IN.reasons(draft);

        assertThat(reasons.keySet()).containsExactlyElementsOf(draft.list(Field.CONTROLS));
        assertThat(reasons.get("soc2:CC6.1")).contains("Command that deletes beyond recovery");
        assertThat(reasons.get("sox:ITGC.operations"))
                .containsExactly("Data or systems were destroyed that operations may have to restore");
        assertThat(BUILT_IN.frameworks()).allSatisfy(framework -> {
            assertThat(framework.version()).isNotEqualTo("0");
            assertThat(framework.mappings()).isNotEmpty().allSatisfy(mapping -> {
                assertThat(mapping.reason()).hasSizeGreaterThan(20);
                assertThat(mapping.when()).isNotEqualTo("every record");
            });
        });
    }

    @Test
    void judge_takesTheGravestLevelAndNamesAllRulesSorted() {
        var draft = shell("rm -rf /srv/prod && git reset --hard");

        BUILT_IN.judge(draft);

        assertThat(draft.text(Field.RISK)).isEqualTo("critical");
        assertThat(draft.list(Field.RULES))
                .containsExactly("destructive-command", "local-work-discarded", "production-target");
        assertThat(draft.list(Field.CONTROLS))
                .isSorted()
                .doesNotHaveDuplicates()
                .contains("gdpr:art_32", "soc2:CC6.1", "soc2:CC7.3", "soc2:CC8.1");
    }

    @Test
    void judge_replacesAnEarlierJudgement() {
        var draft = shell("rm -rf /");
        BUILT_IN.judge(draft);
        draft.content().clear();

        BUILT_IN.judge(draft);

        assertThat(draft.text(Field.RISK)).isEqualTo("low");
        assertThat(draft.list(Field.RULES)).isEmpty();
    }

    @Test
    void judge_keepsTheGravestRulesWhereThereAreTooMany() {
        var sources = new ArrayList<RuleSource>();
        for (var number = 100; number < 170; number++) {
            sources.add(Rules.source("rule-" + number, number == 169 ? "high" : "low", "toolName: Bash"));
        }
        var draft = new RecordDraft(1, 1);
        draft.put(Field.TOOL_NAME, "Bash");

        RuleSet.of(sources).judge(draft);

        assertThat(draft.text(Field.RISK)).isEqualTo("high");
        assertThat(draft.list(Field.RULES))
                .hasSize(Field.LIST_ENTRIES_MAX)
                .isSorted()
                .contains("rule-169", "rule-100")
                .doesNotContain("rule-168");
    }

    @Test
    void version_isThatOfTheFilesWhateverTheirOrder() {
        var sources = new ArrayList<>(RuleSource.builtIn());
        Collections.reverse(sources);

        assertThat(BUILT_IN.version()).hasSize(43).matches("[A-Za-z0-9_-]+");
        assertThat(RuleSet.of(sources).version()).isEqualTo(BUILT_IN.version());
        assertThat(RuleSet.of(sources.subList(1, sources.size())).version()).isNotEqualTo(BUILT_IN.version());
    }

    @Test
    void of_takesNoTwoRulesOfOneNameOrId() {
        var first = Rules.source("same", "low", "toolName: Bash");
        var second = new RuleSource("second.yml", first.text());
        var third = new RuleSource("third.yml", first.text().replaceFirst("(?m)^id: .", "id: f"));

        assertThatThrownBy(() -> RuleSet.of(List.of(first, second)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("stands in two rules");
        assertThatThrownBy(() -> RuleSet.of(List.of(first, third)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("the name stands in two rules");
    }

    @Test
    void rules_tellWhatPeopleSee() {
        assertThat(BUILT_IN.rules())
                .filteredOn(rule -> rule.slug().equals("secret-in-content"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.title()).isNotBlank();
                    assertThat(rule.tags()).contains("attack.t1552");
                    assertThat(rule.controls()).contains("iso27001:A.5.17", "soc2:CC6.1");
                });
        assertThat(BUILT_IN.frameworks())
                .extracting(Framework::id)
                .containsExactly(
                        "eu_ai_act", "gdpr", "hipaa", "iso27001", "iso42001", "nist_ai_rmf", "pci_dss", "soc2", "sox");
    }

    private static RecordDraft shell(String command) {
        var draft = new RecordDraft(1, 1);
        draft.put(Field.ACTION, "shell_command");
        draft.content().put(ContentName.TOOL_PARAMETERS, "{\"full_command\":\"" + command + "\"}");
        return draft;
    }
}
