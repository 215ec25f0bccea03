// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server socket that does not hang up on those who are in its queue when it closes. The kernel has shaken hands with
 * them already, so they send; a plain close would reset them. So, with its selector let go first, which delays the
 * closing of a socket: whoever waits is let in, and at the next moment the socket is closed. Between the two, which are
 * a few microseconds apart, somebody can still come; {@code net.ipv4.tcp_migrate_req=1} has Linux move even those to
 * the process that shares the port (see docs/OPERATIONS.md). Whoever connects when there are too many connections is
 * hung up on at once.
 */
final class ListeningSocket extends NioServerSocketChannel {
    private static final int RELEASE_POLLS_MAX = 200;
    private static final int RELEASE_POLL_MILLIS = 1;

    private final ConnectionRoom room;

    /** @param room for the connections of all sockets */
    ListeningSocket(ConnectionRoom room) {
        this.room = room;
    }

    /** Closes the socket; its connections stay. Completes when it is closed, never fails. */
    Future<Void> stopListening() {
        var stopped = Promise.<Void>promise();
        if (isRegistered()) {
            deregister().addListener(let -> closeWhenReleased(RELEASE_POLLS_MAX, stopped));
        } else {
            close().addListener(closed -> stopped.complete());
        }
        return stopped.future();
    }

    /** The selector forgets a key when it next selects. */
    private void closeWhenReleased(int pollsLeft, Promise<Void> stopped) {
        if (javaChannel().isRegistered() && pollsLeft > 0) {
            eventLoop()
                    .schedule(() -> {}, RELEASE_POLL_MILLIS, TimeUnit.MILLISECONDS)
                    .addListener(waited -> closeWhenReleased(pollsLeft - 1, stopped));
            return;
        }
        letInWhoWaits();
        close().addListener(closed -> stopped.complete());
    }

    private void letInWhoWaits() {
        try {
            for (var waiting = javaChannel().accept();
                    waiting != null;
                    waiting = javaChannel().accept()) {
                var connection = new NioSocketChannel(this, waiting);
                if (isLetIn(connection)) {
                    pipeline().fireChannelRead(connection);
                }
            }
        } catch (IOException e) {
            // out of file descriptors, or gone before we came: nothing that could be done for them
            pipeline().fireExceptionCaught(e);
        }
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        var before = accepted.size();
        var count = super.doReadMessages(accepted);
        accepted.subList(before, accepted.size())
                .removeIf(message -> message instanceof NioSocketChannel connection && !isLetIn(connection));
        // of those that were accepted, so that the next one is
        return count;
    }

    private boolean isLetIn(NioSocketChannel connection) {
        if (!room.enter()) {
            connection.unsafe().closeForcibly();
            return false;
        }
        connection.closeFuture().addListener(closed -> room.leave());
        return true;
    }
}
