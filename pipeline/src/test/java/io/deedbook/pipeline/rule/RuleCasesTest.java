// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every built-in rule against records that it has to match and records that it must not. The tables are
 * {@code cases/<pack>.txt}: {@code + rule | record} or {@code - rule | record}, {@code *} meaning every rule above low.
 * A record is {@code $ shell command} with {@code ⏎} for a new line, or {@code field=value ; field=value} with
 * {@code content.<name>}, {@code pii=<types>} and attributes.
 */
class RuleCasesTest {
    /** All built-in rules, also that which is loaded only where a policy has a list. */
    private static final RuleSet BUILT_IN = RuleSet.of(
            RuleSource.builtIn(),
            Map.of(
                    "approved_mcp_servers",
                    List.of("crm", "drive", "figma", "github", "jira", "notion", "postgres", "slack")));

    private static final int CASES_MIN = 4;

    record Case(boolean matches, String rule, String text) {}

    @ParameterizedTest
    @MethodSource("cases")
    void rule_matchesWhatItHasToAndNothingElse(Case one) {
        var draft = draft(one.text());

        BUILT_IN.judge(draft);

        var rules = draft.list(Field.RULES);
        assertThat(BUILT_IN.matchingWithoutIndex(draft)).isEqualTo(rules);
        if (one.rule().equals("*")) {
            assertThat(draft.text(Field.RISK)).as(rules.toString()).isEqualTo("low");
        } else if (one.matches()) {
            assertThat(rules).contains(one.rule());
        } else {
            assertThat(rules).doesNotContain(one.rule());
        }
    }

    @Test
    void everyRule_hasFourCasesOfEachKind() {
        var matching = new HashMap<String, Integer>();
        var others = new HashMap<String, Integer>();
        cases().forEach(one -> (one.matches() ? matching : others).merge(one.rule(), 1, Integer::sum));

        assertThat(BUILT_IN.rules()).extracting(Rule::slug).allSatisfy(rule -> {
            assertThat(matching.get(rule)).isGreaterThanOrEqualTo(CASES_MIN);
            assertThat(others.get(rule)).isGreaterThanOrEqualTo(CASES_MIN);
        });
        assertThat(BUILT_IN.rules()).extracting(Rule::slug).containsAll(matching.keySet());
        assertThat(others.get("*")).isGreaterThan(300);
    }

    static Stream<Case> cases() {
        var cases = new ArrayList<Case>();
        for (var line : lines()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                var bar = line.indexOf('|');
                cases.add(new Case(
                        line.charAt(0) == '+',
                        line.substring(1, bar).strip(),
                        line.substring(bar + 1).strip()));
            }
        }
        return cases.stream();
    }

    private static List<String> lines() {
        var lines = new ArrayList<String>();
        try (var files =
                Files.list(Path.of(RuleCasesTest.class.getResource("cases").toURI()))) {
            for (var file : files.sorted().toList()) {
                lines.addAll(Files.readString(file).lines().toList());
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code $ command}, or {@code key=value key=value}. */
    private static RecordDraft draft(String text) {
        if (text.startsWith("$ ")) {
            return shell(text.substring(2).replace('⏎', '\n'));
        }
        var draft = new RecordDraft(1, 1);
        var attributes = Attributes.builder(4);
        for (var pair : text.split(" ; ", -1)) {
            var key = pair.substring(0, pair.indexOf('='));
            var value = pair.substring(pair.indexOf('=') + 1);
            var field = Field.named(key);
            if (field != null && field.type() == Field.Type.INTEGER) {
                draft.put(field, Long.parseLong(value));
            } else if (field != null) {
                draft.put(field, value);
            } else if (key.equals("pii")) {
                List.of(value.split(",", -1)).forEach(type -> draft.pii().put(type, 1));
            } else if (key.startsWith("content.")) {
                draft.content().put(key.substring("content.".length()), value);
            } else {
                attributes.add(key, new Value.Text(value));
            }
        }
        draft.attributes(attributes.build());
        return draft;
    }

    private static RecordDraft shell(String command) {
        var draft = new RecordDraft(1, 1);
        var json = command.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.TARGET, command);
        draft.content()
                .put(
                        ContentName.TOOL_PARAMETERS,
                        "{\"bash_command\":\"" + json.split(" ", -1)[0] + "\",\"full_command\":\"" + json
                                + "\",\"description\":\"rm -rf /\"}");
        return draft;
    }
}
