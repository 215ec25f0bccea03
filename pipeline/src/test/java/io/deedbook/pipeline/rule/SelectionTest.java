// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private static RecordDraft draft() {
        var draft = new RecordDraft(1, 1);
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.SURFACE, "cowork");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.USER_EMAIL, "Jane@Example.com");
        draft.put(Field.DURATION_MS, 1200L);
        draft.put(Field.WORKSPACE_PATHS, List.of("/home/jane/one", "/home/jane/two"));
        draft.content().put("toolParameters", "{\"full_command\":\"Copy -Force C:\\\\a*b\"}");
        draft.content()
                .put(
                        "toolInput",
                        "{\"file_path\":\"/etc/x\",\"limit\":5,\"deep\":{\"inner\":\"v\",\"on\":true},\"list\":[1,2]}");
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
                .add("addr", new Value.Text("10.1.2.3"))
                .add("addr6", new Value.Text("2001:db8:0:1::ff"))
                .add("mapped", new Value.Text("::ffff:192.168.1.9"))
                .add("encoded", new Value.Text("xx" + BASE64.encodeToString("say:rm -rf /;".getBytes(UTF_8))))
                .add("wide", new Value.Text(BASE64.encodeToString("IEX (New-Object)".getBytes(UTF_16LE))))
                .add("when", new Value.Text("2026-11-21T09:44:11.123Z"))
                .add(
                        "nested",
                        new Value.Items(List.of(
                                new Value.Text("in"), new Value.Int(7), new Value.Text("BASH"), new Value.Text("one"))))
                .add("name", new Value.Text("jane"))
                .add("domain", new Value.Text("example.com"))
                .build());
        return draft;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attributes.addr|cidr: 10.0.0.0/8",
                "attributes.addr|cidr: [192.168.0.0/16, 10.1.2.0/23]",
                "attributes.addr|cidr: 10.1.2.3",
                "attributes.addr|cidr: 0.0.0.0/0",
                "attributes.addr6|cidr: '2001:db8::/32'",
                "attributes.addr6|cidr: '2001:db8:0:1::/64'",
                "attributes.mapped|cidr: 192.168.0.0/16",
                "attributes.addr|cidr|neq: 11.0.0.0/8",
                "attributes.encoded|base64offset|contains: 'rm -rf /'",
                "attributes.encoded|base64offset|contains|cased: 'rm -rf /'",
                "attributes.wide|wide|base64offset|contains: 'New-Object'",
                "attributes.wide|utf16le|base64offset|contains: [nothing, 'IEX (New']",
                "attributes.wide|wide|base64|startswith: 'IEX'",
                "toolName|wide: Bash",
                "toolName|neq: Read",
                "toolName|neq: [Read, Write]",
                "toolName|contains|neq: x",
                "durationMs|neq: 7",
                "attributes.when|hour: 9",
                "attributes.when|hour|gte: 9",
                "attributes.when|minute|lt: 45",
                "attributes.when|day: [20, 21]",
                "attributes.when|week: 47",
                "attributes.when|month: 11",
                "attributes.when|year|gt: 2025",
                "event.timestamp|year: 1970",
                "receivedAt|month: 1",
                "toolName|fieldref: attributes.nested",
                "toolName|fieldref|neq: action",
                "workspacePaths|contains|fieldref: attributes.nested",
                "userEmail|startswith|fieldref: attributes.name",
                "userEmail|endswith|fieldref: [toolName, attributes.domain]",
                "tool_input.file_path: /etc/x",
                "tool_input.limit: 5",
                "toolInput.deep.inner: v",
                "toolInput.deep.on: true",
                "tool_input.list|contains: '1'",
                "file_path: /etc/x",
                "CommandLine|contains: copy",
                "tool_parameters.bash_command|contains: -force",
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
                "attributes.addr|cidr: 11.0.0.0/8",
                "attributes.addr|cidr: 10.1.2.4/31",
                "attributes.addr|cidr: '2001:db8::/32'",
                "attributes.addr6|cidr: '2001:db9::/32'",
                "attributes.addr|cidr|neq: 10.0.0.0/8",
                "attributes.missing|cidr|neq: 10.0.0.0/8",
                "toolName|cidr: 0.0.0.0/0",
                "attributes.encoded|base64offset|contains: 'rm -rf ~'",
                "attributes.encoded|base64|contains: 'rm -rf /'",
                "attributes.wide|base64offset|contains: 'New-Object'",
                "toolName|neq: bash",
                "toolName|neq: [Read, Bash]",
                "toolName|contains|neq: as",
                "attributes.missing|neq: x",
                "durationMs|neq: 1200",
                "attributes.when|hour: 10",
                "attributes.when|year|lt: 2026",
                "toolName|hour: 1",
                "attributes.missing|hour: 1",
                "toolName|fieldref: action",
                "toolName|fieldref|cased: attributes.nested",
                "toolName|fieldref|neq: attributes.nested",
                "toolName|contains|fieldref: attributes.empty",
                "toolName|fieldref: attributes.missing",
                "tool_input.limit: 6",
                "tool_input.missing: x",
                "toolInput.deep.missing: v",
                "toolInput.limit.inner: 5",
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
