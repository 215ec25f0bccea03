// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies from the outside: set over the API and the command line, in force for the next event, on record for good.
 */
class PolicyIT {
    private static final String CARD = "4111 1111 1111 1111";
    private static final Duration IN_FORCE_MAX = Duration.ofSeconds(30);

    @TempDir
    private static Path dataDir;

    @TempDir
    private static Path files;

    private static TestCollector collector;
    private static int sent;

    @BeforeAll
    static void start() throws Exception {
        collector = TestCollector.start(dataDir);
    }

    @AfterAll
    static void close() {
        collector.close();
    }

    @Test
    void withoutOneTheBuiltInPolicyIsInForce() throws Exception {
        var client = tenant("without");

        var policy = new JsonObject(client.get("/api/v1/policy").body());

        assertThat(policy.getString("source")).isEqualTo("default");
        assertThat(policy.getString("version"))
                .isEqualTo(prompt(client, "hello").getString("policyVersion"));
        assertThat(policy.getJsonObject("effective").getString("level")).isEqualTo("full");
    }

    @Test
    void whatIsSetJudgesTheNextEventAndIsOnRecord() throws Exception {
        var client = tenant("next-event");
        assertThat(prompt(client, "mail jane.doe@example.com, EMP-123456, " + CARD)
                        .getJsonObject("content")
                        .getString("prompt"))
                .matches("mail \\[email:[0-9a-f]{6}], EMP-123456, \\[credit_card:[0-9a-f]{6}]");

        var answer = client.put("/api/v1/policy", """
                detectors:
                  off: [email]
                  actions: {credit_card: mask}
                  own:
                    - {name: employee_id, category: identity, pattern: 'EMP-[0-9]{6}'}
                rules:
                  own:
                    mine.yml: |
                      title: Employee named
                      id: 7d6a6e5c-2f5b-4f0e-9a60-0a3e0c1d2b3b
                      logsource: {product: ai_agent}
                      detection:
                        selection: {pii: employee_id}
                        condition: selection
                      level: high
                      tags: [soc2.cc6.1]
                """);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var set = new JsonObject(answer.body());
        var judged = prompt(client, "mail jane.doe@example.com, EMP-123456, " + CARD);
        assertThat(judged.getJsonObject("content").getString("prompt"))
                .matches("mail jane.doe@example.com, \\[employee_id:[0-9a-f]{6}], \\[credit_card]");
        assertThat(judged.getJsonArray("rules")).contains("employee-named");
        assertThat(judged.getString("risk")).isEqualTo("high");
        assertThat(judged.getJsonArray("controls")).contains("soc2:CC6.1");
        assertThat(judged.getString("policyVersion")).isEqualTo(set.getString("version"));
        var entry = new JsonObject(
                client.get("/api/v1/records/" + set.getString("record")).body());
        assertThat(entry.getString("kind")).isEqualTo("policy");
        assertThat(entry.getString("event")).isEqualTo("policy_set");
        assertThat(entry.getJsonObject("content").getString("policy")).contains("EMP-[0-9]{6}");
        assertThat(entry.getJsonObject("attributes").getInteger("policy.number"))
                .isOne();
        assertThat(CommandRun.on(dataDir, "verify", "--tenant", "next-event")
                        .succeeds()
                        .out())
                .contains("verified");
    }

