// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the keys of logs where neither the collector nor its database can reach them, and signs a head only when it is
 * proven to extend what it signed before: the protocol of docs/SIGNER.md. Thread-safe.
 */
public final class SignerServer {
    private static final int IDLE_SECONDS = 60;
    private static final int CONNECTIONS_STOP_SECONDS = 5;
    private static final int HEADER_BYTES_MAX = 8 * 1024;
    private static final String BEARER = "Bearer ";

    private final Vertx vertx;
    private final SignerDesk desk;
    private final byte[] token;
    private final HttpServer server;

    /** @param token the secret that everybody has to bring */
    public SignerServer(Vertx vertx, KeyDirectory keys, String token) {
        this.vertx = vertx;
        desk = new SignerDesk(keys);
        this.token = token.getBytes(StandardCharsets.UTF_8);
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setHttp2ClearTextEnabled(false)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(this::answer);
    }

    /**
     * Listens.
     *
     * @return fails when the address can't be had
     */
    public Future<Void> listen(SocketAddress address) {
        return server.listen(address).mapEmpty();
    }

    /** The port that is listened on; nothing for a Unix socket. */
    public int port() {
        return server.actualPort();
    }

    /** Stops listening, after the answers to what is asked now. */
    public Future<Void> close() {
        return server.shutdown(CONNECTIONS_STOP_SECONDS, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        if (!isKnown(request.getHeader("Authorization"))) {
            end(request, SignerAnswer.text(403, "The token is not the signer's."));
            return;
        }
        if (!request.method().equals(HttpMethod.POST)) {
            end(request, SignerAnswer.text(405, "This signer takes POST only."));
            return;
        }
        var bytesMax =
                SigningGroup.PATH.equals(request.path()) ? SigningGroup.BYTES_MAX : CheckpointSubmission.CHARS_MAX;
        SignerBody.read(request, bytesMax)
                .compose(body -> body.isEmpty()
                        ? Future.succeededFuture(SignerAnswer.text(413, "The question is too long."))
                        : vertx.executeBlocking(
                                () -> desk.answer(request.path(), request.getParam("keys"), body.get()), false))
                .onSuccess(answer -> end(request, answer))
                .onFailure(failure -> end(request, SignerAnswer.text(500, "The signer failed.")));
    }

    /** In the same time for every token of the right length. */
    private boolean isKnown(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith(BEARER)
                && MessageDigest.isEqual(
                        token, authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }

    private static void end(HttpServerRequest request, SignerAnswer answer) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", answer.contentType())
                    .end(answer.body());
        }
    }
}
