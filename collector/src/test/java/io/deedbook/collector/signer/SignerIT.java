// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.collector.intake.PreparedDatabase;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.Storage;
import io.deedbook.storage.StorageOptions;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.sign.StaleProofException;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger whose keys are with a signer: what the holder of database and API can't get out of it. */
class SignerIT {
    private static final String TOKEN = "a token of these tests";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.of(vertx, AppendRequest.class, Receipt.class);
    private final HttpClient client = HttpClient.newHttpClient();
    private SignerServer signer;
    private Storage storage;
    private Tenant tenant;

    @BeforeEach
    void open() {
        signer = signer();
        await(signer.listen(SocketAddress.domainSocketAddress(socket().toString())));
        storage = storage("unix:" + socket());
        tenant = await(storage.tenants().find("default")).orElseThrow();
        await(storage.startWriter());
    }

    @AfterEach
    void close() {
        await(storage.close());
        await(signer.close());
        await(vertx.close());
    }

    @Test
    void aLogIsSignedByTheSignerAndItsKeyIsNowhereElse() {
        append(3);
        var note = publish();
        assertThat(note.verify(List.of(vkey()))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(4);
        append(300);
        assertThat(Checkpoint.parse(publish().text()).size()).isEqualTo(304);
        assertThat(storage.logKeys()).isNull();
        try (var files = Files.walk(directory.resolve("data").resolve("keys"))) {
            assertThat(files)
                    .noneMatch(file -> file.toString().endsWith(".key")
                            && file.getFileName().toString().startsWith("log-"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anotherCollectorLearnsFromTheSignerWhatWasSigned() {
        append(5);
        publish();
        await(storage.close());
        storage = storage("unix:" + socket());
        await(storage.startWriter());
        append(2);
        assertThat(Checkpoint.parse(publish().text()).size()).isEqualTo(8);
    }

    @Test
    void rotationAndItsEndGoThroughTheSigner() {
        append(1);
        publish();
        var old = vkey();
        var added = await(storage.keyChanges().rotate(tenant, OptionalLong.empty()));
        append(1);
        var both = publish();
        assertThat(both.verify(List.of(old))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(both.verify(List.of(added.vkey()))).isEqualTo(SignedNote.Verdict.TRUSTED);
        await(storage.keyChanges().finish(tenant));
        assertThat(publish().verify(List.of(old))).isEqualTo(SignedNote.Verdict.NO_TRUSTED_SIGNATURE);
    }

    /** The signer is asked directly too, as whoever has the collector's token could. */
    @Test
    void aDatabaseThatWasRolledBackGetsNoContradictingSignature() {
        append(5);
        var signed = Checkpoint.parse(publish().text());
        rollBackTo(3);
        await(storage.publisher().publishNow());
        assertThat(storage.publisher().frozenLogs()).containsValue(Reason.ROLLBACK);
        append(6);
        await(storage.publisher().publishNow());
        assertThat(storage.publisher().frozenLogs()).containsValue(Reason.INCONSISTENT);
        assertThat(Checkpoint.parse(latest().text())).isEqualTo(signed);

        await(signer.close());
        signer = signer();
        await(signer.listen(SocketAddress.inetSocketAddress(0, "127.0.0.1")));
        var forged = new Checkpoint(signed.origin(), 9, new byte[32]);
        assertThat(ask("/sign", new CheckpointSubmission(0, List.of(), forged.format()).format(), TOKEN))
                .satisfies(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(409);
                    assertThat(answer.headers().firstValue("content-type")).contains("text/x.tlog.size");
                    assertThat(answer.body()).isEqualTo(signed.size() + "\n");
                });
        var wrong = new CheckpointSubmission(signed.size(), List.of(new byte[32]), forged.format());
        assertThat(ask("/sign", wrong.format(), TOKEN).statusCode()).isEqualTo(422);
        var same = new Checkpoint(signed.origin(), signed.size(), new byte[32]);
        assertThat(ask("/sign", new CheckpointSubmission(signed.size(), List.of(), same.format()).format(), TOKEN)
                        .statusCode())
                .isEqualTo(422);
        var smaller = new CheckpointSubmission(
                signed.size(), List.of(), new Checkpoint(signed.origin(), 3, new byte[32]).format());
        assertThat(ask("/sign", smaller.format(), TOKEN).statusCode()).isEqualTo(400);
        // a key made anew for the origin goes on from what was signed
        assertThat(ask(
                                "/keys",
                                new Checkpoint(
                                                signed.origin(),
                                                0,
                                                Frontier.empty().root())
                                        .format(),
                                TOKEN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask("/signed", signed.origin() + "\n", TOKEN).body()).isEqualTo(signed.format());
    }

    @Test
    void theSignerAnswersNobodyWithoutItsTokenAndNamesWhatIsWrong() {
        await(signer.close());
        signer = signer();
        await(signer.listen(SocketAddress.inetSocketAddress(0, "127.0.0.1")));
        var start = new Checkpoint("example.com/log", 0, Frontier.empty().root());
        for (var token : List.of("", "another", TOKEN + "x")) {
            assertThat(ask("/keys", start.format(), token).statusCode()).isEqualTo(403);
        }
        var body = new CheckpointSubmission(0, List.of(), start.format()).format();
        assertThat(ask("/sign", body, TOKEN).statusCode()).isEqualTo(404);
        assertThat(ask("/signed", "example.com/log\n", TOKEN).statusCode()).isEqualTo(404);
        var key = Vkey.parseLog(ask("/keys", start.format(), TOKEN).body().strip());
        assertThat(key.name()).isEqualTo("example.com/log");
        assertThat(ask("/sign?keys=00000000", body, TOKEN).statusCode()).isEqualTo(404);
        assertThat(ask("/sign", "old 0\n", TOKEN).body()).contains("submission-form");
        assertThat(ask("/sign", body, TOKEN).statusCode()).isEqualTo(200);
        var next = ask("/keys", start.format(), TOKEN).body();
        var strange = Vkey.ed25519("example.com/log", vkey().publicKey());
        assertThat(ask("/handover", key + "\n" + next, TOKEN).body()).hasSize(89);
        assertThat(ask("/handover", key + "\n" + strange + "\n", TOKEN).statusCode())
                .isEqualTo(404);
        assertThat(ask("/handover", key + "\n", TOKEN).body()).contains("handover-form");
        assertThat(ask("/nothing", body, TOKEN).statusCode()).isEqualTo(404);
        assertThat(ask("/sign", "x".repeat(200_000), TOKEN).statusCode()).isEqualTo(413);
    }

    @Test
    void recordsAreTakenWhileTheSignerIsAwayAndSignedWhenItIsBack() {
        append(1);
        publish();
        await(signer.close());
        append(2);
        Future<Boolean> failed =
                storage.publisher().publishNow().transform(done -> Future.succeededFuture(done.failed()));
        assertThat(await(failed)).isTrue();
        assertThat(storage.publisher().frozenLogs()).isEmpty();
        signer = signer();
        await(signer.listen(SocketAddress.domainSocketAddress(socket().toString())));
        assertThat(Checkpoint.parse(publish().text()).size()).isEqualTo(4);
    }

    @Test
    void headsOfSeveralLogsAreSignedInOneRoundTrip() {
        var asked = new CopyOnWriteArrayList<String>();
        var keys = keysThrough(asked, path -> true);
        var requests = new ArrayList<>(requests(keys, 70));
        var other = requests(keys, 1).get(0);
        // no key of the log's: nothing for this one, and all else for the others
        requests.set(2, new LogKeys.Request(List.of(vkey()), other.submission()));
        asked.clear();

        var notes = keys.signAll(requests);

        assertThat(asked).containsExactly("/sign-all", "/sign-all");
        for (var number = 0; number < requests.size(); number++) {
            var request = requests.get(number);
            assertThat(notes.get(number).map(note -> note.verify(request.keys())))
                    .isEqualTo(number == 2 ? Optional.empty() : Optional.of(SignedNote.Verdict.TRUSTED));
        }
        // the proofs begin elsewhere now, which is for the question about one log to say
        assertThat(keys.signAll(requests)).containsOnly(Optional.empty());
        assertThatThrownBy(() ->
                        keys.open(requests.get(0).keys()).sign(requests.get(0).submission()))
                .isInstanceOf(StaleProofException.class);
    }

    @Test
    void aSignerThatTakesOneHeadAtATimeIsAskedOneByOne() {
        var asked = new CopyOnWriteArrayList<String>();
        var keys = keysThrough(asked, path -> !path.equals("/sign-all"));
        var requests = requests(keys, 3);
        asked.clear();

        assertThat(keys.signAll(requests)).doesNotContain(Optional.empty());

        assertThat(asked).containsExactly("/sign-all", "/sign", "/sign", "/sign");
    }

    @Test
    void aGroupThatIsMalformedOrTooLongIsRefusedAsAWhole() {
        await(signer.close());
        signer = signer();
        await(signer.listen(SocketAddress.inetSocketAddress(0, "127.0.0.1")));
        var keys = new RemoteKeys(vertx, "http://127.0.0.1:" + signer.port(), TOKEN);
        var request = requests(keys, 1).get(0);
        var body = SigningGroup.format(List.of(request));

        assertThat(ask("/sign-all", body, "another").statusCode()).isEqualTo(403);
        for (var form : List.of("", "\n", "keys \n", body.strip(), body + "x", "keys x", "sign\n\n\n\n")) {
            var answer = ask("/sign-all", form, TOKEN);
            assertThat(answer.statusCode()).as(form).isEqualTo(400);
            assertThat(answer.body()).as(form).isEqualTo("malformed: group-form\n");
        }
        assertThat(ask("/sign-all", body + body.replace("old 0", "old 9"), TOKEN)
                        .body())
                .isEqualTo("malformed: submission-old\n");
        assertThat(ask("/sign-all", body + body.replace("old 0", "old x"), TOKEN)
                        .body())
                .isEqualTo("malformed: submission-old\n");
        assertThat(ask("/sign-all", body.repeat(65), TOKEN).body()).isEqualTo("malformed: group-count\n");
        assertThat(ask("/sign-all", "x".repeat(SigningGroup.BYTES_MAX), TOKEN).statusCode())
                .isEqualTo(400);
        assertThat(ask("/sign-all", "x".repeat(SigningGroup.BYTES_MAX + 1), TOKEN)
                        .statusCode())
                .isEqualTo(413);
        var origin = request.keys().get(0).name();
        assertThat(ask("/signed", origin + "\n", TOKEN).body()).startsWith(origin + "\n0\n");

        var strange = body.replaceFirst("keys .*", "keys 00000000");
        var twice = ask("/sign-all", strange + body + body, TOKEN);
        assertThat(twice.statusCode()).isEqualTo(200);
        assertThat(SigningGroup.parseAnswer(twice.body(), 3))
                .satisfiesExactly(
                        lines -> assertThat(lines).isEmpty(),
                        lines -> assertThat(lines).startsWith("\u2014 " + origin),
                        lines -> assertThat(lines).isEmpty());
    }

    /** Keys of new logs, and for each a first head that is to be signed. */
    private static List<LogKeys.Request> requests(RemoteKeys keys, int count) {
        var requests = new ArrayList<LogKeys.Request>();
        for (var number = 0; number < count; number++) {
            var origin = "audit.example.com/" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
            try {
                var key = keys.create(new Checkpoint(origin, 0, Frontier.empty().root()));
                var head = new Checkpoint(origin, 3, new byte[32]);
                requests.add(new LogKeys.Request(List.of(key), new CheckpointSubmission(0, List.of(), head.format())));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return requests;
    }

    /**
     * Asks the signer through somebody who notes the questions, and answers 404 to those that an older signer does not
     * know.
     */
    private RemoteKeys keysThrough(List<String> asked, Predicate<String> known) {
        var client = vertx.createHttpClient();
        var server = await(vertx.createHttpServer()
                .requestHandler(question -> {
                    asked.add(question.path());
                    var on = new RequestOptions()
                            .setServer(SocketAddress.domainSocketAddress(socket().toString()))
                            .setHost("localhost")
                            .setPort(80)
                            .setMethod(HttpMethod.POST)
                            .setURI(known.test(question.path()) ? question.uri() : "/unknown")
                            .putHeader("Authorization", "Bearer " + TOKEN);
                    question.body()
                            .compose(body -> client.request(on).compose(request -> request.send(body)))
                            .compose(answer -> answer.body()
                                    .compose(body -> question.response()
                                            .setStatusCode(answer.statusCode())
                                            .end(body)));
                })
                .listen(0, "127.0.0.1"));
        return new RemoteKeys(vertx, "http://127.0.0.1:" + server.actualPort(), TOKEN);
    }

    private Path socket() {
        return directory.resolve("signer.sock");
    }

    private SignerServer signer() {
        try {
            Files.deleteIfExists(socket());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        var keys = new KeyDirectory(directory.resolve("signer"), new char[0], new SecureRandom());
        return new SignerServer(vertx, keys, TOKEN);
    }

    private Storage storage(String address) {
        var options = new StorageOptions(
                "",
                PreparedDatabase.in(directory.resolve("data")),
                "audit.example.com",
                "",
                Duration.ofSeconds(60),
                Optional.of(owner -> new RemoteKeys(owner, address, TOKEN)));
        return await(Storage.open(vertx, options, bus, new SimpleMeterRegistry()));
    }

    private Vkey vkey() {
        return await(storage.keyChanges().keys(tenant)).get(0).vkey();
    }

    private SignedNote publish() {
        await(storage.publisher().publishNow());
        assertThat(storage.publisher().frozenLogs()).isEmpty();
        return latest();
    }

    private SignedNote latest() {
        return SignedNote.parse(await(storage.evidence().checkpoint(tenant)).orElseThrow());
    }

    private void append(int count) {
        var sealer = new Sealer();
        var records = new ArrayList<SealedRecord>();
        for (var number = 0; number < count; number++) {
            var now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            var draft = new RecordDraft(now, now);
            draft.put(Field.SURFACE, "claude_code");
            draft.put(Field.EVENT, "tool_result");
            records.add(sealer.seal(draft));
        }
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        var request = new AppendRequest(tenant, key, records, System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
        await(bus.ask(WriterVerticle.ADDRESS, request, 60_000));
    }

    /** Takes away what came after, as an older backup lacks it. */
    private void rollBackTo(int size) {
        var admin = storage.adminPool();
        var hashes = new ArrayList<byte[]>();
        await(admin.query("select leaf_hash from record where idx < " + size + " order by idx")
                        .execute())
                .forEach(row -> hashes.add(row.getBuffer(0).getBytes()));
        var frontier = HexFormat.of().formatHex(Frontier.empty().append(hashes).bytes());
        await(admin.withTransaction(connection -> connection
                .query("set local session_replication_role = replica")
                .execute()
                .compose(off -> connection
                        .query("delete from record where idx >= " + size)
                        .execute())
                .compose(cut -> connection
                        .query("update log_head set size = " + size + ", frontier = '\\x" + frontier + "'")
                        .execute())));
    }

    private HttpResponse<String> ask(String path, String body, String token) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + signer.port() + path))
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer in time", e);
        }
    }
}
