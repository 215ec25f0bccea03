// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.bus.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request's body off the connection: paused until somebody wants it, counted as it arrives, and thrown away up
 * to a limit where nobody does. Used on the request's event loop.
 */
final class RequestBody {
    /** What is read and thrown away after a refusal, so that the client hears the answer and keeps its connection. */
    private static final int DISCARD_BYTES_MAX = 1024 * 1024;

    private static final int DISCARD_MILLIS_MAX = 2_000;

    private final Vertx vertx;
    private final HttpServerRequest request;

    // Mutable state, owned by the request's event loop.
    private boolean gone;
    private boolean heldBack;
    private boolean wasHeldBack;
    private int discardedBytes;

    RequestBody(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.request = request;
        request.pause();
        request.exceptionHandler(failure -> gone = true);
    }

    /** Whether the client is no longer there. */
    boolean isGone() {
        return gone;
    }

    /** Whether the connection can be stopped while this waits, because nobody else is on it. */
    boolean canBeHeldBack() {
        return request.version() != HttpVersion.HTTP_2 && request.connection() instanceof VertxConnection;
    }

    /**
     * Reads nothing more from the connection, so that a body costs no memory while it waits. The socket itself is
     * stopped: Vert.x would go on until its own queues are full.
     */
    void holdBack() {
        autoRead(false);
        heldBack = true;
        wasHeldBack = true;
    }

    private void letCome() {
        if (heldBack) {
            heldBack = false;
            autoRead(true);
        }
    }

    private void autoRead(boolean on) {
        if (request.connection() instanceof VertxConnection connection) {
            connection.channel().config().setAutoRead(on);
        }
    }

    /**
     * Reads the body into {@code body}.
     *
     * @param millisMax how long it may take
     * @return completes with the same bytes; fails with what {@link BodyBytes} refuses, with {@link Answer#GONE}, and
     *     when time is over, with {@link Answer#tooSlow}, or a {@link Refusal} where it was us who let it wait
     */
    Future<BodyBytes> read(BodyBytes body, long millisMax) {
        var done = Promise.<BodyBytes>promise();
        var expectedSize = contentLength(request.getHeader("content-length"));
        var timer = vertx.setTimer(Math.max(1, millisMax), id -> done.tryFail(late()));
        request.exceptionHandler(failure -> {
            gone = true;
            done.tryFail(new ExportRefusedException(Answer.GONE));
        });
        request.handler(chunk -> {
            if (done.future().isComplete()) {
                discard(chunk);
            } else {
                take(chunk, body, expectedSize, done);
            }
        });
        request.endHandler(end -> done.tryComplete(body));
        if (gone) {
            done.tryFail(new ExportRefusedException(Answer.GONE));
        }
        request.resume();
        letCome();
        return done.future().onComplete(read -> vertx.cancelTimer(timer));
    }

    private RuntimeException late() {
        return wasHeldBack ? Refusal.tooSlow() : new ExportRefusedException(Answer.tooSlow());
    }

    /** The size that a {@code Content-Length} names, or 0. */
    static long contentLength(@Nullable String header) {
        try {
            return header == null ? 0 : Math.max(0, Long.parseLong(header));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Throws away what is still to come, after the answer; closes the connection, or the stream, when that is much or
     * slow.
     */
    void discardRest() {
        letCome();
        if (request.isEnded() || gone) {
            return;
        }
        var timer = vertx.setTimer(DISCARD_MILLIS_MAX, id -> close());
        request.handler(this::discard);
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.exceptionHandler(failure -> vertx.cancelTimer(timer));
        request.resume();
    }

    private static void take(Buffer chunk, BodyBytes body, long expectedSize, Promise<BodyBytes> done) {
        try {
            body.makeRoom(chunk.length(), expectedSize);
            chunk.getBytes(0, chunk.length(), body.bytes(), body.size());
            body.advance(chunk.length());
        } catch (RuntimeException refused) {
            done.tryFail(refused);
        }
    }

    private void discard(Buffer chunk) {
        discardedBytes += chunk.length();
        if (discardedBytes > DISCARD_BYTES_MAX) {
            close();
        }
    }

    private void close() {
        gone = true;
        if (request.version() == HttpVersion.HTTP_2) {
            // other exports are on the same connection
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
