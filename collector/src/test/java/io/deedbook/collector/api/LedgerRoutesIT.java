// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.dashboard.ReadServer;
import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.EntryBundle;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.ProofVerifier;
import io.deedbook.storage.tlog.SignedNote;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LedgerRoutesIT {
    private static ReadServer server;
    private static String log;
    private static long size;

    @BeforeAll
    static void open() {
        server = ReadServer.open();
        for (var number = 0; number < 3; number++) {
            server.append(server.record(draft -> {
                draft.put(Field.TEAM, "payments");
                draft.content().put("toolInput", "ls");
            }));
        }
        server.append(server.record(draft -> draft.content().put("toolInput", "of nobody's team")));
        server.publish();
        log = server.log();
        size = checkpoint().size();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void checkpoint_isTextThatIsAskedForAgain() {
        var answer = server.get("/ledger/" + log + "/checkpoint", server.readKey());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
        var known = answer.headers().firstValue("etag").orElseThrow();
        var again = server.send(request("/ledger/" + log + "/checkpoint", server.readKey())
                .header("If-None-Match", "\"other\", " + known)
                .build());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(server.get("/ledger/" + log + "/checkpoint?size=" + size, server.readKey())
                        .body())
                .isEqualTo(answer.body());
        assertThat(status("/ledger/" + log + "/checkpoint?size=" + (size + 1))).isEqualTo(404);
        assertThat(status("/ledger/" + log + "/checkpoint?size=x")).isEqualTo(400);
    }

    @Test
    void tilesAndEntries_leadToTheSignedRoot() throws IOException {
        var tile = bytes("/ledger/" + log + "/tile/0/000.p/" + size, false);
        var bundle = bytes("/ledger/" + log + "/tile/entries/000.p/" + size, false);
        var entries = EntryBundle.parse(bundle, (int) size);
        var hashes = entries.stream().map(Leaf::hash).toList();
        assertThat(Frontier.empty().append(hashes).root())
                .isEqualTo(checkpoint().root());
        for (var index = 0; index < size; index++) {
            assertThat(hashes.get(index)).isEqualTo(Arrays.copyOfRange(tile, index * 32, index * 32 + 32));
        }
        assertThat(bytes("/ledger/" + log + "/tile/entries/000.p/" + size, true))
                .isEqualTo(bundle);
        var smaller = bytes("/ledger/" + log + "/tile/entries/000.p/1", false);
        assertThat(EntryBundle.parse(smaller, 1).get(0)).isEqualTo(entries.get(0));
    }

    @Test
    void tiles_areImmutableAndPrivate() {
        var answer = server.get("/ledger/" + log + "/tile/0/000.p/1", server.readKey());
        assertThat(answer.headers().firstValue("content-type")).contains("application/octet-stream");
        assertThat(answer.headers().firstValue("cache-control")).contains("private, max-age=31536000, immutable");
    }

    @Test
    void tiles_areThereAsFarAsACheckpointCovers() {
        for (var path : List.of("tile/0/000", "tile/0/000.p/" + (size + 1), "tile/0/001.p/1", "tile/1/000.p/1")) {
            assertThat(status("/ledger/" + log + '/' + path)).as(path).isEqualTo(404);
        }
        for (var path : List.of("tile/0/0", "tile/00/000", "tile/0/000.p/256", "tile/0/000.p/0", "tile/64/000")) {
            assertThat(status("/ledger/" + log + '/' + path)).as(path).isEqualTo(400);
        }
        assertThat(server.get("/ledger/" + log + "/tile/0/0", server.readKey()).body())
                .contains("tile-path");
        assertThat(status("/ledger/" + log + "/tile/entries/000.p/" + (size + 1)))
                .isEqualTo(404);
        assertThat(status("/ledger/" + log + "/tile/0/000.p/1?x=1")).isEqualTo(400);
        assertThat(status("/ledger/" + log + "/nothing")).isEqualTo(404);
    }

    @Test
    void consistency_leadsFromAnOlderTreeToANewerOne() throws IOException {
        var hashes =
                EntryBundle.parse(bytes("/ledger/" + log + "/tile/entries/000.p/" + size, false), (int) size).stream()
                        .map(Leaf::hash)
                        .toList();
        for (var old = 1; old <= size; old++) {
            var answer = server.get("/ledger/" + log + "/consistency?from=" + old + "&to=" + size, server.readKey());
            assertThat(answer.statusCode()).isEqualTo(200);
            var path = answer.body().lines().map(Base64.getDecoder()::decode).toList();
            var root = Frontier.empty().append(hashes.subList(0, old)).root();
            assertThat(ProofVerifier.extend(old, root, size, checkpoint().root(), path))
                    .isTrue();
        }
        var fromEmpty = server.get("/ledger/" + log + "/consistency?from=0&to=" + size, server.readKey());
        assertThat(fromEmpty.statusCode()).isEqualTo(200);
        assertThat(fromEmpty.body()).isEmpty();
        assertThat(status("/ledger/" + log + "/consistency?from=2&to=1")).isEqualTo(400);
        assertThat(status("/ledger/" + log + "/consistency?from=2")).isEqualTo(400);
        assertThat(status("/ledger/" + log + "/consistency?from=-1&to=2")).isEqualTo(400);
        assertThat(status("/ledger/" + log + "/consistency?from=1&to=" + (size + 1)))
                .isEqualTo(404);
    }

    @Test
    void anotherTenantsLog_isAnsweredLikeNone() {
        var path = "/ledger/" + log + "/checkpoint";
        var none = server.get("/ledger/0000000000000000/checkpoint", server.readKey());
        var other = server.get(path, server.keyOfAnotherTenant());
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body()).isEqualTo(none.body());
        assertThat(server.get(path, null).statusCode()).isEqualTo(401);
        assertThat(server.get(path, server.ingestKey()).statusCode()).isEqualTo(403);
        assertThat(server.get(path, server.teamKey()).statusCode()).isEqualTo(200);
        assertThat(status("/ledger/" + log + "/2/checkpoint")).isEqualTo(404);
    }

    @Test
    void leavesOfAllTeams_areNotForOneTeamsKey() {
        var leaves = "/ledger/" + log + "/tile/entries/000.p/1";
        var refused = server.get(leaves, server.teamKey());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("all teams");
        assertThat(status(leaves)).isEqualTo(200);
        assertThat(server.getPublic(leaves).statusCode()).isEqualTo(200);
        for (var path : List.of("checkpoint", "tile/0/000.p/1", "consistency?from=1&to=" + size)) {
            assertThat(server.get("/ledger/" + log + '/' + path, server.teamKey())
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void publicLedgers_needNoKeyButDisclosureDoes() {
        assertThat(server.getPublic("/ledger/" + log + "/checkpoint").statusCode())
                .isEqualTo(200);
        var tile = server.getPublic("/ledger/" + log + "/tile/0/000.p/1");
        assertThat(tile.headers().firstValue("cache-control")).contains("public, max-age=31536000, immutable");
        assertThat(server.getPublic("/ledger/0000000000000000/checkpoint").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/records/" + "0".repeat(32) + "/disclosure", null)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void disclosure_opensTheCommitmentsOfTheLeaf() throws Exception {
        var record = new JsonObject(server.get("/api/v1/records?team=payments", server.readKey())
                        .body())
                .getJsonArray("records")
                .getJsonObject(0);
        var path = "/api/v1/records/" + record.getString("id") + "/disclosure";
        var all = new JsonObject(server.get(path, server.readKey()).body());
        var leaf =
                new JsonObject(new String(Base64.getDecoder().decode(all.getString("leaf")), StandardCharsets.UTF_8));
        for (var name : leaf.getJsonObject("parts").fieldNames()) {
            var part = all.getJsonObject("parts").getJsonObject(name);
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(("audit-part/v1\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
            digest.update(Base64.getDecoder().decode(part.getString("salt")));
            digest.update(Base64.getDecoder().decode(part.getString("content")));
            assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()))
                    .isEqualTo(leaf.getJsonObject("parts").getString(name));
        }
        assertThat(leaf.getJsonObject("parts").fieldNames()).contains("content", "actor");
        assertThat(all.getJsonObject("parts").fieldNames()).contains("attributes");
        assertThat(all.getJsonObject("parts").getValue("attributes")).isNull();

        var some = new JsonObject(
                server.get(path + "?parts=content", server.teamKey()).body());
        assertThat(some.getJsonObject("parts").fieldNames()).containsExactly("content");
        assertThat(status(path + "?parts=contents")).isEqualTo(400);
        assertThat(status(path + "?parts=")).isEqualTo(400);
    }

    @Test
    void disclosure_isRefusedToAnotherTeamsKey() {
        var records =
                new JsonObject(server.get("/api/v1/records", server.readKey()).body()).getJsonArray("records");
        var foreign = records.stream()
                .map(JsonObject.class::cast)
                .filter(record -> record.getString("team") == null)
                .findFirst()
                .orElseThrow();
        var path = "/api/v1/records/" + foreign.getString("id") + "/disclosure";
        assertThat(server.get(path, server.readKey()).statusCode()).isEqualTo(200);
        assertThat(server.get(path, server.teamKey()).statusCode()).isEqualTo(404);
        assertThat(server.get(path, server.keyOfAnotherTenant()).statusCode()).isEqualTo(404);
        assertThat(server.get(path, server.ingestKey()).statusCode()).isEqualTo(403);
    }

    private static Checkpoint checkpoint() {
        var note =
                server.get("/ledger/" + log + "/checkpoint", server.readKey()).body();
        return Checkpoint.parse(SignedNote.parse(note).text());
    }

    private static int status(String path) {
        return server.get(path, server.readKey()).statusCode();
    }

    private static HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(server.url(path))).header("Authorization", "Bearer " + key);
    }

    private static byte[] bytes(String path, boolean gzip) throws IOException {
        var request = request(path, server.readKey());
        if (gzip) {
            request.header("Accept-Encoding", "gzip");
        }
        var answer = server.sendForBytes(request.build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-encoding").isPresent()).isEqualTo(gzip);
        if (!gzip) {
            return answer.body();
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return in.readAllBytes();
        }
    }
}
