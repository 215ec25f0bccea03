// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.loadtest.event.Encoding;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectionTest {
    private static final String STORED = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String REFUSED = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n";
    private static final long WAIT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<NetSocket> accepted = new LinkedBlockingQueue<>();
    private Connection connection;

    @BeforeEach
    void listen() throws Exception {
        var server = vertx.createNetServer().connectHandler(socket -> socket.handler(request -> accepted.add(socket)));
        var port = server.listen(0, "127.0.0.1")
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .actualPort();
        var url = URI.create("http://127.0.0.1:" + port);
        var destination = new Destination(url, List.of("key"), Encoding.PROTOBUF, false);
        connection = new Connection(vertx, vertx.createNetClient(), destination);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void post_givesEachRequestItsOwnAnswer() throws Exception {
        var first = post("first");
        nextRequest().write(STORED);
        assertThat(first.get(WAIT_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(200);

        var second = post("second");
        nextRequest().write(REFUSED);
        assertThat(second.get(WAIT_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(429);
    }

    @Test
    void post_takesNoAnswerOfARequestThatWasGivenUp() throws Exception {
        var givenUp = post("given up");
        var itsSocket = nextRequest();

        var next = post("next");
        assertThat(givenUp.get(WAIT_SECONDS, TimeUnit.SECONDS).failure()).isEqualTo(Answer.RESET);
        var nextSocket = nextRequest();
        // it may come, or find nobody there any more
        itsSocket.write(STORED).otherwiseEmpty().await(WAIT_SECONDS, TimeUnit.SECONDS);
        nextSocket.write(REFUSED);
        assertThat(next.get(WAIT_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(429);
    }

    private CompletableFuture<Answer> post(String request) {
        var answer = new CompletableFuture<Answer>();
        var context = vertx.getOrCreateContext();
        context.runOnContext(go ->
                connection.post(Buffer.buffer(request), TimeUnit.SECONDS.toMillis(WAIT_SECONDS), answer::complete));
        return answer;
    }

    private NetSocket nextRequest() throws InterruptedException {
        var socket = accepted.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(socket).isNotNull();
        return socket;
    }
}
