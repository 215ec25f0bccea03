// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static io.deedbook.collector.intake.IntakeServer.KEY;
import static io.deedbook.collector.intake.IntakeServer.READER;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.tenant.Principal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntakeRoutesTest {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private final IntakeServer server = new IntakeServer(IntakeServer.options());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.admission.bytes()).isZero();
    }

    @Test
    void post_takesWhatTheRealClientSent() {
        for (var fixture : Fixture.all()) {
            server.appended.clear();
            var answer = send(post("/v1/" + fixture.signal().path(), fixture.body())
                    .setHeader("content-type", fixture.contentType())
                    .setHeader("content-encoding", fixture.contentEncoding()));

            assertThat(answer.statusCode()).as(fixture.toString()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue(fixture.contentType());
            assertThat(answer.body()).asString().isEqualTo(fixture.json() ? "{}" : "");
            assertThat(server.appended).singleElement().satisfies(append -> {
                assertThat(append.records()).hasSameSizeAs(fixture.events());
                assertThat(append.tenant().name()).isEqualTo("one");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/logs", "/v1/otlp/v1/logs", "/v1/otlp/logs"})
    void post_isTakenUnderEveryPrefix(String path) {
        assertThat(send(post(path, logs(3))).statusCode()).isEqualTo(200);
    }

    @Test
    void post_namesAResentRequestAlikeAndAnotherOneNot() {
        send(post("/v1/logs", logs(1)));
        send(post("/v1/otlp/v1/logs", gzip(logs(1))).header("content-encoding", "GZIP"));
        send(post("/v1/logs", logs(2)));
        send(post("/v1/traces", new byte[0]));

        assertThat(server.appended).hasSize(3);
        assertThat(server.appended.get(0).exportKey())
                .hasSize(32)
                .isEqualTo(server.appended.get(1).exportKey());
        assertThat(server.appended.get(2).exportKey())
                .isNotEqualTo(server.appended.get(0).exportKey());
    }

    @Test
    void post_keepsTheOrderOfManyBatches() {
        var json = new StringBuilder("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{}");
        for (var number = 1; number < 6_000; number++) {
            json.append(",{\"timeUnixNano\":").append(number).append('}');
        }
        var bytesMax = 8 * 1024 * 1024;
        try (var large = new IntakeServer(IntakeOptions.of(bytesMax, bytesMax, List.of()))) {
            var body = json.append("]}]}]}").toString().getBytes(StandardCharsets.UTF_8);
            var answer = send(post("/v1/logs", body)
                    .uri(URI.create("http://127.0.0.1:" + large.port() + "/v1/logs"))
                    .setHeader("content-type", JSON));

            assertThat(answer.statusCode()).isEqualTo(200);
            var records = large.appended.get(0).records();
            assertThat(records).hasSize(6_000);
            for (var number = 1; number < records.size(); number++) {
                assertThat(records.get(number).occurredUnixNanos()).isEqualTo(number);
            }
        }
    }

    @Test
    void post_ofNoEventsIsNotWritten() {
        assertThat(send(post("/v1/metrics", new byte[0])).statusCode()).isEqualTo(200);
        assertThat(server.appended).isEmpty();
    }

    @Test
    void post_readsContentTypesWithParametersAndInAnyCase() {
        var answer = send(post("/v1/logs", "{}".getBytes(StandardCharsets.UTF_8))
                .setHeader("content-type", "Application/JSON; charset=utf-8"));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void post_refusesAMissingAndAnUnknownKey() {
        var missing = send(request("/v1/logs")
                .header("content-type", PROTOBUF)
                .POST(HttpRequest.BodyPublishers.ofByteArray(logs(1))));
        var unknown = send(post("/v1/logs", logs(1)).setHeader("authorization", "Bearer nobody"));
        assertThat(List.of(missing, unknown)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
            assertThat(answer.body()[0]).as("field 1 of google.rpc.Status").isEqualTo((byte) 8);
            assertThat(answer.body()[1]).isEqualTo((byte) 16);
        });
    }

    @Test
    void post_refusesAKeyWithoutTheRightScope() {
        var answer = send(post("/v1/logs", logs(1)).setHeader("authorization", "Bearer " + READER));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void post_refusesAMalformedBodyWithAStatusInItsContentType() {
        var protobuf = send(post("/v1/logs", new byte[] {1, 2, 3}));
        assertThat(protobuf.statusCode()).isEqualTo(400);
        assertThat(protobuf.body())
                .startsWith(8, 3)
                .asString(StandardCharsets.UTF_8)
                .contains("not valid protobuf");
        var json = send(post("/v1/logs", "{".getBytes(StandardCharsets.UTF_8)).setHeader("content-type", JSON));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.body())
                .asString(StandardCharsets.UTF_8)
                .startsWith("{\"code\":3,\"message\":\"The body is not valid JSON");
        var gzip = send(post("/v1/logs", logs(1)).header("content-encoding", "gzip"));
        assertThat(gzip.statusCode()).isEqualTo(400);
    }

    @Test
    void post_refusesWhatItDoesNotRead() {
        assertThat(send(post("/v1/logs", logs(1)).setHeader("content-type", "text/plain"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(post("/v1/logs", logs(1)).header("content-encoding", "zstd"))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void get_isNotAllowed() {
        assertThat(send(request("/v1/logs").GET()).statusCode()).isEqualTo(405);
        assertThat(send(request("/v1/profiles").GET()).statusCode()).isEqualTo(404);
    }

    @Test
    void post_refusesABodyLargerThanTheLimitAndKeepsTheConnection() {
        var large = new byte[IntakeServer.BODY_BYTES_MAX + 1];
        var declared = send(post("/v1/logs", large));
        assertThat(declared.statusCode()).isEqualTo(413);
        assertThat(declared.body()).asString(StandardCharsets.UTF_8).contains("Lower the exporter's batch size");
        var chunked = send(request("/v1/logs")
                .header("content-type", PROTOBUF)
                .header("x-api-key", KEY)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(large))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(200);
    }

    @Test
    void post_refusesABombAndHoldsNoMoreThanItsLimit() {
        var bomb = gzip(new byte[100_000_000]);
        assertThat(send(post("/v1/logs", bomb).header("content-encoding", "gzip"))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void post_takesALargeBodyOffTheEventLoop() {
        var body = logs(45_000);
        assertThat(body.length).isGreaterThan(1024 * 1024);
        try (var large = new IntakeServer(IntakeOptions.of(8 * 1024 * 1024, 64 * 1024 * 1024, List.of()))) {
            assertThat(send(post("/v1/logs", gzip(body))
                                    .uri(URI.create("http://127.0.0.1:" + large.port() + "/v1/logs"))
                                    .header("content-encoding", "gzip"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(large.appended.get(0).records()).hasSize(45_000);
        }
    }

    @Test
    void post_passesRefusalsOfTheWriterOn() {
        server.writer = request ->
                Future.failedFuture(new Refusal(Refusal.Reason.DATABASE_AWAY, "The database is away. Send again.", 2));
        var away = send(post("/v1/logs", logs(1)));
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("retry-after")).hasValue("2");

        server.writer = request -> Future.failedFuture(new Refusal(Refusal.Reason.SHARE_SPENT, "Too much.", 1));
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(429);
    }

    @Test
    void post_answersABugWith503() {
        server.writer = request -> {
            throw new IllegalStateException("a bug");
        };
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(503);
        server.authenticator = key -> {
            throw new IllegalStateException("a bug");
        };
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(503);
        server.authenticator =
                key -> Future.failedFuture(new Refusal(Refusal.Reason.DATABASE_AWAY, "The database is away.", 1));
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(503);
    }

    @Test
    void post_teachesNothingWhereNothingNewWasStoredAsUsual() {
        for (var receipt : List.of(new Receipt(0, 1, true), Receipt.spooled(1, false), Receipt.spooled(1, true))) {
            server.writer = request -> Future.succeededFuture(receipt);
            assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(200);
        }
        server.writer = request -> Future.failedFuture(new Refusal(Refusal.Reason.DATABASE_AWAY, "It is away.", 2));
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(503);
        server.writer = request -> {
            throw new IllegalStateException("a bug");
        };
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(503);
        assertThat(send(post("/v1/logs", new byte[0])).statusCode()).isEqualTo(200);

        assertThat(server.admission.bestNanos()).isZero();
    }

    @Test
    void post_teachesTheBestTimeByWhatIsNewInTheLedgerOrTheTopic() {
        server.writer = request -> Future.succeededFuture(Receipt.inTopic(1));
        assertThat(send(post("/v1/logs", logs(1))).statusCode()).isEqualTo(200);
        assertThat(server.admission.bestNanos()).isPositive();

        try (var other = new IntakeServer(IntakeServer.options())) {
            send(post("/v1/logs", logs(1)).uri(URI.create("http://127.0.0.1:" + other.port() + "/v1/logs")));
            assertThat(other.appended).hasSize(1);
            assertThat(other.admission.bestNanos()).isPositive();
        }
    }

    @Test
    void post_waitsForTheKeyBeforeItReadsTheBody() {
        var looked = Promise.<Optional<Principal>>promise();
        var first = server.authenticator;
        server.authenticator = key -> looked.future();
        var answer = client.sendAsync(post("/v1/logs", logs(100)).build(), HttpResponse.BodyHandlers.ofByteArray());
        server.vertx.runOnContext(later -> looked.complete(IntakeServer.await(first.authenticate(KEY))));
        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_addUp() {
        send(post("/v1/logs", logs(3)));
        server.writer = request -> Future.succeededFuture(new Receipt(0, 3, true));
        send(post("/v1/logs", logs(3)));
        server.writer = request -> Future.failedFuture(new Refusal(Refusal.Reason.TOO_LATE, "Too late.", 1));
        send(post("/v1/logs", logs(5)));
        send(post("/v1/logs", new byte[] {1}));

        assertThat(count("deedbook.intake.events.received")).isEqualTo(11);
        assertThat(server.registry
                        .get("deedbook.intake.events")
                        .tag("fate", "stored")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(server.registry
                        .get("deedbook.intake.events")
                        .tag("fate", "duplicate")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(server.registry
                        .get("deedbook.intake.events")
                        .tag("reason", "too_late")
                        .counter()
                        .count())
                .isEqualTo(5);
        assertThat(server.registry
                        .get("deedbook.intake.events.inflight")
                        .gauge()
                        .value())
                .isZero();
        assertThat(server.registry
                        .get("deedbook.intake.exports.inflight")
                        .gauge()
                        .value())
                .isZero();
        assertThat(server.registry
                        .get("deedbook.intake.exports")
                        .tag("status", "200")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(server.registry.get("deedbook.intake.latency").timer().count())
                .isEqualTo(4);
    }

    private double count(String name) {
        return server.registry.get(name).counter().count();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return request(path)
                .header("content-type", PROTOBUF)
                .header("authorization", "Bearer " + KEY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] logs(int count) {
        var request = ExportLogsServiceRequest.newBuilder();
        var scope = request.addResourceLogsBuilder().addScopeLogsBuilder();
        for (var number = 0; number < count; number++) {
            scope.addLogRecordsBuilder().setTimeUnixNano(number).setSeverityText("record " + number);
        }
        return request.build().toByteArray();
    }

    private static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }
}
