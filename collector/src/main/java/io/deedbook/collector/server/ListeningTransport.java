// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.net.StandardSocketOptions;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's plain transport, with what it lacks for a restart that nobody notices: server sockets that share their port
 * with another process (SO_REUSEPORT, which Vert.x sets with native transports only), that are closed apart from their
 * connections, and that count and limit these. For one Vert.x instance. Thread-safe.
 */
public final class ListeningTransport implements io.vertx.core.transport.Transport {
    private static final int READ_BYTES_MIN = 1024;
    private static final int READ_BYTES_FIRST = 2048;
    /** Of one read of a socket: what a request that waits for room holds in memory already. */
    private static final int READ_BYTES_MAX = 16 * 1024;

    private final Collection<ListeningSocket> sockets = new ConcurrentLinkedQueue<>();
    private final Transport implementation = new Nio(io.vertx.core.transport.Transport.NIO.implementation());
    private final ConnectionRoom room;

    /** Without a limit of connections. */
    public ListeningTransport() {
        this(Integer.MAX_VALUE);
    }

    /** @param connectionsMax on all server sockets, at least 10; of these the last tenth is answered 503 */
    public ListeningTransport(int connectionsMax) {
        room = new ConnectionRoom(connectionsMax);
    }

    /** Connections of all server sockets. */
    ConnectionRoom room() {
        return room;
    }

    /** Connections that are open now, on all server sockets. */
    int connections() {
        return room.open();
    }

    /**
     * Listens no more. Who is connected stays so, and who was in the kernel's queue is still let in.
     *
     * @return completes when nobody new can connect
     */
    Future<Void> stopListening() {
        return Future.join(sockets.stream().map(ListeningSocket::stopListening).toList())
                .mapEmpty();
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Transport implementation() {
        return implementation;
    }

    private final class Nio implements Transport {
        private final Transport nio;

        private Nio(Transport nio) {
            this.nio = nio;
        }

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            nio.configure(options, domainSocket, bootstrap);
            bootstrap.childOption(
                    ChannelOption.RECVBUF_ALLOCATOR,
                    new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX));
            if (options.isReusePort() && !domainSocket) {
                bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
            }
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return domainSocket ? nio.serverChannelFactory(true) : this::listening;
        }

        private ListeningSocket listening() {
            var socket = new ListeningSocket(room);
            sockets.add(socket);
            return socket;
        }

        @Override
        public boolean supportsDomainSockets() {
            return nio.supportsDomainSockets();
        }

        @Override
        public java.net.SocketAddress convert(SocketAddress address) {
            return nio.convert(address);
        }

        @Override
        public SocketAddress convert(java.net.SocketAddress address) {
            return nio.convert(address);
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return nio.ioHandlerFactory();
        }

        @Override
        public DatagramChannel datagramChannel() {
            return nio.datagramChannel();
        }

        @Override
        @SuppressWarnings("deprecation") // the interface asks for the older type
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return nio.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return nio.channelFactory(domainSocket);
        }
    }
}
