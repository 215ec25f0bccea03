// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.http.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listens on one event loop, with a router of its own. Deployed once a core, all on the same port. */
final class HttpVerticle extends VerticleBase {
    /** How long requests in flight may take to finish when the server stops; the clients wait 10 s at most. */
    static final int STOP_SECONDS = 10;

    /** Longer than the 60 s between two exports of metrics: closing just as a client sends would lose its batch. */
    private static final int IDLE_SECONDS = 180;

    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int INITIAL_LINE_BYTES_MAX = 8 * 1024;
    private static final int CHUNK_BYTES_MAX = 16 * 1024;

    private static final int FORM_BYTES_MAX = 8 * 1024;
    private static final int STREAMS_MAX = 128;
    /** Vert.x: one random port, shared by all instances that ask with the same negative number. */
    private static final int ANY_PORT = -1;

    private final String host;
    private final int port;
    private final boolean reusePort;
    private final Drain drain;
    private final Consumer<Router> routes;
    // Mutable state, owned by this verticle's event loop
    private @Nullable HttpServer server;

    HttpVerticle(String host, int port, boolean reusePort, Drain drain, Consumer<Router> routes) {
        this.host = host;
        this.port = port;
        this.reusePort = reusePort;
        this.drain = drain;
        this.routes = routes;
    }

    @Override
    public Future<?> start() {
        var late = new LateConnections(vertx, drain.connections());
        var router = Router.router(vertx);
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            // before any route, so that a page which needs more says so itself
            SecurityHeaders.data(context.response());
            if (!late.refuse(context)) {
                drain.watch(context);
                context.next();
            }
        });
        routes.accept(router);
        FallbackAnswers.mount(router);
        var listening = vertx.createHttpServer(options().setReusePort(reusePort))
                .connectionHandler(late::opened)
                .requestHandler(router);
        server = listening;
        return listening.listen(port == 0 ? ANY_PORT : port, host);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(INITIAL_LINE_BYTES_MAX)
                .setMaxChunkSize(CHUNK_BYTES_MAX)
                .setMaxFormAttributeSize(FORM_BYTES_MAX)
                .setMaxFormBufferedBytes(FORM_BYTES_MAX)
                .setHandle100ContinueAutomatically(true)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHttp2ClearTextEnabled(true)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS_MAX).setMaxHeaderListSize(HEADER_BYTES_MAX))
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /** The port that is listened on, once started. */
    int actualPort() {
        return server == null ? 0 : server.actualPort();
    }

    /** Stops accepting, and completes when every request in flight has its answer or {@link #STOP_SECONDS} are over. */
    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
