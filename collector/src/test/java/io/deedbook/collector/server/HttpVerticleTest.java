// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.collector.config.OperationSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpVerticleTest {
    private static final int DRAIN_DEADLINE_MILLIS = 60_000;
    private static final int CONNECTIONS_MAX = 60;

    private final ListeningTransport listening = new ListeningTransport(CONNECTIONS_MAX);
    private final Vertx vertx = Vertx.builder().withTransport(listening).build();
    private Drain drain = new Drain(
            listening, new OperationSettings(CONNECTIONS_MAX, false, 0, DRAIN_DEADLINE_MILLIS, Optional.empty()));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpVerticle> verticles = new ArrayList<>();
    private Optional<String> trouble = Optional.empty();
    private Optional<String> warning = Optional.empty();
    private final Readiness readiness = new Readiness(() -> Future.succeededFuture(trouble));
    private String deployment = "";

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void ready_isRedWhileStartingInTroubleAndStopping() throws Exception {
        start(router -> {});
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        readiness.running();
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
        trouble = Optional.of("The database is away.");
        var away = get("/health/ready");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("The database is away.");
        readiness.stopping();
        assertThat(get("/health/ready").body()).contains("stopping");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void ready_warnsWithoutTurningRed() throws Exception {
        start(router -> {});
        readiness.running();
        warning = Optional.of("A witness holds something against a ledger.");
        var warned = get("/health/ready");
        assertThat(warned.statusCode()).isEqualTo(200);
        assertThat(warned.body()).contains("\"ready\"", "A witness holds something");
    }

    @Test
    void root_leadsToTheDashboard() throws Exception {
        start(router -> {});
        var answer = get("/");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).contains("/dashboard");
    }

    @Test
    void everyAnswer_hasSecurityHeadersAndNoServerVersion() throws Exception {
        start(router -> {});
        for (var path : new String[] {"/", "/health/live", "/nowhere"}) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
            assertThat(headers.firstValue("content-security-policy")).isPresent();
            assertThat(headers.firstValue("server")).isEmpty();
        }
    }

    @Test
    void unknownAddress_isAProblem() throws Exception {
        start(router -> {});
        var answer = get("/nowhere");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void routeThatThrows_isAnsweredWithoutA500AndWithoutItsMessage() throws Exception {
        start(router -> router.get("/bug").handler(context -> {
            throw new IllegalStateException("secret");
        }));
        var answer = get("/bug");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void metrics_areServedInPrometheusFormat() throws Exception {
        try (var metrics = new Metrics()) {
            start(router ->
                    new OperationRoutes(readiness, Optional::empty, () -> false, metrics::scrape).mount(router));
            var answer = get("/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("jvm_memory_used_bytes");
        }
    }

    @Test
    void metrics_areNotServedWhenSwitchedOff() throws Exception {
        start(router -> {});
        assertThat(get("/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void stop_letsARequestInFlightFinish() throws Exception {
        var arrived = new CompletableFuture<Promise<String>>();
        start(router -> router.get("/slow").handler(context -> {
            var answer = Promise.<String>promise();
            answer.future().onSuccess(context.response()::end);
            arrived.complete(answer);
        }));
        var asked = client.sendAsync(request("/slow"), BodyHandlers.ofString());
        var answer = arrived.get(10, TimeUnit.SECONDS);
        var stopped = vertx.undeploy(deployment);
        assertThat(stopped.isComplete()).isFalse();
        answer.complete("done");
        assertThat(asked.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
        await(stopped);
    }

    @Test
    void drain_closesAConnectionWithItsNextAnswerAndLetsNobodyNewIn() throws Exception {
        start(router -> {});
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), verticles.get(0).actualPort())) {
            socket.setSoTimeout(20_000);
            assertThat(ask(socket)).doesNotContain("connection: close");
            var drained = drain.run(vertx);
            // its client does not know yet that the server is about to stop
            assertThat(ask(socket)).startsWith("HTTP/1.1 200").contains("connection: close");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            await(drained);
            assertThat(drain.connections().open()).isZero();
        }
        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(ConnectException.class);
    }

    @Test
    void drain_servesWhoConnectedBeforeAndSaysNothingUntilThen() throws Exception {
        start(router -> {});
        var sockets = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 50; i++) {
                sockets.add(new Socket(
                        InetAddress.getLoopbackAddress(), verticles.get(0).actualPort()));
            }
            var drained = drain.run(vertx);
            for (var socket : sockets) {
                socket.setSoTimeout(20_000);
                assertThat(ask(socket)).startsWith("HTTP/1.1 200").contains("connection: close");
            }
            await(drained);
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void drain_servesEverybodyDuringItsDelay() throws Exception {
        drain = new Drain(listening, new OperationSettings(CONNECTIONS_MAX, false, 60_000, 0, Optional.empty()));
        start(router -> {});
        readiness.running();
        var drained = drain.run(vertx);
        readiness.stopping();
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        var answer = get("/health/live");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("connection")).contains("close");
        assertThat(drained.isComplete()).isFalse();
    }

    @Test
    void drain_cutsStreamsOfEvents() throws Exception {
        start(router -> router.get("/events")
                .handler(context -> context.response()
                        .setChunked(true)
                        .putHeader("content-type", "text/event-stream; charset=utf-8")
                        .write("data: live\"}")));
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), verticles.get(0).actualPort())) {
            socket.setSoTimeout(20_000);
            assertThat(ask(socket, "/events")).contains("data: live");
            var drained = drain.run(vertx);
            assertThat(socket.getInputStream().readAllBytes()).asString().doesNotContain("0\r\n\r\n");
            await(drained);
        }
    }

    @Test
    void connections_areToldToComeAgainWhenNearlyAllAreTakenAndHungUpOnWhenAllAre() throws Exception {
        start(router -> {});
        var sockets = new ArrayList<Socket>();
        try {
            var served = CONNECTIONS_MAX - CONNECTIONS_MAX / 10;
            while (sockets.size() < CONNECTIONS_MAX) {
                var socket = connect();
                sockets.add(socket);
                if (sockets.size() <= served) {
                    assertThat(ask(socket)).startsWith("HTTP/1.1 200");
                }
            }
            try (var tooMany = connect()) {
                assertThat(isHungUpOn(tooMany)).isTrue();
            }
            for (var socket : sockets.subList(served, CONNECTIONS_MAX)) {
                socket.getOutputStream()
                        .write("POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 503")
                        .containsIgnoringCase("connection: close")
                        .containsIgnoringCase("retry-after: 2");
            }
            assertThat(listening.room().refusedCount()).isEqualTo(1 + CONNECTIONS_MAX - served);
            // who was let in stays, and there is room again
            assertThat(ask(sockets.get(0))).startsWith("HTTP/1.1 200");
            sockets.get(1).close();
            while (listening.connections() >= served) {
                Thread.onSpinWait();
            }
            try (var next = connect()) {
                assertThat(ask(next)).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private Socket connect() throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), verticles.get(0).actualPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean isHungUpOn(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** One request on a connection that is to stay; what is read is one answer. */
    private static String ask(Socket socket) throws IOException {
        return ask(socket, "/health/live");
    }

    private static String ask(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var answer = new StringBuilder();
        while (answer.indexOf("live") < 0 || answer.charAt(answer.length() - 1) != '}') {
            var next = socket.getInputStream().read();
            assertThat(next).as("after: %s", answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.toString();
    }

    private void start(Consumer<Router> routes) throws Exception {
        deployment = await(vertx.deployVerticle(
                () -> {
                    var verticle = new HttpVerticle("127.0.0.1", 0, false, drain, router -> {
                        new OperationRoutes(readiness, () -> warning, () -> false, null).mount(router);
                        routes.accept(router);
                    });
                    synchronized (verticles) {
                        verticles.add(verticle);
                    }
                    return verticle;
                },
                new DeploymentOptions().setInstances(2)));
        assertThat(verticles)
                .extracting(HttpVerticle::actualPort)
                .containsOnly(verticles.get(0).actualPort());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + verticles.get(0).actualPort() + path))
                .build();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
