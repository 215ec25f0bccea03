// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.OperationSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients go over to another process without a failed request: for {@code drain-delay-ms} a load balancer may
 * notice that readiness is red while everything is served; then nobody new is let in; and a connection is closed with
 * its next answer, which says so, rather than at a moment when its client may be sending. Streams of events, which have
 * no end and whose readers connect again by themselves, are cut. What is still open after {@code drain-deadline-ms},
 * because it is idle, is closed by whoever stops the server after this. Thread-safe.
 */
final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final int POLL_MILLIS = 20;
    private static final String EVENTS = "text/event-stream";

    private final ListeningTransport listening;
    private final long delayMillis;
    private final long deadlineMillis;
    // Mutable state
    private final Set<HttpServerResponse> streams =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean draining;

    Drain(ListeningTransport listening, OperationSettings settings) {
        this.listening = listening;
        delayMillis = settings.drainDelayMillis();
        deadlineMillis = settings.drainDeadlineMillis();
    }

    /** The connections that are drained. */
    ConnectionRoom connections() {
        return listening.room();
    }

    /** Sees to it that the answer of this request is its connection's last if it is given during the drain. */
    void watch(RoutingContext context) {
        context.addHeadersEndHandler(answering -> {
            if (draining) {
                sayLast(context);
            } else if (isStream(context.response())) {
                streams.add(context.response());
            }
        });
    }

    private static boolean isStream(HttpServerResponse response) {
        var type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(EVENTS);
    }

    /** Closes the connection with the answer that is about to be given. */
    static void sayLast(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        // after this answer, and those of an HTTP/2 connection that are under way
        context.request().connection().shutdown(HttpVerticle.STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** Drains. Completes when all connections are closed or the deadline is over, never fails. */
    Future<Void> run(Vertx vertx) {
        draining = true;
        return after(vertx, delayMillis)
                .compose(noticed -> listening.stopListening())
                .compose(shut -> {
                    log.info("Nobody new is let in. connections={}", listening.connections());
                    cutStreams();
                    return gone(vertx, System.nanoTime());
                });
    }

    private void cutStreams() {
        List<HttpServerResponse> open;
        synchronized (streams) {
            open = List.copyOf(streams);
        }
        open.stream().filter(stream -> !stream.ended() && !stream.closed()).forEach(HttpServerResponse::reset);
    }

    private static Future<Void> after(Vertx vertx, long millis) {
        return millis == 0 ? Future.succeededFuture() : vertx.timer(millis).mapEmpty();
    }

    private Future<Void> gone(Vertx vertx, long startNanos) {
        var done = Promise.<Void>promise();
        vertx.setPeriodic(POLL_MILLIS, timer -> {
            var late = System.nanoTime() - startNanos >= TimeUnit.MILLISECONDS.toNanos(deadlineMillis);
            if (listening.connections() == 0 || late) {
                vertx.cancelTimer(timer);
                log.info("Connections are drained. idleOrBusy={}", listening.connections());
                done.complete();
            }
        });
        return done.future();
    }
}
