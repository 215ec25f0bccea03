// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.witness;

import io.deedbook.storage.witness.Witness;
import io.deedbook.storage.witness.WitnessAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of a {@link Witness}: {@code POST /add-checkpoint} for logs, {@code GET /<SHA-256 of the origin>/checkpoint}
 * for monitors. Anybody may knock, so what one connection may hold, how long it may take, how many are served at once,
 * and how many come from one address is bounded. A request counts as served only once its body is there: who sends
 * slowly holds a connection and the little that has come, and nobody else up. Thread-safe.
 */
public final class WitnessServer {
    /** Requests at work at once; what exceeds it is told to come again. */
    static final int REQUESTS_MAX = 64;

    static final int CONNECTIONS_MAX = 1_024;
    /** Connections from one address: few enough that it takes many addresses to fill the door. */
    static final int CONNECTIONS_PER_ADDRESS_MAX = 128;

    private static final Logger log = LoggerFactory.getLogger(WitnessServer.class);
    private static final String ADD = "/add-checkpoint";
    private static final String CHECKPOINT = "/checkpoint";
    private static final String WORKERS = "deedbook-witness";
    private static final int WORKER_COUNT = 8;
    private static final int IDLE_SECONDS = 60;
    /** What answers take, which connections that only stay open for the next request must not draw out. */
    private static final long STOP_MILLIS_MAX = 1_000;

    private static final int HEADER_BYTES_MAX = 8 * 1024;

    private final Witness witness;
    private final WorkerExecutor workers;
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Promise<Void> idle = Promise.promise();
    private final ConnectionCount connections = new ConnectionCount(CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX);

    /** @param witness that answers; stays the caller's */
    public WitnessServer(Vertx vertx, Witness witness) {
        this.witness = witness;
        workers = vertx.createSharedWorkerExecutor(WORKERS, WORKER_COUNT);
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setMaxInitialLineLength(HEADER_BYTES_MAX)
                        .setHandle100ContinueAutomatically(true)
                        .setHttp2ClearTextEnabled(false)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(this::admit)
                .connectionHandler(connection -> {
                    var address = String.valueOf(connection.remoteAddress().hostAddress());
                    if (connections.enter(address)) {
                        connection.closeHandler(closed -> connections.leave(address));
                    } else {
                        connection.close();
                    }
                });
    }

    /** Listens; the future has the port. */
    public Future<Integer> listen(String host, int port) {
        return server.listen(port, host).map(HttpServer::actualPort);
    }

    /**
     * Ends once what was begun is answered, at the latest after a second: a cosignature is on disk before it is sent.
     */
    public Future<Void> close() {
        closing.set(true);
        completeWhenIdle();
        return idle.future()
                .timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .transform(answered -> server.close())
                .eventually(workers::close);
    }

    private void completeWhenIdle() {
        if (closing.get() && unanswered.get() == 0) {
            idle.tryComplete();
        }
    }

    private void admit(HttpServerRequest request) {
        var response = request.response();
        response.putHeader("X-Content-Type-Options", "nosniff");
        unanswered.incrementAndGet();
        answer(request).onFailure(failure -> fail(request, failure)).onComplete(answered -> {
            unanswered.decrementAndGet();
            completeWhenIdle();
        });
    }

    private Future<Void> answer(HttpServerRequest request) {
        var path = request.path();
        if (ADD.equals(path)) {
            return request.method().equals(HttpMethod.POST) ? add(request) : notAllowed(request, "POST");
        }
        if (path != null && path.endsWith(CHECKPOINT)) {
            var reads =
                    request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
            return reads
                    ? latest(request, path.substring(1, Math.max(1, path.length() - CHECKPOINT.length())))
                    : notAllowed(request, "GET, HEAD");
        }
        return refuse(request, 404, "There is nothing at this address.");
    }

    private Future<Void> add(HttpServerRequest request) {
        request.pause();
        return SubmissionBody.read(request)
                .compose(body -> work(request, () -> witness.add(body), answer -> {
                    note(answer);
                    return send(request.response(), answer);
                }));
    }

    /** Does what blocks, unless too much of it is waiting already. */
    private <T> Future<Void> work(
            HttpServerRequest request, Callable<T> blocking, Function<T, Future<Void>> answering) {
        if (requests.incrementAndGet() > REQUESTS_MAX) {
            requests.decrementAndGet();
            request.response().putHeader("Retry-After", "1");
            return refuse(request, 503, "The witness is busy. Come again.");
        }
        return workers.executeBlocking(blocking, false)
                .onComplete(done -> requests.decrementAndGet())
                .compose(answering);
    }

    /** A log that shows two trees is what witnesses are there for. */
    private static void note(WitnessAnswer answer) {
        switch (answer.status()) {
            case 200 -> log.debug("A checkpoint was cosigned.");
            case 422 ->
                log.warn("A checkpoint that its log signed does not continue what was cosigned before. Keep what the"
                        + " log sent, and ask its operator.");
            default ->
                log.debug(
                        "A checkpoint was not cosigned. status={} reason={}",
                        answer.status(),
                        answer.body().strip());
        }
    }

    private Future<Void> latest(HttpServerRequest request, String originHash) {
        return work(request, () -> witness.latest(originHash), latest -> {
            request.response().putHeader("Cache-Control", "no-cache");
            return latest.isPresent()
                    ? send(request.response(), new WitnessAnswer(200, WitnessAnswer.TEXT, latest.get()))
                    : refuse(request, 404, "No checkpoint of such a log was cosigned.");
        });
    }

    private static Future<Void> send(HttpServerResponse response, WitnessAnswer answer) {
        return response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .end(answer.body());
    }

    private static Future<Void> notAllowed(HttpServerRequest request, String methods) {
        request.response().putHeader("Allow", methods);
        return refuse(request, 405, "This address takes " + methods + " only.");
    }

    /** What is left of the request is not read: the connection ends with the answer. */
    private static Future<Void> refuse(HttpServerRequest request, int status, String message) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        var answer = new WitnessAnswer(status, WitnessAnswer.TEXT, message + '\n');
        if (request.isEnded()) {
            return send(response, answer);
        }
        response.putHeader("Connection", "close");
        return send(response, answer).eventually(() -> request.connection().close());
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        if (failure instanceof SubmissionBody.RefusedException refused) {
            refuse(request, refused.status(), String.valueOf(refused.getMessage()));
            return;
        }
        if (failure instanceof IOException) {
            log.error(
                    "The witness's memory can't be read or written, so nothing is cosigned. See to its state"
                            + " directory.",
                    failure);
        } else {
            log.error("A request could not be handled.", failure);
        }
        refuse(request, 500, "The witness can't read or write its memory.");
    }
}
