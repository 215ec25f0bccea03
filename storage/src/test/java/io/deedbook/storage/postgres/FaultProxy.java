// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A network to the database that tests can cut: connections break in the middle, and new ones are not let through. */
public final class FaultProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final DatabaseUrl target;
    private final NetServer server;
    /** Kept, because one that nobody has any more is closed with its connections when it is collected. */
    private final NetClient client;

    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public FaultProxy(DatabaseUrl target) {
        this.target = target;
        client = vertx.createNetClient();
        server = await(vertx.createNetServer().connectHandler(this::connect).listen(0, "127.0.0.1"));
    }

    /** The database behind the proxy. */
    public DatabaseUrl url() {
        return new DatabaseUrl(
                "127.0.0.1",
                server.actualPort(),
                target.database(),
                target.user(),
                target.password(),
                target.sslMode(),
                null);
    }

    /** Breaks all connections and lets no new ones through. */
    public void cut() {
        cut = true;
        sockets.forEach(NetSocket::close);
    }

    /** Lets connections through again. */
    public void restore() {
        cut = false;
    }

    private void connect(NetSocket downstream) {
        if (cut) {
            downstream.close();
            return;
        }
        sockets.add(downstream);
        downstream.closeHandler(closed -> sockets.remove(downstream));
        downstream.pause();
        client.connect(target.port(), target.host())
                .onSuccess(upstream -> {
                    downstream.closeHandler(closed -> {
                        sockets.remove(downstream);
                        upstream.close();
                    });
                    downstream.pipeTo(upstream);
                    upstream.pipeTo(downstream);
                })
                .onFailure(failure -> downstream.close());
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer in time", e);
        }
    }
}