    @Test
    void whatIsWrongIsToldAllAtOnceAndChangesNothing() throws Exception {
        var client = tenant("wrong");

        var answer = client.put("/api/v1/policy", """
                level: loud
                colour: blue
                detectors:
                  off: [e-mail]
                  own:
                    - {name: Bad Name, pattern: '('}
                rules:
                  off: [no-such-rule]
                  own:
                    mine.yml: 'title: x'
                frameworks: [gdpr, ghost]
                """);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(answer.body()).getJsonArray("errors").stream().map(String.class::cast))
                .anyMatch(error -> error.startsWith("line 1: level: it is not one of minimal"))
                .anyMatch(error -> error.startsWith("line 2: colour: there is no such member"))
                .anyMatch(error -> error.contains("detectors.off") && error.contains("'e-mail'"))
                .anyMatch(error -> error.contains("detectors.own[0].name"))
                .anyMatch(error -> error.contains("detectors.own[0].pattern"))
                .anyMatch(error -> error.contains("'no-such-rule'"))
                .anyMatch(error -> error.contains("mine.yml"))
                .anyMatch(error -> error.contains("'ghost'"));
        assertThat(new JsonObject(client.get("/api/v1/policy").body()).getString("source"))
                .isEqualTo("default");
        assertThat(client.records()).isEmpty();
        assertThat(client.put("/api/v1/policy", "a: [").statusCode()).isEqualTo(422);
        assertThat(client.put("/api/v1/policy", "#" + "x".repeat(300_000)).statusCode())
                .isEqualTo(413);
        assertThat(client.put("/api/v1/policy?dryRun=true", "level: minimal").statusCode())
                .isEqualTo(200);
        assertThat(client.delete("/api/v1/policy").statusCode()).isEqualTo(400);
        assertThat(client.put("/api/v1/policy?dryRun=true", "ack: witnessed").body())
                .contains("\"warnings\"")
                .contains("witness-policy");
    }

    @Test
    void teamsFallBackToTheirTenantAndSeeNoOtherTeam() throws Exception {
        var client = tenant("teams");
        var payments = key("teams", "payments", "ingest,read,admin");
        var research = key("teams", "research", "ingest,read,admin");

        assertThat(client.put("/api/v1/policy", "level: minimal").statusCode()).isEqualTo(200);
        assertThat(payments.put("/api/v1/policy", "level: full").statusCode()).isEqualTo(200);

        assertThat(prompt(payments, "hello").getJsonObject("content").getString("prompt"))
                .isEqualTo("hello");
        assertThat(prompt(research, "hello").getJsonObject("content").getInteger("prompt"))
                .isEqualTo("hello".length());
        assertThat(new JsonObject(research.get("/api/v1/policy").body()).getString("source"))
                .isEqualTo("tenant");
        assertThat(research.get("/api/v1/policy?team=payments").statusCode()).isEqualTo(403);
        assertThat(research.put("/api/v1/policy?team=payments", "level: full").statusCode())
                .isEqualTo(403);
        assertThat(research.records()).noneMatch(record -> "policy".equals(record.getString("kind")));
        assertThat(payments.delete("/api/v1/policy").statusCode()).isEqualTo(200);
        assertThat(prompt(payments, "hello").getJsonObject("content").getInteger("prompt"))
                .isEqualTo("hello".length());
        assertThat(new JsonObject(client.get("/api/v1/policy/versions").body())
                        .getJsonArray("versions")
                        .getJsonObject(0)
                        .getInteger("number"))
                .isOne();
    }

    @Test
    void keysOfATeamDontChangeHowLongItsRecordsAreKept() throws Exception {
        var client = tenant("team-retention");
        var team = key("team-retention", "payments", "read,admin");
        var kept = "retention: {content: none}";

        assertThat(team.put("/api/v1/policy", "retention: {content: 1d}").statusCode())
                .isEqualTo(422);
        assertThat(team.put("/api/v1/policy?dryRun=true", kept).body()).contains("a key of the whole tenant can");
        assertThat(client.put("/api/v1/policy?team=payments", kept).statusCode())
                .isEqualTo(200);
        assertThat(team.put("/api/v1/policy", "level: full").statusCode()).isEqualTo(422);
        assertThat(team.delete("/api/v1/policy").statusCode()).isEqualTo(422);
        assertThat(team.put("/api/v1/policy", "level: full\n" + kept).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatJudgesIsToldWithItsReasons() throws Exception {
        var client = tenant("catalogue");
        var judged = prompt(client, "my card is " + CARD);

        var controls = new JsonObject(client.get("/api/v1/records/" + judged.getString("id") + "/controls")
                .body());

        assertThat(controls.getBoolean("sameVersion")).isTrue();
        assertThat(controls.getJsonArray("controls").stream().map(JsonObject.class::cast))
                .isNotEmpty()
                .allSatisfy(control -> {
                    assertThat(control.getString("asks")).isNotEmpty();
                    assertThat(control.getJsonArray("reasons")).isNotEmpty();
                });
        assertThat(new JsonObject(client.get("/api/v1/controls").body()).getJsonArray("frameworks"))
                .hasSize(9);
        assertThat(new JsonObject(client.get("/api/v1/rules").body()).getJsonArray("rules"))
                .hasSizeGreaterThan(60);
        assertThat(new JsonObject(client.get("/api/v1/detectors").body()).getJsonArray("detectors"))
                .hasSizeGreaterThan(60);
        var stranger = tenant("catalogue-stranger");
        assertThat(stranger.get("/api/v1/records/" + judged.getString("id") + "/controls")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void onlyAdministratorsChangeIt() throws Exception {
        tenant("scopes");
        var reader = key("scopes", null, "read");
        var sender = key("scopes", null, "ingest");
        var admin = key("scopes", null, "admin");

        assertThat(reader.get("/api/v1/policy").statusCode()).isEqualTo(200);
        assertThat(reader.put("/api/v1/policy", "level: minimal").statusCode()).isEqualTo(403);
        assertThat(sender.get("/api/v1/policy").statusCode()).isEqualTo(403);
        assertThat(admin.put("/api/v1/policy", "level: minimal").statusCode()).isEqualTo(200);
    }

    @Test
    void identitiesBecomeTokensThatStayTheSame() throws Exception {
        var client = tenant("pseudonyms");
        assertThat(client.put("/api/v1/policy", "pseudonymise: true").statusCode())
                .isEqualTo(200);

        var first = prompt(client, "hello");
        var second = prompt(client, "again");

        assertThat(first.getString("userEmail")).startsWith("[user_email:").isEqualTo(second.getString("userEmail"));
        assertThat(first.encode()).doesNotContain("jane.doe");
    }

    @Test
    void theCommandLineDoesTheSameAndACollectorFollows() throws Exception {
        var client = tenant("command-line");
        var policy = Files.writeString(files.resolve("policy.yml"), "level: minimal\nfrostings: 1\n");

        var refused = CommandRun.on(dataDir, "policies", "set", "--tenant", "command-line", policy.toString());
        assertThat(refused.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(refused.err()).contains("line 2: frostings: there is no such member");
        Files.writeString(policy, "level: minimal\n");
        assertThat(CommandRun.of("policies", "check", policy.toString())
                        .succeeds()
                        .out())
                .contains("The policy can be used: level minimal");
        CommandRun.on(dataDir, "policies", "set", "--tenant", "command-line", policy.toString())
                .succeeds();

        var version = new JsonObject(CommandRun.on(dataDir, "policies", "show", "--tenant", "command-line", "--json")
                        .succeeds()
                        .out())
                .getString("version");
        var end = System.nanoTime() + IN_FORCE_MAX.toNanos();
        while (!version.equals(prompt(client, "hello").getString("policyVersion"))) {
            assertThat(System.nanoTime()).as("in force within a while").isLessThan(end);
            TestCollector.pause();
        }
        assertThat(CommandRun.on(dataDir, "policies", "versions", "--tenant", "command-line")
                        .succeeds()
                        .out())
                .contains("command line");
        CommandRun.on(dataDir, "policies", "remove", "--tenant", "command-line").succeeds();
    }

    @Test
    void aStoredPolicyThatNoLongerCompilesIsToldAndCanBeReplaced() throws Exception {
        var client = tenant("outdated");
        var team = key("outdated", "payments", "ingest,read,admin");
        assertThat(client.put("/api/v1/policy", "level: minimal").statusCode()).isEqualTo(200);
        assertThat(team.put("/api/v1/policy", "level: full").statusCode()).isEqualTo(200);
        storeForTenant("outdated", "level: loud\ncolour: blue\n");

        var policy = client.get("/api/v1/policy");
        assertThat(policy.statusCode()).as(policy.body()).isEqualTo(200);
        var json = new JsonObject(policy.body());
        assertThat(json.getString("source")).isEqualTo("tenant");
        assertThat(json.getString("document")).isEqualTo("level: loud\ncolour: blue\n");
        assertThat(json.getJsonArray("errors").stream().map(String.class::cast))
                .anyMatch(error -> error.startsWith("line 1: level: "))
                .anyMatch(error -> error.startsWith("line 2: colour: "));
        assertThat(json.getJsonObject("effective").getString("level")).isEqualTo("full");
        for (var path : List.of("/api/v1/rules", "/api/v1/controls", "/api/v1/policy/versions")) {
            assertThat(client.get(path).statusCode()).as(path).isEqualTo(200);
        }
        var judged = prompt(client, "my card is " + CARD);
        assertThat(client.get("/api/v1/records/" + judged.getString("id") + "/controls")
                        .statusCode())
                .isEqualTo(200);
        var shown = CommandRun.on(dataDir, "policies", "show", "--tenant", "outdated")
                .succeeds();
        assertThat(shown.err()).contains("does not accept it").contains("line 2: colour: ");

        // a team's fallback, and the tenant's own
        assertThat(team.delete("/api/v1/policy").statusCode()).isEqualTo(200);
        assertThat(client.delete("/api/v1/policy").statusCode()).isEqualTo(200);
        assertThat(new JsonObject(client.get("/api/v1/policy").body()).getString("source"))
                .isEqualTo("default");
    }

    @Test
    void correlationsOfATeamsPolicyAreNamedAsNotLoaded() throws Exception {
        var client = tenant("team-correlations");
        var team = key("team-correlations", "payments", "ingest,read,admin");
        var policy = """
                rules:
                  own:
                    mine.yml: |
                      title: Many failures
                      name: many-failures
                      correlation:
                        type: event_count
                        rules: [tool-call-rejected]
                        group-by: [sessionId]
                        timespan: 10m
                        condition: {gte: 7}
                """;

        var ofTeam = new JsonObject(team.put("/api/v1/policy", policy).body());
        var ofTenant = new JsonObject(client.put("/api/v1/policy", policy).body());

        assertThat(ofTeam.getJsonArray("notLoaded").encode()).contains("mine.yml", "many-failures", "team");
        assertThat(ofTenant.getJsonArray("notLoaded").encode()).doesNotContain("many-failures");
        assertThat(new JsonObject(team.get("/api/v1/policy").body())
                        .getJsonObject("effective")
                        .getJsonArray("notLoaded")
                        .encode())
                .contains("many-failures");
        assertThat(team.put("/api/v1/policy?dryRun=true", policy).body()).contains("'many-failures'");
        var file = Files.writeString(files.resolve("correlations.yml"), policy).toString();
        assertThat(CommandRun.of("policies", "check", "--for-team", file)
                        .succeeds()
                        .out())
                .contains("Not loaded: mine.yml", "many-failures");
        assertThat(CommandRun.of("policies", "check", file).succeeds().out()).doesNotContain("many-failures");
    }

    /** As another version of the program may have done, whose text this one does not accept. */
    private static void storeForTenant(String tenant, String document) throws Exception {
        var stored = collector
                .server()
                .storage()
                .adminPool()
                .preparedQuery("insert into policy (tenant_id, team, number, document, version, set_by, record_id)"
                        + " select p.tenant_id, p.team, p.number + 1, $1, p.version, p.set_by, p.record_id from policy p"
                        + " join tenant t on t.id = p.tenant_id where t.name = $2 and p.team = ''"
                        + " order by p.number desc limit 1")
                .execute(Tuple.of(document, tenant));
        assertThat(TestCollector.await(stored).rowCount()).isOne();
    }

    /** A client of a new tenant, with a key that may do everything. */
    private static CollectorClient tenant(String name) {
        CommandRun.on(dataDir, "tenants", "create", name).succeeds();
        return key(name, null, "ingest,read,admin");
    }

    private static CollectorClient key(String tenant, @Nullable String team, String scopes) {
        var arguments = team == null
                ? List.of("keys", "create", "--tenant", tenant, "--scope", scopes)
                : List.of("keys", "create", "--tenant", tenant, "--scope", scopes, "--team", team);
        var key = CommandRun.on(dataDir, arguments.toArray(String[]::new))
                .succeeds()
                .out()
                .strip();
        return new CollectorClient(collector.server().url(), key);
    }

    /** What becomes of a prompt. */
    private static JsonObject prompt(CollectorClient client, String prompt) throws Exception {
        var session = "session-" + ++sent;
        var record = new JsonObject()
                .put("timeUnixNano", "1795235686545000000")
                .put("body", new JsonObject().put("stringValue", "claude_code.user_prompt"))
                .put(
                        "attributes",
                        List.of(
                                attribute("event.name", "user_prompt"),
                                attribute("session.id", session),
                                attribute("user.email", "jane.doe@example.com"),
                                attribute("prompt", prompt)));
        var export = new JsonObject()
                .put(
                        "resourceLogs",
                        List.of(new JsonObject()
                                .put("scopeLogs", List.of(new JsonObject().put("logRecords", List.of(record))))));
        assertThat(client.sendLogs(export.encode().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(200);
        return new JsonObject(client.get("/api/v1/records?session=" + session).body())
                .getJsonArray("records")
                .getJsonObject(0);
    }

    private static JsonObject attribute(String key, String value) {
        return new JsonObject().put("key", key).put("value", new JsonObject().put("stringValue", value));
    }
}
