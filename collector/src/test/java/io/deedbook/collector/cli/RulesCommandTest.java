// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
    private static final String RULE = """
            title: Recursive delete
            name: recursive-delete
            logsource:
              product: ai_agent
            detection:
              selection:
                command|contains: rm -rf
              filter:
                command|contains: /tmp/
              condition: selection and not filter
            level: high
            """;
    private static final String EVENT = """
            {"event": "tool_result", "attributes": {"tool_name": "Bash", "success": "true",
             "tool_parameters": "{\\"full_command\\":\\"rm -rf /srv # jane.doe@example.com\\"}"}}
            """;

    @TempDir
    private Path directory;

    @Test
    void test_saysWhatIsWrongWhereAndFails() throws IOException {
        var run = CommandRun.of(
                "rules",
                "test",
                file("good.yml", RULE),
                file("bad.yml", RULE.replace("condition: selection", "condition: selektion")),
                file("foreign.yml", RULE.replace("ai_agent", "windows")));

        assertThat(run.exitCode()).isEqualTo(Main.FAILED);
        assertThat(run.out())
                .contains("bad.yml:10: rule 'recursive-delete': condition: there is no selection 'selektion'")
                .contains("not loaded: ")
                .contains("the log source product 'windows' is not supported")
                .contains("loaded: recursive-delete (high) Recursive delete")
                .contains("Log sources that are read: product ai_agent, claude_code, cowork")
                .contains("1 loaded, 1 not loaded, 1 errors");
    }

    @Test
    void test_failsWhenNoRuleIsLoaded() throws IOException {
        var run = CommandRun.of("rules", "test", file("foreign.yml", RULE.replace("ai_agent", "windows")));

        assertThat(run.exitCode()).isEqualTo(Main.FAILED);
        assertThat(run.out()).contains("0 loaded, 1 not loaded, 0 errors");
    }

    @Test
    void test_saysThatAnEventWithAMemberOfARecordIsNoEvent() throws IOException {
        var rule = file("rule.yml", RULE);
        var run = CommandRun.of(
                "rules", "test", rule, "--record", EVENT.replace("{\"event\"", "{\"surface\": \"cowork\", \"event\""));

        assertThat(run.err()).contains("because of surface").contains("service.name");
        assertThat(CommandRun.of("rules", "test", rule, "--record", EVENT).err())
                .isEmpty();
    }

    @Test
    void test_saysNothingOfALogSourceThatMeansAllRecords() throws IOException {
        var all = CommandRun.of("rules", "test", file("all.yml", RULE), "--record", EVENT)
                .succeeds()
                .out();
        var some = CommandRun.of(
                        "rules",
                        "test",
                        file("some.yml", RULE.replace("product: ai_agent", "product: claude_code")),
                        "--record",
                        EVENT)
                .succeeds()
                .out();

        assertThat(all).doesNotContain("all of: ").contains("[x] selection");
        assertThat(some).contains("surface is 'claude_code' or is ").contains("[x] selection");
    }

    @Test
    void test_readsTheFilesOfADirectory() throws IOException {
        file("one.yml", RULE);
        file("readme.md", "no rule");

        assertThat(CommandRun.of("rules", "test", directory.toString())
                        .succeeds()
                        .out())
                .contains("1 loaded, 0 not loaded, 0 errors");
    }

    @Test
    void test_namesCorrelationsWhichItDoesNotTry() throws IOException {
        var correlation = """
                title: Several deletes
                name: several-deletes
                correlation:
                  type: event_count
                  rules: [recursive-delete]
                  group-by: [sessionId]
                  timespan: 10m
                  condition:
                    gte: 3
                level: high
                """;

        var run = CommandRun.of("rules", "test", file("rule.yml", RULE), file("several.yml", correlation))
                .succeeds();

        assertThat(run.out()).contains("several.yml: it is about several records together, so it is not tried on one");
    }

    @Test
    void test_explainsWhatHoldsForAnEventAsSentOnceItIsRedacted() throws IOException {
        var run = CommandRun.of("rules", "test", file("rule.yml", RULE), "--record", EVENT)
                .succeeds();

        assertThat(run.out())
                .contains("MATCHES recursive-delete (high)")
                .contains("[x] selection")
                .contains("[x] command contains 'rm -rf': 'rm -rf /srv # [email:")
                .contains("[ ] filter")
                .contains("[ ] command contains '/tmp/'")
                .doesNotContain("jane.doe");
    }

    @Test
    void test_explainsARecordFromTheApiInJson() throws IOException {
        var record = file("record.json", """
                {"id": "x", "surface": "cowork", "action": "shell_command", "target": "ls", "truncated": false,
                 "costUsd": 0.5, "rules": [], "pii": {"email": 1}, "content": {"prompt": "hello"},
                 "attributes": {"k": [1, {"deep": true}]}, "receivedAt": "2026-11-21T09:44:11.5Z"}
                """);

        var run = CommandRun.of("rules", "test", file("rule.yml", RULE), "--record", record, "--json")
                .succeeds();

        var explained = new JsonObject(run.out()).getJsonArray("record").getJsonObject(0);
        assertThat(explained.getString("rule")).isEqualTo("recursive-delete");
        assertThat(explained.getBoolean("matches")).isFalse();
        assertThat(explained.getJsonObject("why").encode()).contains("\"found\":[\"ls\"]");
    }

    @Test
    void test_takesNullForWhatARecordLacks() throws IOException {
        var record = "{\"surface\": null, \"content\": null, \"pii\": null, \"attributes\": null, \"rules\": null}";

        assertThat(CommandRun.of("rules", "test", file("rule.yml", RULE), "--record", record)
                        .succeeds()
                        .out())
                .contains("no match recursive-delete");
    }

    @Test
    void test_takesAttributesAsOtlpHasThem() throws IOException {
        var event = """
                {"attributes": [{"key": "event.name", "value": {"stringValue": "tool_result"}},
                 {"key": "tool_name", "value": {"stringValue": "Bash"}},
                 {"key": "full_command", "value": {"stringValue": "rm -rf /x"}}]}
                """;

        assertThat(CommandRun.of("rules", "test", file("rule.yml", RULE), "--record", event)
                        .succeeds()
                        .out())
                .contains("MATCHES");
    }

    @Test
    void test_fillsPlaceholdersFromLists() throws IOException {
        var rule = file("rule.yml", RULE.replace("command|contains: rm -rf", "connector|expand: '%approved%'"));

        assertThat(CommandRun.of("rules", "test", rule).out()).contains("the placeholder %approved% has no list");
        assertThat(CommandRun.of("rules", "test", rule, "--list", "approved=crm,git*")
                        .succeeds()
                        .out())
                .contains("1 loaded");
    }

    @Test
    void test_saysInOneSentenceWhatCannotBeRead() throws IOException {
        var missing =
                CommandRun.of("rules", "test", directory.resolve("none.yml").toString());
        var record = CommandRun.of("rules", "test", file("rule.yml", RULE), "--record", "{\"content\": 7}");

        assertThat(missing.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(missing.err()).contains("cannot be read");
        assertThat(record.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(record.err()).contains("not JSON of the shape of a record or an event");
    }

    @Test
    void test_refusesARecordWithAMemberThatNoneHas() throws IOException {
        var rule = file("rule.yml", RULE);
        var record = CommandRun.of("rules", "test", rule, "--record", "{\"toolNam\": \"Bash\"}");

        assertThat(record.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(record.err()).contains("\"toolNam\"").contains("Did you mean toolName?");
        CommandRun.of("rules", "test", rule, "--record", "{\"toolName\": \"Bash\", \"costUsd\": 0.1, \"digest\": \"\"}")
                .succeeds();
    }

    @Test
    void check_countsWhatLoadsAndWhyTheOthersDont() throws IOException {
        Files.createDirectories(directory.resolve("deep/er"));
        file("good.yml", RULE);
        file("deep/noticed.yaml", RULE.replace("recursive-delete", "two").replace("level", "action: report\nlevel"));
        file("deep/er/foreign.yml", RULE.replace("ai_agent", "windows"));
        file("bad.yml", RULE.replace("condition: selection", "condition: selektion"));
        file("readme.md", "no rule");

        var run = CommandRun.of("rules", "check", directory.toString());

        assertThat(run.exitCode()).isEqualTo(Main.FAILED);
        assertThat(run.out())
                .contains("notice: ")
                .contains("'action' is ignored")
                .contains("1 × the log source product 'windows' is not supported")
                .endsWith("4 files: 1 load unchanged, 1 load with notices, 1 not loaded, 1 with errors\n");
    }

    @Test
    void check_succeedsWhenAllLoad() throws IOException {
        assertThat(CommandRun.of("rules", "check", file("rule.yml", RULE))
                        .succeeds()
                        .out())
                .isEqualTo("1 file: 1 load unchanged, 0 load with notices, 0 not loaded, 0 with errors\n");
    }

    @Test
    void check_countsCorrelationsThatCannotBeUsed() throws IOException {
        var correlation = """
                title: Several deletes
                correlation:
                  type: event_count
                  rules: [no-such-rule]
                  group-by: [sessionId]
                  timespan: 10m
                  condition: {gte: 3}
                """;

        var run = CommandRun.of("rules", "check", file("several.yml", correlation), "--json");

        assertThat(run.exitCode()).isEqualTo(Main.FAILED);
        var json = new JsonObject(run.out());
        assertThat(json.getInteger("count")).isEqualTo(1);
        assertThat(json.getInteger("load")).isZero();
        assertThat(json.getJsonArray("files")
                        .getJsonObject(0)
                        .getJsonArray("problems")
                        .encode())
                .contains("no-such-rule");
    }

    @Test
    void check_followsNoLinkOutOfADirectory() throws IOException {
        var inside = Files.createDirectory(directory.resolve("inside"));
        var outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret.yml"), RULE);
        Files.createSymbolicLink(inside.resolve("file.yml"), outside.resolve("secret.yml"));
        Files.createSymbolicLink(inside.resolve("folder"), outside);

        assertThat(CommandRun.of("rules", "check", inside.toString()).succeeds().out())
                .startsWith("0 files: ");
    }

    @Test
    void check_letsNoRuleMoveTheCursor() throws IOException {
        var run = CommandRun.of(
                "rules", "check", file("rule.yml", RULE.replace("command|contains: rm", "\"a\\e[2J\": rm")));

        assertThat(run.out())
                .contains("the field 'a\\u001b[2J' is not supported")
                .doesNotContain("\u001b");
    }

    @Test
    void check_saysWhatCannotBeRead() {
        var run = CommandRun.of("rules", "check", directory.resolve("none.yml").toString());

        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("cannot be read");
    }

    @Test
    void list_namesTheBuiltInRules() {
        var table = CommandRun.of("rules", "list").succeeds().out();
        var json = new JsonArray(
                CommandRun.of("rules", "list", "--json").succeeds().out());

        assertThat(table).contains("NAME").contains("destructive-command").contains("critical");
        assertThat(table)
                .contains("Not loaded: ")
                .contains("mcp-server-unapproved")
                .contains("approved_mcp_servers");
        assertThat(json.getJsonObject(0).fieldNames()).contains("name", "level", "tags", "title");
    }

    @Test
    void show_printsARuleOrNamesTheNearest() {
        assertThat(CommandRun.of("rules", "show", "destructive-command")
                        .succeeds()
                        .out())
                .contains("logsource:")
                .contains("product: ai_agent");
        var run = CommandRun.of("rules", "show", "destructive-comand");
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("Did you mean destructive-command?");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
