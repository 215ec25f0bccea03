// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.dashboard.ReadServer;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class FindingsIT {
    private static ReadServer server;

    @BeforeAll
    static void open() {
        server = ReadServer.open();
        for (var call = 0; call < 5; call++) {
            server.append(rejected("s-1", null), rejected("s-2", "payments"));
        }
        server.evaluate();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static SealedRecord rejected(String session, @Nullable String team) {
        return server.record(draft -> {
            draft.put(Field.SESSION_ID, session);
            draft.put(Field.TEAM, team);
            draft.put(Field.EVENT, "tool_decision");
            draft.put(Field.ACTION, "tool_decision");
            draft.put(Field.DECISION, "reject");
        });
    }

    private static JsonObject ok(String path, String key) {
        var answer = server.get(path, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static List<JsonObject> findings(String path, String key) {
        return ok(path, key).getJsonArray("findings").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void finding_saysWhatWasFoundAndNamesItsRecords() {
        var listed =
                findings("/api/v1/findings?session=s-1&rule=burst-of-rejected-calls&risk=medium", server.readKey());
        assertThat(listed).hasSize(1);
        var finding = listed.get(0);

        assertThat(finding.getString("title")).isEqualTo("Many calls rejected in one session");
        assertThat(finding.getString("explanation")).startsWith("5 records within");
        assertThat(finding.getLong("recordCount")).isEqualTo(5);
        // the client's clock is too far behind to be believed
        assertThat(finding.getJsonObject("window").getString("from")).isGreaterThan("2026-03-03");
        for (var id : finding.getJsonArray("records")) {
            assertThat(ok("/api/v1/records/" + id, server.readKey()).getString("sessionId"))
                    .isEqualTo("s-1");
        }
        assertThat(ok("/api/v1/findings/" + finding.getString("id"), server.readKey()))
                .isEqualTo(finding);
    }

    @Test
    void finding_standsInItsSession() {
        var kinds = ok("/api/v1/sessions/s-1", server.readKey()).getJsonArray("records").stream()
                .map(record -> ((JsonObject) record).getString("kind"))
                .toList();

        assertThat(kinds).hasSize(6).endsWith("finding");
    }

    @Test
    void teamKey_seesFindingsOfItsTeamOnly() {
        var all = findings("/api/v1/findings", server.readKey());
        var own = findings("/api/v1/findings", server.teamKey());

        assertThat(all).hasSize(2);
        assertThat(own)
                .singleElement()
                .satisfies(finding -> assertThat(finding.getString("sessionId")).isEqualTo("s-2"));
        var foreign = all.stream()
                .filter(finding -> !own.contains(finding))
                .findFirst()
                .orElseThrow()
                .getString("id");
        assertThat(server.get("/api/v1/findings/" + foreign, server.teamKey()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsNoFinding_isNotFound() {
        var record = ok("/api/v1/records?kind=record&limit=1", server.readKey())
                .getJsonArray("records")
                .getJsonObject(0)
                .getString("id");

        assertThat(server.get("/api/v1/findings/" + record, server.readKey()).statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/findings/x", server.readKey()).statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/findings?tool=x", server.readKey()).statusCode())
                .isEqualTo(400);
    }
}
