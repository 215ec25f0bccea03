// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that are small, and become large. */
final class ExpandingRequestTest {
    private static final String PROTOBUF = "application/x-protobuf";

    private final IntakeServer server = new IntakeServer(IntakeServer.options());
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpClient client = server.vertx
            .httpClientBuilder()
            .with(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false))
            .with(new PoolOptions().setHttp2MaxSize(1))
            .withConnectHandler(connection -> connections.incrementAndGet())
            .build();

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.admission.bytes()).isZero();
    }

    @Test
    void post_refusesManyRecordsOfALargeResource() {
        var resource = "{\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"" + "x".repeat(20_000) + "\"}}]}";
        assertThat(post("/v1/logs", "application/json", json(resource, 10))).isEqualTo(200);
        assertThat(post("/v1/logs", "application/json", json(resource, 100))).isEqualTo(413);
        assertThat(server.appended).hasSize(1);
    }

    @Test
    void post_refusesManyRecordsOfALargeScope() {
        var request = ExportLogsServiceRequest.newBuilder();
        var scope = request.addResourceLogsBuilder().addScopeLogsBuilder();
        scope.getScopeBuilder().setName("x".repeat(20_000));
        for (var count = 0; count < 100; count++) {
            scope.addLogRecordsBuilder();
        }
        assertThat(post("/v1/logs", PROTOBUF, request.build().toByteArray())).isEqualTo(413);
    }

    @Test
    void post_refusesManyPointsOfALongDescription() {
        var request = ExportMetricsServiceRequest.newBuilder();
        var metric =
                request.addResourceMetricsBuilder().addScopeMetricsBuilder().addMetricsBuilder();
        metric.setDescription("x".repeat(20_000));
        for (var count = 0; count < 100; count++) {
            metric.getGaugeBuilder().addDataPointsBuilder();
        }
        assertThat(post("/v1/metrics", PROTOBUF, request.build().toByteArray())).isEqualTo(413);
    }

    @Test
    void post_refusesEventsOfTwoBytesByTheMemoryThatTheyTake() {
        var request = ExportLogsServiceRequest.newBuilder();
        var scope = request.addResourceLogsBuilder().addScopeLogsBuilder();
        for (var count = 0; count < 10_000; count++) {
            scope.addLogRecordsBuilder();
        }
        assertThat(post("/v1/logs", PROTOBUF, request.build().toByteArray())).isEqualTo(413);
    }

    @Test
    void post_thatIsMuchTooLargeTakesNoOtherStreamOfTheConnectionDown() {
        var large = send("/v1/logs", PROTOBUF, Buffer.buffer(new byte[16 * 1024 * 1024]));
        for (var count = 0; count < 20; count++) {
            assertThat(post("/v1/logs", "application/json", json("{}", 1))).isEqualTo(200);
        }
        assertThat(IntakeServer.await(large.otherwise(413))).isEqualTo(413);
        assertThat(post("/v1/logs", "application/json", json("{}", 1))).isEqualTo(200);
        assertThat(connections.get()).isEqualTo(1);
    }

    private static byte[] json(String resource, int events) {
        return ("{\"resourceLogs\":[{\"resource\":" + resource + ",\"scopeLogs\":[{\"logRecords\":[{}"
                        + ",{}".repeat(events - 1) + "]}]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private int post(String path, String contentType, byte[] body) {
        return IntakeServer.await(send(path, contentType, Buffer.buffer(body)));
    }

    private Future<Integer> send(String path, String contentType, Buffer body) {
        return client.request(HttpMethod.POST, server.port(), "127.0.0.1", path)
                .compose(request -> request.putHeader("content-type", contentType)
                        .putHeader("x-api-key", IntakeServer.KEY)
                        .send(body)
                        .map(response -> response.statusCode()));
    }
}
