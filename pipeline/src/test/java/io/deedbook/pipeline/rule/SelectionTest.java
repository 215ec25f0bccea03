// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static RecordDraft draft() {
        var draft = new RecordDraft(1, 1);
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.SURFACE, "cowork");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.USER_EMAIL, "Jane@Example.com");
        draft.put(Field.DURATION_MS, 1200L);
        draft.put(Field.WORKSPACE_PATHS, List.of("/home/jane/one", "/home/jane/two"));
        draft.content().put("toolParameters", "{\"full_command\":\"Copy -Force C:\\\\a*b\"}");
        draft.content().put("error", "first");
        draft.content().put("error#2", "second");
        draft.content().put("errors", "third");
        draft.pii().put("email", 2);
        draft.attributes(Attributes.builder(8)
                .add("tool_result_size_bytes", new Value.Text("2048"))
                .add("ratio", new Value.Decimal(0.5))
                .add("flag", new Value.Bool(true))
                .add("empty", new Value.Text(""))
                .add("twice", new Value.Text("a"))
                .add("twice", new Value.Text("b"))
                .add("nested", new Value.Items(List.of(new Value.Text("in"), new Value.Int(7))))
                .build());
        return draft;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toolName: Bash",
                "toolName: bash",
                "toolName|cased: Bash",
                "tool_name: bash",
                "toolName: B?s*",
                "toolName: [Read, Bash]",
                "toolName|contains: as",
                "toolName|startswith: ba",
                "toolName|endswith: SH",
                "toolName|endswith|cased: sh",
                "toolName|re: '^B.sh$'",
                "toolName|re|i: '^b.SH$'",
                "toolName|contains|all: [ba, sh]",
                "userEmail: jane@example.com",
                "user.email|endswith: '@EXAMPLE.com'",
                "durationMs: 1200",
                "durationMs: '1200'",
                "duration_ms|gt: 1199",
                "durationMs|gte: 1200",
                "durationMs|lt: 1200.5",
                "durationMs|lte: 1200",
                "tool_result_size_bytes|gt: 2000",
                "attributes.tool_result_size_bytes: 2048",
                "attributes.ratio: 0.50",
                "attributes.ratio|lt: 1",
                "attributes.flag: true",
                "attributes.empty: ''",
                "attributes.missing: ''",
                "attributes.missing: null",
                "attributes.missing: [null, x]",
                "attributes.twice: b",
                "attributes.twice|startswith|all: [a, b]",
                "attributes.nested: 7",
                "attributes.nested: in",
                "attributes.empty|exists: true",
                "attributes.missing|exists: false",
                "workspacePaths|endswith: two",
                "workspace.host_paths|endswith: two",
                "workspacePaths|endswith|all: [one, two]",
                "content|contains: second",
                "content.error: SECOND",
                "error: first",
                "pii: email",
                "pii.category: contact",
                "pii|exists: true",
                "command|contains: 'a\\*b'",
                "command|contains: '\\a\\*'",
                "command|contains|windash: ' /force '",
                "command|windash|contains: ' \u2014Force '",
                "full_command|contains: copy",
                "prompt|exists: false",
                "tool_parameters|contains: full_command",
                "- toolName: Read\n- toolName: Bash",
                "- toolName: Read\n- Bash",
                "- bash",
                "- jane@example*",
                "- 'one'\n- 'nothing of this'",
                "'|all': [bash, shell_command]",
                "'|re': '^[0-9]{4}$'",
            })
    void matches(String selection) {
        assertThat(Rules.selects(selection, draft())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toolName: Bas",
                "toolName|cased: bash",
                "toolName: B?sh?",
                "toolName: B\\?sh",
                "toolName|re: '^b.sh$'",
                "toolName|contains|all: [ba, x]",
                "toolName: null",
                "toolName: ''",
                "toolName|exists: false",
                "toolName: Bash\naction: file_read",
                "durationMs|gt: 1200",
                "durationMs: 120",
                "toolName|gt: 1",
                "attributes.missing|exists: true",
                "attributes.missing: x",
                "attributes.twice: ab",
                "workspacePaths: '/home/jane/one/home/jane/two'",
                "content.error: third",
                "content.error: [third, fourth]",
                "pii: credit_card",
                "pii.category: credential",
                "command|contains: 'axb'",
                "command|contains: ' /force '",
                "- nothing of this",
                "'|all': [bash, nothing of this]",
                "'|cased|contains': bASH",
            })
    void matchesNot(String selection) {
        assertThat(Rules.selects(selection, draft())).isFalse();
    }

    @Test
    void logsource_narrowsByActionAndSurface() {
        var draft = draft();

        assertThat(Rules.matches(Rules.logsource("category: shell_command"), draft))
                .isTrue();
        assertThat(Rules.matches(Rules.logsource("service: cowork"), draft)).isTrue();
        assertThat(Rules.matches(Rules.logsource("category: file_read"), draft)).isFalse();
        assertThat(Rules.matches(Rules.logsource("service: claude_code"), draft))
                .isFalse();
    }
}
