// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.witness.Witness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness as a client meets it, byte for byte. */
class WitnessServerTest {
    private static final String ORIGIN = "log.example.com/one";
    private static final byte[] SECRET = new byte[32];
    private static final String SUBMISSION_TO_COME =
            "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Cosigner cosigner = Cosigner.of(KeyType.COSIGNATURE_ED25519, "witness.example.com/w1", new byte[32]);
    private Witness witness;
    private WitnessServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        witness = Witness.open(directory, List.of(vkey()), List.of(cosigner), InstantSource.system());
        server = new WitnessServer(vertx, witness);
        port = await(server.listen("127.0.0.1", 0));
    }

    @AfterEach
    void stop() throws Exception {
        await(server.close());
        await(vertx.close());
        witness.close();
    }

    @Test
    void addCheckpoint_answersASubmissionWithSignatureLines() throws Exception {
        var answer = post(submission(0));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("\u2014 witness.example.com/w1 ").endsWith("\n");
        var note = SignedNote.parse(note().format() + answer.body());
        assertThat(note.verify(List.of(cosigner.vkey()))).isEqualTo(SignedNote.Verdict.TRUSTED);
        var seen = get("/" + Witness.hash(ORIGIN) + "/checkpoint");
        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(seen.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(seen.body()).isEqualTo(note.format());
    }

    @Test
    void addCheckpoint_namesTheSizeInAConflict() throws Exception {
        assertThat(post(submission(0)).statusCode()).isEqualTo(200);
        var answer = post(submission(0));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("content-type")).contains("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo("1\n");
        assertThat(post(submission(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void addCheckpoint_refusesWhatIsTooLarge() throws Exception {
        assertThat(post("old 0\n" + "A".repeat(SubmissionBody.BYTES_MAX)).statusCode())
                .isEqualTo(413);
        assertThat(post(submission(0)).statusCode()).isEqualTo(200);
    }

    @Test
    void addCheckpoint_givesUpOnASlowSender() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold 0\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408 ");
        }
        assertThat(post(submission(0)).statusCode()).isEqualTo(200);
    }

    @Test
    void slowSenders_holdNobodyElseUp() throws Exception {
        var senders = new ArrayList<Socket>();
        try {
            for (var number = 0; number < WitnessServer.REQUESTS_MAX + 1; number++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                senders.add(socket);
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(SUBMISSION_TO_COME.getBytes(StandardCharsets.US_ASCII));
                // the server says that it waits for the body
                assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 100");
            }
            assertThat(post(submission(0)).statusCode()).isEqualTo(200);
        } finally {
            for (var sender : senders) {
                sender.close();
            }
        }
    }

    @Test
    void connections_areCountedInAllAndByAddress() {
        var count = new ConnectionCount(3, 2);
        assertThat(count.enter("a")).isTrue();
        assertThat(count.enter("a")).isTrue();
        assertThat(count.enter("a")).isFalse();
        assertThat(count.enter("b")).isTrue();
        assertThat(count.enter("c")).isFalse();
        count.leave("a");
        assertThat(count.enter("c")).isTrue();
        assertThat(count.enter("a")).isFalse();
        count.leave("b");
        assertThat(count.enter("a")).isTrue();
    }

    @Test
    void otherAddressesAndMethods_areRefused() throws Exception {
        assertThat(get("/add-checkpoint").statusCode()).isEqualTo(405);
        for (var path : List.of("/", "/checkpoint", "/" + "0".repeat(64) + "/checkpoint", "/..%2f/checkpoint")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/add-checkpoint"))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String submission(long oldSize) {
        return new CheckpointSubmission(oldSize, List.of(), note().format()).format();
    }

    private static SignedNote note() {
        var text =
                new Checkpoint(ORIGIN, 1, Frontier.empty().append(new byte[32]).root()).format();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(SECRET, 0, bytes, 0, bytes.length, signature, 0);
        return new SignedNote(text, List.of(new NoteSignature(ORIGIN, vkey().keyId(), signature)));
    }

    private static Vkey vkey() {
        var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(SECRET, 0, publicKey, 0);
        return Vkey.ed25519(ORIGIN, publicKey);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
