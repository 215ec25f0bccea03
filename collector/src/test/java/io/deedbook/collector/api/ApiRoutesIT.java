// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.dashboard.ReadServer;
import io.deedbook.pipeline.record.Field;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ApiRoutesIT {
    private static ReadServer server;

    @BeforeAll
    static void open() {
        server = ReadServer.open();
        server.append(
                server.record(draft -> {
                    draft.put(Field.SESSION_ID, "s-1");
                    draft.put(Field.USER_EMAIL, "[email:0a1b2c]");
                    draft.put(Field.TOOL_NAME, "Bash");
                    draft.put(Field.TARGET, "ls -la");
                    draft.put(Field.COST_USD_NANOS, 1_250_000L);
                    draft.content().put("toolInput", "ls \"quoted\" <b>");
                    draft.pii().put("email", 2);
                }),
                server.record(draft -> {
                    draft.put(Field.SESSION_ID, "s-1");
                    draft.put(Field.RISK, "high");
                    draft.put(Field.RULES, List.of("secret-read"));
                }),
                server.record(draft -> {
                    draft.put(Field.SESSION_ID, "s/2 ü");
                    draft.put(Field.TEAM, "payments");
                }));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static JsonObject ok(String path, String key) {
        var answer = server.get(path, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        return new JsonObject(answer.body());
    }

    private static JsonObject problem(int status, String path, String key) {
        var answer = server.get(path, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        var problem = new JsonObject(answer.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        return problem;
    }

    private static List<JsonObject> records(String path, String key) {
        return ok(path, key).getJsonArray("records").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void records_pagesMeetEveryRecordOnceNewestFirst() {
        var indexes = new ArrayList<Long>();
        var path = "/api/v1/records?limit=1";
        for (var next = path; next != null; ) {
            var page = ok(next, server.readKey());
            page.getJsonArray("records").forEach(record -> indexes.add(((JsonObject) record).getLong("index")));
            var cursor = page.getString("nextCursor");
            next = cursor == null ? null : path + "&cursor=" + cursor;
        }

        assertThat(indexes).hasSize(4).isSortedAccordingTo((left, right) -> Long.compare(right, left));
    }

    @Test
    void record_hasFieldsContentAndDigest() {
        var listed = records("/api/v1/records?tool=Bash", server.readKey());
        assertThat(listed).hasSize(1);

        var record = ok("/api/v1/records/" + listed.get(0).getString("id"), server.readKey());

        assertThat(record).isEqualTo(listed.get(0));
        assertThat(record.getString("occurredAt")).isEqualTo("2026-03-02T09:30:00.000000000Z");
        assertThat(record.getString("tenant")).isEqualTo("default");
        assertThat(record.getString("digest")).matches("[0-9a-f]{64}");
        assertThat(record.getJsonObject("content").getString("toolInput")).isEqualTo("ls \"quoted\" <b>");
        assertThat(record.getJsonObject("pii").getInteger("email")).isEqualTo(2);
        assertThat(record.getDouble("costUsd")).isEqualTo(0.00125);
        assertThat(record.containsKey("model")).isTrue();
        assertThat(record.getValue("model")).isNull();
        assertThat(record.getValue("attributes")).isNull();
    }

    @Test
    void records_filters() {
        assertThat(records("/api/v1/records?risk=high&rule=secret-read", server.readKey()))
                .hasSize(1);
        assertThat(records("/api/v1/records?pii=email", server.readKey())).hasSize(1);
        assertThat(records("/api/v1/records?text=QUOTED", server.readKey())).hasSize(1);
        assertThat(records("/api/v1/records?from=2026-03-02&to=2026-03-02", server.readKey()))
                .hasSize(3);
        assertThat(records("/api/v1/records?from=2026-03-02T09:30:01Z", server.readKey()))
                .extracting(record -> record.getString("kind"))
                .containsExactly("genesis");
        assertThat(records("/api/v1/records?kind=genesis", server.readKey())).hasSize(1);
    }

    @Test
    void teamKey_seesItsTeamOnly() {
        var all = records("/api/v1/records", server.readKey());
        var foreign = all.stream()
                .filter(record -> record.getString("team") == null)
                .findFirst()
                .orElseThrow();

        assertThat(records("/api/v1/records", server.teamKey())).hasSize(1);
        assertThat(ok("/api/v1/stats", server.teamKey()).getLong("records")).isEqualTo(1);
        problem(404, "/api/v1/records/" + foreign.getString("id"), server.teamKey());
        problem(404, "/api/v1/records/" + foreign.getString("id") + "/proof", server.teamKey());
        problem(404, "/api/v1/sessions/s-1", server.teamKey());
    }

    @Test
    void session_isInOrder() {
        var session = records("/api/v1/sessions/s-1", server.readKey());

        assertThat(session).extracting(record -> record.getLong("index")).isSorted();
        assertThat(session).hasSize(2);
        assertThat(records("/api/v1/sessions/s%2F2%20%C3%BC", server.readKey())).hasSize(1);
        problem(404, "/api/v1/sessions/none", server.readKey());
    }

    @Test
    void stats_counts() {
        var stats = ok("/api/v1/stats", server.readKey());

        // and the entry that the ledger begins with
        assertThat(stats.getLong("records")).isEqualTo(4);
        assertThat(stats.getJsonObject("byRisk").getLong("high")).isEqualTo(1);
        assertThat(stats.getJsonObject("byDay").getLong("2026-03-02")).isEqualTo(3);
    }

    @Test
    void stats_thatAreNotReadyYet_sayHowFarTheyAre() {
        var answer = server.statsWhileCounting();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(new JsonObject(answer.body()).getString("detail")).contains("being counted", "25 % of them");
    }

    @Test
    void parameters_areChecked() {
        var key = server.readKey();
        assertThat(problem(400, "/api/v1/records?sesion=x", key).getString("detail"))
                .contains("Did you mean session?");
        assertThat(problem(400, "/api/v1/records?risk=hihg", key).getString("detail"))
                .contains("Did you mean high?");
        problem(400, "/api/v1/records?limit=0", key);
        problem(400, "/api/v1/records?limit=501", key);
        problem(400, "/api/v1/records?limit=x", key);
        problem(400, "/api/v1/records?cursor=x", key);
        problem(400, "/api/v1/records?from=yesterday", key);
        problem(400, "/api/v1/records?from=%2B999999999-01-01T00:00:00Z", key);
        problem(400, "/api/v1/records?user=", key);
        problem(400, "/api/v1/records?risk=low&risk=high", key);
        problem(400, "/api/v1/records?text=" + "x".repeat(1025), key);
        problem(400, "/api/v1/stats?x=1", key);
        problem(404, "/api/v1/records/no-id", key);
        problem(404, "/api/v1/nothing", key);
    }

    @Test
    void keys_areAskedFor() {
        var none = server.get("/api/v1/records", null);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("www-authenticate")).isPresent();
        problem(401, "/api/v1/records", "dbk_unknown");
        problem(403, "/api/v1/records", server.ingestKey());
    }

    @Test
    void otherMethods_areRefused() {
        var request = HttpRequest.newBuilder(URI.create(server.url("/api/v1/records")))
                .DELETE()
                .build();

        var answer = server.send(request);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
    }
}
