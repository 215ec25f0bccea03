// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.SignerAwayException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an external signer over HTTP/1.1, on a Unix socket or on this host's loopback. Thread-safe; blocks. */
final class SignerConnection {
    private static final String UNIX = "unix:";
    private static final int CONNECTIONS_MAX = 4;
    private static final int CONNECT_MILLIS = 2_000;
    private static final long ANSWER_MILLIS_MAX = 5_000;
    /** The signatures of a group, a key or a size: nothing that is asked for is longer. */
    private static final int ANSWER_BYTES_MAX = 256 * 1024;

    /**
     * Where all is asked and all answers are read, whoever waits: a body that comes before somebody has said that he
     * reads it is lost.
     */
    private final Context thread;

    private final HttpClient client;
    private final SocketAddress server;
    private final String token;

    SignerConnection(Vertx vertx, String address, String token) {
        this.token = token;
        thread = vertx.getOrCreateContext();
        if (!thread.isEventLoopContext()) {
            throw new IllegalStateException("A connection made by a worker would wait for itself.");
        }
        server = address.startsWith(UNIX)
                ? SocketAddress.domainSocketAddress(address.substring(UNIX.length()))
                : inet(URI.create(address));
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(64));
    }

    private static SocketAddress inet(URI uri) {
        var host = uri.getHost();
        return SocketAddress.inetSocketAddress(
                uri.getPort(), host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }

    /** What the signer answered. */
    record Answer(int status, String body) {
        /** Why nothing was signed or made, for what every question may be answered with. */
        RuntimeException refusal() {
            return switch (status) {
                case 403 -> new FrozenLogException(Reason.SIGNER_REFUSED, "the signer does not know the token");
                case 404 -> new FrozenLogException(Reason.KEY_LOST, "the signer does not have the log's key");
                case 410 ->
                    new FrozenLogException(Reason.STATE_LOST, "the signer does not know any more what it signed last");
                case 507 ->
                    new FrozenLogException(Reason.STATE_UNWRITABLE, "the signer can't write down what it signs");
                default -> new SignerAwayException("the signer answers with status " + status);
            };
        }
    }

    /**
     * Asks once.
     *
     * @throws SignerAwayException when there is no answer in time
     */
    Answer post(String path, String body) {
        var options = new RequestOptions()
                .setServer(server)
                .setHost("localhost")
                .setPort(80)
                .setMethod(HttpMethod.POST)
                .setURI(path)
                .setTimeout(ANSWER_MILLIS_MAX)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "text/plain; charset=utf-8");
        var asked = new CompletableFuture<Answer>();
        thread.runOnContext(begin -> Future.succeededFuture(options)
                .compose(client::request)
                .compose(request -> request.send(body).compose(SignerConnection::answer))
                .onComplete(asked::complete, asked::completeExceptionally));
        try {
            return asked.get(2 * ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new SignerAwayException("the signer does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignerAwayException("the question was cut off");
        }
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        var length = response.getHeader("Content-Length");
        if (length == null || length.length() > 6 || Integer.parseInt(length) > ANSWER_BYTES_MAX) {
            return response.request().reset().transform(reset -> Future.failedFuture("answer: no length or too long"));
        }
        return response.body().map(body -> new Answer(response.statusCode(), body.toString(StandardCharsets.UTF_8)));
    }
}
