// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.fixtures.Fixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real client sends is a record each in a real ledger, once. */
final class IntakeLedgerIT {
    @TempDir
    private static Path dataDir;

    private static LedgerServer server;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        server = new LedgerServer(dataDir);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void post_storesEveryEventOfEveryFixtureOnce() throws Exception {
        var tenant = server.tenant("fixtures");
        var key = server.ingestKey(tenant);
        var eventCount = Fixture.all().stream()
                .mapToInt(fixture -> fixture.events().size())
                .sum();

        for (var fixture : Fixture.all()) {
            assertThat(post(fixture, key)).as(fixture.toString()).isEqualTo(200);
        }
        assertThat(server.records(tenant)).hasSize(eventCount);

        for (var fixture : Fixture.all()) {
            assertThat(post(fixture, key)).as(fixture.toString()).isEqualTo(200);
        }
        var records = server.records(tenant);
        assertThat(records).hasSize(eventCount);
        assertThat(records.toString()).doesNotContain("jane.doe@example.com");
        assertThat(server.admission.bytes()).isZero();
    }

    @Test
    void post_keepsTenantsApart() throws Exception {
        var first = server.tenant("first");
        var second = server.tenant("second");
        var fixture = Fixture.all().get(0);

        assertThat(post(fixture, server.ingestKey(first))).isEqualTo(200);
        assertThat(post(fixture, server.ingestKey(second))).isEqualTo(200);

        assertThat(server.records(first)).hasSameSizeAs(fixture.events());
        assertThat(server.records(second)).hasSameSizeAs(fixture.events());
    }

    @Test
    void post_refusesAKeyThatTheDatabaseDoesNotHave() throws Exception {
        assertThat(post(Fixture.all().get(0), "dbk_aaaaaaaa_unknown")).isEqualTo(401);
    }

    private int post(Fixture fixture, String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(server.url() + "/v1/" + fixture.signal().path()))
                .header("content-type", fixture.contentType())
                .header("content-encoding", fixture.contentEncoding())
                .header("x-api-key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(fixture.body()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
