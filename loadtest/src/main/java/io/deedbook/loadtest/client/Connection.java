// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client: one request at a time, kept open between them, opened anew when it is gone. As the real
 * client's, a request on a connection that breaks is not sent again. Owned by the event loop.
 */
final class Connection {
    private final Vertx vertx;
    private final NetClient net;
    private final Destination destination;
    // Mutable state
    private @Nullable NetSocket socket;
    private ResponseParser parser = new ResponseParser();
    private @Nullable Consumer<Answer> waiting;
    private long timer = -1;
    /** Tells late events of a request from those of the next. */
    private int turn;

    Connection(Vertx vertx, NetClient net, Destination destination) {
        this.vertx = vertx;
        this.net = net;
        this.destination = destination;
    }

    /**
     * Sends a request and calls {@code then} once with its end, after {@code timeoutMillis} at the latest. One that is
     * still underway is abandoned.
     */
    void post(Buffer request, long timeoutMillis, Consumer<Answer> then) {
        begin(timeoutMillis, then, open -> write(open, request));
    }

    /** As {@link #post}, a piece at a time with pauses between. */
    void postInPieces(Buffer request, int pieceBytes, long pauseMillis, long timeoutMillis, Consumer<Answer> then) {
        begin(timeoutMillis, then, open -> piece(open, turn, request, 0, pieceBytes, pauseMillis));
    }

    void close() {
        var open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }

    /** Closes it even in the middle of a request. */
    void abandon() {
        end(Answer.failed(Answer.RESET));
        close();
    }

    private void begin(long timeoutMillis, Consumer<Answer> then, Consumer<NetSocket> send) {
        var former = waiting;
        if (former != null) {
            // its client gave it up: the answer to it must not be taken for the answer to this one
            waiting = null;
            cancelTimer();
            close();
            vertx.runOnContext(later -> former.accept(Answer.failed(Answer.RESET)));
        }
        waiting = then;
        turn++;
        timer = vertx.setTimer(Math.max(1, timeoutMillis), fired -> {
            timer = -1;
            end(Answer.failed(Answer.TIMEOUT));
        });
        var open = socket;
        if (open != null) {
            send.accept(open);
            return;
        }
        var asked = turn;
        net.connect(destination.port(), destination.host()).onComplete(connected -> {
            if (asked != turn || waiting == null) {
                if (connected.succeeded()) {
                    connected.result().close();
                }
            } else if (connected.failed()) {
                end(Answer.failed(Answer.NO_CONNECTION));
            } else {
                send.accept(opened(connected.result()));
            }
        });
    }

    private NetSocket opened(NetSocket made) {
        socket = made;
        parser = new ResponseParser();
        made.handler(bytes -> received(made, bytes));
        made.closeHandler(closed -> gone(made));
        made.exceptionHandler(failure -> gone(made));
        return made;
    }

    private void write(NetSocket open, Buffer bytes) {
        open.write(bytes).onFailure(failure -> gone(open));
    }

    private void piece(NetSocket open, int asked, Buffer request, int from, int pieceBytes, long pauseMillis) {
        if (asked != turn || waiting == null) {
            return;
        }
        var to = Math.min(request.length(), from + pieceBytes);
        write(open, request.getBuffer(from, to));
        if (to < request.length()) {
            vertx.setTimer(pauseMillis, fired -> piece(open, asked, request, to, pieceBytes, pauseMillis));
        }
    }

    private void received(NetSocket from, Buffer bytes) {
        if (from != socket) {
            return;
        }
        try {
            var answer = parser.feed(bytes);
            if (answer != null) {
                if (parser.isClosing()) {
                    close();
                }
                end(answer);
            }
        } catch (IllegalArgumentException e) {
            end(Answer.failed(Answer.NO_HTTP));
        }
    }

    private void gone(NetSocket which) {
        if (which == socket) {
            socket = null;
            end(Answer.failed(Answer.RESET));
        }
    }

    private void end(Answer answer) {
        var then = waiting;
        if (then == null) {
            return;
        }
        waiting = null;
        cancelTimer();
        if (answer.status() == 0) {
            // whatever comes on it now belongs to a request that was given up
            close();
        }
        then.accept(answer);
    }

    private void cancelTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
