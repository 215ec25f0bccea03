// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class JudgeProperties {
    private static final RuleSet BUILT_IN = RuleSet.builtIn();
    private static final List<String> WORDS = List.of(
            "rm",
            "-rf",
            "-f",
            "git",
            "push",
            "--force",
            "prod",
            "product",
            "production",
            "/dev/sda",
            "mkfs",
            "find",
            "-delete",
            "curl",
            "|",
            "sh",
            ".env",
            ".ssh/",
            "id_rsa",
            "kubectl",
            "delete",
            "terraform",
            "destroy",
            "DROP",
            "TABLE",
            "select",
            "*",
            "from",
            ";",
            "&&",
            "\n",
            "\"",
            "\\",
            "{",
            "}",
            "export",
            "all",
            "Bash",
            "mcp_tool",
            "file_read",
            "tool_decision",
            "connector_access",
            "shell_command",
            "user_prompt",
            "reject",
            "rejected",
            "bypassPermissions",
            "{\"full_command\":\"",
            "{\"command\":\"rm -rf ",
            "dangerouslyDisableSandbox",
            "\":true",
            "export_all",
            "K\u0130\u017f\u212a",
            "\ud83d\ude00",
            "\ud800",
            "é",
            "1048577",
            "%x%",
            "%none%",
            "10.20.30.40",
            "tool_call",
            "",
            " ");
    private static final List<String> REGEXES = List.of(
            "rm\\s+-rf?",
            "(git|kubectl) (push|delete)",
            "^[A-Z]",
            "prod(uct)?(ion)?",
            "(?i)DROP\\s+table",
            "\\.env\\b",
            "x*",
            "(a|b|)",
            "(curl|wget).{0,40}\\|",
            "[r]m|mkfs+",
            "(?:expo){1}rt|all",
            "K|S",
            "k{2}|\\{",
            "-{1,2}f");
    private static final List<String> CONTENT =
            List.of("prompt", "promptText", "toolParameters", "toolParameters#2", "toolInput", "full_command", "error");
    private static final List<String> KEYS =
            List.of("tool_result_size_bytes", "to_mode", "full_command", "file_path", "session.id", "", "x");
    private static final List<String> PII =
            List.of("email", "credit_card", "aws_access_key_id", "ipv4", "no_such_type");

    @Property(tries = 2000)
    void judge_takesAnyDraftAndAgreesWithEvaluatingEveryRule(@ForAll long seed) {
        var draft = draft(new Random(seed));

        BUILT_IN.judge(draft);

        assertThat(BUILT_IN.matchingWithoutIndex(draft)).isEqualTo(draft.list(Field.RULES));
        assertThat(draft.text(Field.RISK)).isIn("low", "medium", "high", "critical");
        assertThat(draft.list(Field.CONTROLS)).isEqualTo(controlsWithReasons(BUILT_IN, draft));
        assertThat(draft.list(Field.CONTROLS))
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(Field.LIST_ENTRIES_MAX);
    }

    @Property(tries = 300)
    void index_agreesWithEvaluatingEveryRuleForAnyRules(
            @ForAll long seed, @ForAll @Size(min = 1, max = 70) byte[] sizes) {
        var random = new Random(seed);
        var sources = new ArrayList<RuleSource>();
        for (var position = 0; position < sizes.length; position++) {
            sources.add(rule("rule-" + position, random));
        }
        var rules = RuleSet.of(sources, Map.of("x", List.of("rm", "p*"), "none", List.of()));

        for (var round = 0; round < 10; round++) {
            var draft = draft(random);
            rules.judge(draft);
            var matching = rules.matchingWithoutIndex(draft);
            if (matching.size() <= Field.LIST_ENTRIES_MAX) {
                assertThat(draft.list(Field.RULES)).isEqualTo(matching);
            }
        }
    }

    @Property(tries = 200)
    void controls_areTheSameFromMemoryAndWorkedOut(@ForAll long seed) {
        var random = new Random(seed);
        var maps = new StringBuilder();
        for (var number = 0; number < 12; number++) {
            var when = number == 0 ? "risk: low\n" : number == 1 ? "tags: t.x\n" : selection(random);
            if (!when.startsWith("- ")) {
                maps.append("  - when:\n").append(when.indent(6));
                maps.append("    controls: [c").append(number).append("]\n    reason: a reason\n");
            }
        }
        var controls = new StringBuilder();
        for (var number = 0; number < 12; number++) {
            controls.append("  c").append(number).append(": title\n");
        }
        var framework =
                new RuleSource("f.yml", "framework: f\ntitle: F\nsource: s\ncontrols:\n" + controls + "maps:\n" + maps);
        var rules = RuleSet.load(List.of(rule("rule-1", random), framework), Map.of("x", List.of("rm")))
                .rules();

        for (var round = 0; round < 40; round++) {
            var draft = draft(random);
            rules.judge(draft);
            assertThat(draft.list(Field.CONTROLS)).isEqualTo(controlsWithReasons(rules, draft));
        }
    }

    /** The controls that are worked out for people, without memory of other records. */
    private static List<String> controlsWithReasons(RuleSet rules, RecordDraft judged) {
        return rules.reasons(judged).keySet().stream()
                .limit(Field.LIST_ENTRIES_MAX)
                .toList();
    }

    @Example
    void judge_takesAHugeAndDeepAttribute() {
        Value value = new Value.Text("rm -rf /");
        for (var depth = 0; depth < 2000; depth++) {
            value = new Value.Items(List.of(value));
        }
        var draft = new RecordDraft(1, 1);
        draft.attributes(Attributes.builder(2)
                .add("tool_result_size_bytes", value)
                .add("deep", value)
                .build());
        draft.content().put("toolParameters", "{\"full_command\":\"" + "rm -rf / ".repeat(100_000));

        BUILT_IN.judge(draft);

        assertThat(draft.list(Field.RULES)).contains("destructive-command");
    }

    private static RuleSource rule(String name, Random random) {
        var detection = new StringBuilder();
        var condition = new ArrayList<String>();
        for (var position = 0; position <= random.nextInt(3); position++) {
            detection.append("s").append(position).append(":\n");
            detection.append(selection(random).indent(2));
            condition.add((random.nextInt(4) == 0 ? "not " : "") + "s" + position);
        }
        var joined = String.join(random.nextBoolean() ? " and " : " or ", condition);
        return Rules.rule(name, "low", "product: ai_agent", detection + "condition: " + joined + "\n");
    }

    private static String selection(Random random) {
        var fields = List.of(
                "command",
                "command.simple",
                "content",
                "toolName",
                "action",
                "pii",
                "attributes.x",
                "target",
                "event_type",
                "file_path",
                "tool_input.command",
                "message",
                "success");
        var modifiers = List.of(
                "",
                "|contains",
                "|startswith",
                "|endswith",
                "|cased",
                "|contains|cased",
                "|neq",
                "|contains|neq",
                "|windash",
                "|expand",
                "|contains|expand",
                "|base64offset|contains",
                "|wide|base64|contains");
        if (random.nextInt(6) == 0) {
            return pick(fields, random) + pick(List.of("|re", "|re|i", "|re|s|m"), random) + ": '"
                    + pick(REGEXES, random) + "'";
        } else if (random.nextInt(8) == 0) {
            return pick(fields, random) + pick(List.of("|fieldref", "|fieldref|contains", "|fieldref|neq"), random)
                    + ": " + pick(fields, random);
        } else if (random.nextInt(12) == 0) {
            return pick(fields, random) + "|cidr: 10.0.0.0/8";
        }
        if (random.nextInt(8) == 0) {
            return "- " + quoted(random) + "\n- " + quoted(random);
        } else if (random.nextInt(8) == 0) {
            return pick(fields, random) + "|exists: " + random.nextBoolean();
        } else if (random.nextInt(8) == 0) {
            return "'|all': [" + quoted(random) + ", " + quoted(random) + "]";
        }
        return pick(fields, random) + pick(modifiers, random) + ": [" + quoted(random) + ", " + quoted(random) + "]";
    }

    private static String quoted(Random random) {
        String word;
        do {
            word = pick(WORDS, random);
        } while (word.length() < 3 || word.isBlank() || word.contains("\ud800") || word.equals("\n"));
        return "'" + word.replace("'", "''") + "'";
    }

    private static RecordDraft draft(Random random) {
        var draft = new RecordDraft(random.nextLong(), random.nextLong());
        for (var field : Field.all()) {
            if (random.nextInt(4) == 0) {
                switch (field.type()) {
                    case TEXT -> draft.put(field, text(random, 3));
                    case INTEGER -> draft.put(field, (Long) random.nextLong());
                    case LIST -> draft.put(field, List.of(text(random, 2), text(random, 2)));
                }
            }
        }
        for (var name : CONTENT) {
            if (random.nextInt(3) == 0) {
                draft.content().put(name, text(random, 12));
            }
        }
        for (var type : PII) {
            if (random.nextInt(5) == 0) {
                draft.pii().put(type, 1);
            }
        }
        var attributes = Attributes.builder(4);
        for (var count = random.nextInt(5); count > 0; count--) {
            attributes.add(pick(KEYS, random), value(random, 3));
        }
        draft.attributes(attributes.build());
        return draft;
    }

    private static Value value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> new Value.Int(random.nextLong());
            case 1 -> new Value.Decimal(random.nextBoolean() ? Double.NaN : random.nextDouble());
            case 2 -> new Value.Bool(random.nextBoolean());
            case 3 -> Value.NONE;
            case 4 -> new Value.Bytes(new byte[] {1, 2});
            case 6 -> new Value.Items(List.of(value(random, depth - 1), value(random, depth - 1)));
            case 7 ->
                new Value.Fields(
                        Attributes.builder(1).add("k", value(random, depth - 1)).build());
            default -> new Value.Text(text(random, 3));
        };
    }

    private static String text(Random random, int wordsMax) {
        var text = new StringBuilder();
        for (var count = random.nextInt(wordsMax) + 1; count > 0; count--) {
            text.append(pick(WORDS, random)).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return random.nextBoolean() ? text.toString().strip() : text.toString();
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
