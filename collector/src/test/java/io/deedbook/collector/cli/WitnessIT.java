// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.cli.FaultyWitness.Mode;
import io.deedbook.collector.config.LedgerSettings;
import io.deedbook.collector.witness.WitnessServer;
import io.deedbook.pipeline.fixtures.FreePort;
import io.deedbook.storage.tlog.CheckpointVerdict;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.witness.Witness;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A collector with two witnesses over HTTP, of which both make the quorum: one is as it should be, the other does what
 * a test says. Each test has a tenant, and so a log, of its own.
 */
class WitnessIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> OTHERS = List.of("two", "lost", "signed", "acks", "fork");

    @TempDir
    private static Path dataDir;

    @TempDir
    private static Path files;

    private static final Vertx VERTX = Vertx.vertx();
    private static final Map<String, Log> LOGS = new HashMap<>();
    private static final List<Witness> WITNESSES = new ArrayList<>();
    private static TestCollector collector;
    private static FaultyWitness faulty;
    private static WitnessServer honest;
    private static String honestUrl;
    private static TlogPolicy policy;

    private record Log(Vkey vkey, String path, CollectorClient client) {
        String origin() {
            return vkey.name();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        var first = cosigner("first");
        var second = cosigner("second");
        faulty = new FaultyWitness(second);
        var port = FreePort.choose();
        honestUrl = "http://127.0.0.1:" + port;
        var file = files.resolve("witnesses.txt");
        Files.writeString(
                file,
                "# both must have seen it\nwitness first " + first.vkey() + ' ' + honestUrl + "\nwitness second "
                        + second.vkey() + ' ' + faulty.url() + "\ngroup both all first second\nquorum both\n");
        policy = TlogPolicy.parse(Files.readAllBytes(file));
        collector = TestCollector.start(dataDir, LedgerSettings.standard().withWitnessPolicy(file));
        for (var name : Stream.concat(OTHERS.stream(), Stream.of(Mode.values()).map(WitnessIT::tenantOf))
                .toList()) {
            LOGS.put(name, log(name));
        }
        var keys = LOGS.values().stream().map(Log::vkey).toList();
        WITNESSES.add(Witness.open(files.resolve("first"), keys, List.of(first), InstantSource.system()));
        WITNESSES.add(Witness.open(files.resolve("second"), keys, List.of(second), InstantSource.system()));
        faulty.open(WITNESSES.get(1));
        honest = new WitnessServer(VERTX, WITNESSES.get(0));
        TestCollector.await(honest.listen("127.0.0.1", port));
    }

    private static Cosigner cosigner(String name) {
        return Cosigner.of(
                KeyType.COSIGNATURE_ED25519, "witness.example.com/" + name, Cosigner.newSecret(new SecureRandom()));
    }

    private static String tenantOf(Mode mode) {
        return mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static Log log(String tenant) throws Exception {
        var storage = collector.server().storage();
        var made = TestCollector.await(storage.tenants().create(tenant));
        var key = CommandRun.on(dataDir, "keys", "create", "--tenant", tenant, "--scope", "ingest,read,admin")
                .succeeds()
                .out()
                .strip();
        var vkey = TestCollector.await(storage.evidence().vkey(made));
        return new Log(
                vkey,
                vkey.name().substring(vkey.name().indexOf('/')),
                new CollectorClient(collector.server().url(), key));
    }

    @AfterAll
    static void close() throws Exception {
        collector.close();
        faulty.close();
        TestCollector.await(honest.close());
        TestCollector.await(VERTX.close());
        for (var witness : WITNESSES) {
            witness.close();
        }
    }

    @Test
    void checkpointsAndProofsCarryTheLinesOfBothWitnesses() throws Exception {
        var log = LOGS.get("two");
        for (var round = 1; round <= 3; round++) {
            assertThat(log.client().sendLogs(NumberedExport.logs("two-" + round, 5 * round)))
                    .isEqualTo(200);
            var witnessed = witnessed(log, 5L * round * (round + 1) / 2);
            assertThat(verdict(log, witnessed)).isEqualTo(CheckpointVerdict.TRUSTED);
        }
        var id = log.client().records().get(0).getString("id");
        var proof = log.client().get("/api/v1/records/" + id + "/proof").body();
        assertThat(TlogProof.parse(proof).checkpointVerdict(trust(log), now())).isEqualTo(CheckpointVerdict.TRUSTED);
        var seen = get(honestUrl + "/" + Witness.hash(log.origin()) + "/checkpoint");
        assertThat(SignedNote.parse(seen).text())
                .isEqualTo(SignedNote.parse(checkpoint(log, "").orElseThrow()).text());
        assertThat(log.client()
                        .get(log.path() + "/checkpoint?witnessed=1&size=5")
                        .statusCode())
                .isEqualTo(400);
        assertThat(log.client().get("/metrics").body()).contains("outcome=\"cosigned\"", "quorum_age_seconds");
    }

    /** Row 29 of the faults: nothing but the lines of the witness is missing, and they come when it mends its ways. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "DROPS_THE_CONNECTION",
                "ANSWERS_500",
                "BAD_SIGNATURE",
                "FROM_THE_FUTURE",
                "GARBAGE",
                "FLOOD",
                "UNKNOWN_LOG"
            })
    void aWitnessThatFailsKeepsNothingUpAndIsTriedAgain(Mode mode) throws Exception {
        var log = LOGS.get(tenantOf(mode));
        faulty.does(log.origin(), mode);
        var before = faulty.requests(log.origin());
        assertThat(log.client().sendLogs(NumberedExport.logs("one", 3))).isEqualTo(200);
        var cosignedByOne = soon(() -> checkpoint(log, "").filter(note -> size(note) >= 3 && lines(note) == 2));
        soon(() -> faulty.requests(log.origin()) > before ? Optional.of(true) : Optional.empty());
        assertThat(verdict(log, cosignedByOne)).isEqualTo(CheckpointVerdict.QUORUM_NOT_MET);
        assertThat(checkpoint(log, "?witnessed=1").filter(note -> size(note) >= 3))
                .isEmpty();
        assertThat(log.client().sendLogs(NumberedExport.logs("two", 3))).isEqualTo(200);

        faulty.does(log.origin(), Mode.HONEST);
        assertThat(verdict(log, witnessed(log, 6))).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(collector.server().storage().forkAlarms())
                .noneMatch(alarm -> alarm.origin().equals(log.origin()));
    }

    @Test
    void aWitnessThatNeverAnswersKeepsNothingUp() throws Exception {
        var log = LOGS.get(tenantOf(Mode.NEVER_ANSWERS));
        faulty.does(log.origin(), Mode.NEVER_ANSWERS);
        for (var round = 0; round < 3; round++) {
            assertThat(log.client().sendLogs(NumberedExport.logs("round-" + round, 3)))
                    .isEqualTo(200);
        }
        soon(() -> checkpoint(log, "").filter(note -> size(note) >= 9 && lines(note) == 2));
        faulty.does(log.origin(), Mode.HONEST);
        witnessed(log, 9);
    }

    /** Row 30 of the faults. */
    @Test
    void aLostAnswerIsHadByAskingForTheSameSizeAgain() throws Exception {
        var log = LOGS.get("lost");
        faulty.does(log.origin(), Mode.LOSES_THE_ANSWER);
        assertThat(log.client().sendLogs(NumberedExport.logs("lost", 3))).isEqualTo(200);
        soon(() -> WITNESSES.get(1).latest(Witness.hash(log.origin())).filter(note -> size(note) >= 3));
        assertThat(checkpoint(log, "?witnessed=1").filter(note -> size(note) >= 3))
                .isEmpty();
        faulty.does(log.origin(), Mode.HONEST);
        assertThat(verdict(log, witnessed(log, 3))).isEqualTo(CheckpointVerdict.TRUSTED);
    }

    @ParameterizedTest
    @EnumSource(names = {"AHEAD_OF_THE_LOG", "CONFLICT_WITHOUT_SIZE", "INCONSISTENT"})
    void aWitnessThatHoldsSomethingAgainstALogRaisesAnAlarmAndIsLeftAlone(Mode mode) throws Exception {
        var log = LOGS.get(tenantOf(mode));
        var askedBefore = faulty.requests(log.origin());
        faulty.does(log.origin(), mode);
        assertThat(log.client().sendLogs(NumberedExport.logs("one", 3))).isEqualTo(200);
        soon(() -> collector.server().storage().forkAlarms().stream()
                .filter(alarm -> alarm.origin().equals(log.origin()))
                .findFirst());
        var asked = faulty.requests(log.origin());

        assertThat(log.client().sendLogs(NumberedExport.logs("two", 3))).isEqualTo(200);
        soon(() -> checkpoint(log, "").filter(note -> size(note) >= 6 && lines(note) == 2));
        var other = LOGS.get("fork");
        var before = other.client().records().size();
        assertThat(other.client().sendLogs(NumberedExport.logs(mode.name(), 1))).isEqualTo(200);
        witnessed(other, before + 1L);

        assertThat(faulty.requests(log.origin())).isEqualTo(asked).isLessThanOrEqualTo(askedBefore + 2);
        var health = log.client().get("/health/ready");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("A witness holds something against a ledger");
        assertThat(log.client().get("/metrics").body()).contains("outcome=\"fork\"");
    }

    @Test
    void aReceiptForSignedRecordsComesWithTheirCheckpoint() throws Exception {
        var log = LOGS.get("signed");
        set(log, "ack: signed\n");
        assertThat(log.client().sendLogs(NumberedExport.logs("signed", 4))).isEqualTo(200);
        var index = log.client().records().stream()
                .mapToLong(record -> record.getLong("index"))
                .max()
                .orElseThrow();
        assertThat(size(checkpoint(log, "").orElseThrow())).isGreaterThan(index);
    }

    @Test
    void aReceiptForWitnessedRecordsWaitsForTheQuorumAndIsHadBySendingAgain() throws Exception {
        var log = LOGS.get("acks");
        set(log, "ack: witnessed\n");
        faulty.does(log.origin(), Mode.UNKNOWN_LOG);
        var export = NumberedExport.logs("acks", 4);
        assertThat(log.client().sendLogs(export)).isEqualTo(503);
        assertThat(stored(log, "acks")).isEqualTo(4);
        faulty.does(log.origin(), Mode.HONEST);
        soon(() -> log.client().sendLogs(export) == 200 ? Optional.of(true) : Optional.empty());
        assertThat(size(checkpoint(log, "?witnessed=1").orElseThrow())).isGreaterThanOrEqualTo(4);
        assertThat(stored(log, "acks")).isEqualTo(4);
    }

    private static long stored(Log log, String id) throws Exception {
        return log.client().records().stream()
                .filter(record -> id.equals(record.getString("sessionId")))
                .count();
    }

    private static void set(Log log, String text) throws Exception {
        var answer = log.client().put("/api/v1/policy", text);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /**
     * The witnessed checkpoint that covers so many records of clients, or more where the ledger has entries of its own.
     */
    private static String witnessed(Log log, long size) throws Exception {
        return soon(() -> checkpoint(log, "?witnessed=1").filter(note -> size(note) >= size));
    }

    private static Optional<String> checkpoint(Log log, String query) throws IOException, InterruptedException {
        var answer = log.client().get(log.path() + "/checkpoint" + query);
        return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    private static long size(String note) {
        return Long.parseLong(note.lines().skip(1).findFirst().orElseThrow());
    }

    private static int lines(String note) {
        return SignedNote.parse(note).signatures().size();
    }

    private static CheckpointVerdict verdict(Log log, String note) {
        return trust(log).check(SignedNote.parse(note), now());
    }

    private static TlogPolicy trust(Log log) {
        return new TlogPolicy(
                List.of(new TlogPolicy.Log(log.vkey(), null)), policy.witnesses(), policy.groups(), policy.quorum());
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Asks until there is an answer. */
    private static <T> T soon(Callable<Optional<T>> question) throws Exception {
        var end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            var answer = question.call();
            if (answer.isPresent()) {
                return answer.get();
            }
            TestCollector.pause();
        }
        throw new AssertionError("not within " + SOON);
    }
}
