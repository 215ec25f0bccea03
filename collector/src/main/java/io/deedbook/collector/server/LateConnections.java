// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.http.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Answers 503, once, to each who connected when the room was nearly full. Owned by the event loop of its verticle. */
final class LateConnections {
    /** How long the rest of a request may take to arrive: an answer that overtakes it may be lost with it. */
    private static final long REST_MILLIS_MAX = 1_000;

    private static final int RETRY_SECONDS = 2;

    private final Vertx vertx;
    private final ConnectionRoom room;
    private final Set<HttpConnection> late = Collections.newSetFromMap(new IdentityHashMap<>());

    LateConnections(Vertx vertx, ConnectionRoom room) {
        this.vertx = vertx;
        this.room = room;
    }

    /** Remembers a new connection that is one of them. */
    void opened(HttpConnection connection) {
        if (room.isNearlyFull()) {
            late.add(connection);
            connection.closeHandler(closed -> late.remove(connection));
            room.refused();
        }
    }

    /** Answers a request that came over one of them; says whether it did. */
    boolean refuse(RoutingContext context) {
        var request = context.request();
        if (!late.contains(request.connection())) {
            return false;
        }
        var timer = vertx.setTimer(REST_MILLIS_MAX, waited -> answer(context));
        request.handler(dropped -> {});
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            answer(context);
        });
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.resume();
        return true;
    }

    private static void answer(RoutingContext context) {
        var response = context.response();
        if (!response.ended() && !response.closed()) {
            Drain.sayLast(context);
            Problem.unavailable("The server has too many connections. Send the request again.", RETRY_SECONDS)
                    .send(response);
        }
    }
}
