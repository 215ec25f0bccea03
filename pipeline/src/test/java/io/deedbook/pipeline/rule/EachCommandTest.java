// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import org.junit.jupiter.api.Test;

class EachCommandTest {
    private static final String TAR = """
            selection:
              command.simple|startswith: 'tar '
            filter:
              command.simple|contains: ' -x'
            """;

    @Test
    void aFilter_excusesTheCommandThatItFitsAndNoOther() {
        var rule = Rules.detection(TAR + "condition: selection and not filter\n");

        assertThat(Rules.matches(rule, shell("tar -xf a.tar"))).isFalse();
        assertThat(Rules.matches(rule, shell("tar -cf a.tar x"))).isTrue();
        assertThat(Rules.matches(rule, shell("tar -xf a.tar && tar -cf b.tar x")))
                .isTrue();
        assertThat(Rules.matches(rule, shell("tar -cf b.tar x; tar -xf a.tar; ls -x")))
                .isTrue();
        assertThat(Rules.matches(rule, shell("tar -xf a.tar && tar -xf b.tar"))).isFalse();
    }

    @Test
    void aFilterOfSeveral_doesTheSame() {
        var rule = Rules.detection(TAR + "filter_all:\n  toolName: Read\ncondition: selection and not 1 of filter*\n");

        assertThat(Rules.matches(rule, shell("tar -xf a.tar && tar -cf b.tar x")))
                .isTrue();
        assertThat(Rules.matches(rule, shell("tar -xf a.tar"))).isFalse();
    }

    @Test
    void aFilterOverAnotherField_excusesTheRecord() {
        var rule = Rules.detection("""
                selection:
                  command.simple|startswith: 'tar '
                filter:
                  command|contains: ' -x'
                condition: selection and not filter
                """);

        assertThat(Rules.matches(rule, shell("tar -xf a.tar && tar -cf b.tar x")))
                .isFalse();
    }

    @Test
    void aRuleWithoutAFilter_findsItsPartsInSeveralCommands() {
        var rule = Rules.detection("""
                selection:
                  command.simple|startswith: 'tar '
                send:
                  command.simple|startswith: 'scp '
                condition: selection and send
                """);

        assertThat(Rules.matches(rule, shell("tar -cf a.tar x && scp a.tar host:")))
                .isTrue();
    }

    @Test
    void aRecordWithoutACommand_isHeldAgainstTheRuleAsItIs() {
        var rule = Rules.detection("""
                selection:
                  toolName: Read
                filter:
                  command.simple|startswith: 'tar '
                condition: selection and not filter
                """);
        var draft = new RecordDraft(1, 1);
        draft.put(Field.TOOL_NAME, "Read");

        assertThat(Rules.matches(rule, draft)).isTrue();
    }

    @Test
    void otherThan_stillMeansNoneOfTheCommands() {
        var rule = Rules.detection("selection:\n  command.simple|contains|neq: ' -x'\ncondition: selection\n");

        assertThat(Rules.matches(rule, shell("tar -xf a.tar && ls"))).isFalse();
        assertThat(Rules.matches(rule, shell("tar -cf a.tar && ls"))).isTrue();
    }

    @Test
    void explain_showsTheCommandThatMadeTheRuleHold() {
        var rules = RuleSet.of(List.of(Rules.detection(TAR + "condition: selection and not filter\n")));

        var explanation =
                rules.explain(shell("tar -xf a.tar; tar -cf b.tar x")).get(0).toString();

        assertThat(explanation).contains("one of the commands alone", "tar -cf b.tar x");
        assertThat(explanation).doesNotContain("tar -xf a.tar");
    }

    private static RecordDraft shell(String command) {
        var draft = new RecordDraft(1, 1);
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.TARGET, command);
        return draft;
    }
}
