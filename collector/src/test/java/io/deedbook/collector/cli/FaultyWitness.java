// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.witness.Witness;
import io.deedbook.storage.witness.WitnessAnswer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A witness over HTTP that does to each log what a test says. */
final class FaultyWitness implements AutoCloseable {
    /** What it does. */
    enum Mode {
        HONEST,
        DROPS_THE_CONNECTION,
        ANSWERS_500,
        NEVER_ANSWERS,
        BAD_SIGNATURE,
        FROM_THE_FUTURE,
        GARBAGE,
        FLOOD,
        UNKNOWN_LOG,
        /** Does what it should, and the answer is lost. */
        LOSES_THE_ANSWER,
        AHEAD_OF_THE_LOG,
        CONFLICT_WITHOUT_SIZE,
        INCONSISTENT
    }

    private static final long YEAR_SECONDS = 365L * 24 * 3600;

    private final Vertx vertx = Vertx.vertx();
    private final Cosigner cosigner;
    private final int port;
    private final Map<String, Mode> modes = new ConcurrentHashMap<>();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private volatile @Nullable Witness honest;

    FaultyWitness(Cosigner cosigner) throws Exception {
        this.cosigner = cosigner;
        port = TestCollector.await(vertx.createHttpServer()
                        .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** @param witness what it is where it is honest */
    void open(Witness witness) {
        honest = witness;
    }

    void does(String origin, Mode mode) {
        modes.put(origin, mode);
    }

    int requests(String origin) {
        return requests.getOrDefault(origin, 0);
    }

    private void answer(HttpServerRequest request, Buffer body) {
        if (honest == null) {
            request.response().setStatusCode(503).end();
            return;
        }
        var text = body.toString();
        var note = SignedNote.parse(text.substring(text.indexOf("\n\n") + 2));
        var origin = note.text().lines().findFirst().orElseThrow();
        requests.merge(origin, 1, Integer::sum);
        switch (modes.getOrDefault(origin, Mode.HONEST)) {
            case HONEST -> send(request, honestly(body));
            case DROPS_THE_CONNECTION -> request.connection().close();
            case ANSWERS_500 -> request.response().setStatusCode(500).end();
            case NEVER_ANSWERS -> {}
            case BAD_SIGNATURE -> sendLine(request, wrong(note));
            case FROM_THE_FUTURE -> sendLine(request, cosigner.cosign(note.text(), now() + YEAR_SECONDS));
            case GARBAGE -> request.response().end("\u0000 garbage \u2014\n\n");
            case FLOOD -> request.response().end("x".repeat(1 << 20));
            case UNKNOWN_LOG -> request.response().setStatusCode(403).end("who are you\n");
            case LOSES_THE_ANSWER -> {
                honestly(body);
                request.connection().close();
            }
            case AHEAD_OF_THE_LOG -> send(request, new WitnessAnswer(409, "text/x.tlog.size", "1000000\n"));
            case CONFLICT_WITHOUT_SIZE -> request.response().setStatusCode(409).end();
            case INCONSISTENT -> request.response().setStatusCode(422).end();
        }
    }

    private WitnessAnswer honestly(Buffer body) {
        try {
            return honest.add(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private NoteSignature wrong(SignedNote note) {
        var right = cosigner.cosign(note.text(), now());
        var bytes = right.signature();
        bytes[bytes.length - 1] ^= 1;
        return new NoteSignature(right.name(), right.keyId(), bytes);
    }

    private static void sendLine(HttpServerRequest request, NoteSignature line) {
        request.response().end(SignedNote.lines(List.of(line)));
    }

    private static void send(HttpServerRequest request, WitnessAnswer answer) {
        request.response()
                .setStatusCode(answer.status())
                .putHeader("content-type", answer.contentType())
                .end(answer.body());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
