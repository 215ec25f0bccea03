// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.CheckpointVerdict;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TreeHasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {
    private static final String ORIGIN = "log.example.com/one";
    private static final long NOW = 1_795_235_715L;

    @TempDir
    Path directory;

    private final TestLog log = new TestLog(ORIGIN, 300);
    private final Cosigner cosigner =
            Cosigner.of(KeyType.COSIGNATURE_ED25519, "witness.example.com/w1", Cosigner.newSecret(new SecureRandom()));
    private Instant now = Instant.ofEpochSecond(NOW);
    private Witness witness;

    @BeforeEach
    void open() throws IOException {
        witness = witness(cosigner);
    }

    @AfterEach
    void close() throws IOException {
        witness.close();
    }

    private Witness witness(Cosigner... cosigners) throws IOException {
        return Witness.open(directory, List.of(log.vkey()), List.of(cosigners), () -> now);
    }

    @Test
    void add_cosignsWhatContinuesTheLastOne() throws IOException {
        for (var sizes : new long[][] {{0, 1}, {1, 2}, {2, 7}, {7, 256}, {256, 300}, {300, 300}}) {
            var answer = witness.add(log.submission(sizes[0], sizes[1]));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            var note = SignedNote.parse(log.note(sizes[1]).format() + answer.body());
            assertThat(policy().check(note, NOW)).isEqualTo(CheckpointVerdict.TRUSTED);
        }
    }

    @Test
    void add_signsWithEachOfItsKeys() throws IOException {
        witness.close();
        var postQuantum = Cosigner.of(KeyType.COSIGNATURE_ML_DSA_44, "witness.example.com/w1", new byte[32]);
        witness = witness(cosigner, postQuantum);
        var note = SignedNote.parse(
                log.note(7).format() + witness.add(log.submission(0, 7)).body());
        assertThat(note.verify(List.of(cosigner.vkey()))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(note.verify(List.of(postQuantum.vkey()))).isEqualTo(SignedNote.Verdict.TRUSTED);
    }

    @Test
    void add_answersTheSizeThatItKnowsToEveryOther() throws IOException {
        assertConflict(witness.add(log.submission(3, 7)), 0);
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        assertConflict(witness.add(log.submission(0, 7)), 7);
        assertConflict(witness.add(log.submission(0, 9)), 7);
        assertConflict(witness.add(log.submission(3, 5)), 7);
        assertConflict(witness.add(log.submission(9, 12)), 7);
    }

    private static void assertConflict(WitnessAnswer answer, long size) {
        assertThat(answer).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", size + "\n"));
    }

    @Test
    void add_givesAFreshTimeToTheSameCheckpoint() throws IOException {
        var first = witness.add(log.submission(0, 7));
        now = now.plusSeconds(60);
        var second = witness.add(log.submission(7, 7));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isNotEqualTo(first.body());
        assertThat(SignedNote.parse(log.note(7).format() + second.body()).cosignatures(cosigner.vkey()))
                .singleElement()
                .matches(line -> line.unixSeconds() == NOW + 60);
    }

    @Test
    void add_refusesAnotherTreeOfTheSameLog() throws IOException {
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        var fork = log.fork();
        assertThat(witness.add(fork.submission(7, 7)).status()).isEqualTo(422);
        assertThat(witness.add(fork.submission(7, 9)).status()).isEqualTo(422);
        assertThat(witness.add(log.submission(7, 9)).status()).isEqualTo(200);
    }

    @Test
    void add_refusesProofsThatAreNotThere() throws IOException {
        assertThat(witness.add(log.submission(0, 7, List.of(new byte[32]))).status())
                .isEqualTo(422);
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        assertThat(witness.add(log.submission(7, 9, List.of())).status()).isEqualTo(422);
        assertThat(witness.add(log.submission(7, 7, List.of(new byte[32]))).status())
                .isEqualTo(422);
        var proof = new ArrayList<>(log.proof(7, 9));
        proof.add(new byte[32]);
        assertThat(witness.add(log.submission(7, 9, proof)).status()).isEqualTo(422);
    }

    @Test
    void add_knowsTheEmptyTree() throws IOException {
        assertThat(witness.add(log.sign(0, new byte[32])).status()).isEqualTo(422);
        assertThat(witness.add(log.sign(0, TreeHasher.emptyRoot())).status()).isEqualTo(200);
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        assertConflict(witness.add(log.sign(0, TreeHasher.emptyRoot())), 7);
    }

    @Test
    void add_refusesWhatIsNotTheLogs() throws IOException {
        assertThat(witness.add(new TestLog("log.example.com/two", 7).submission(0, 7))
                        .status())
                .isEqualTo(404);
        assertThat(witness.add(new TestLog(ORIGIN, 7).submission(0, 7)).status())
                .isEqualTo(403);
        var body = new String(log.submission(0, 7), StandardCharsets.UTF_8);
        assertThat(witness.add(bytes(body.replace("\n7\n", "\n8\n"))).status()).isEqualTo(403);
    }

    @Test
    void add_refusesAnOldSizeAboveTheNewOneAfterTheSignature() throws IOException {
        assertThat(witness.add(log.submission(9, 7, List.of())).status()).isEqualTo(400);
        assertThat(witness.add(new TestLog(ORIGIN, 9).submission(9, 7, List.of()))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "old 0", "old 0\n\n", "old 00\n\n", "old -1\n\n", "new 0\n\n", "old 0\nAAAA\n\n", "\u0000"})
    void add_refusesWhatIsNoSubmission(String head) throws IOException {
        assertThat(witness.add(bytes(head)).status()).isEqualTo(400);
        var note = log.note(7).format();
        if (!head.equals("old 0\n\n")) {
            assertThat(witness.add(bytes(head + note)).status()).isEqualTo(400);
        }
        assertThat(witness.add(new byte[] {'o', 'l', 'd', ' ', (byte) 0xff}).status())
                .isEqualTo(400);
    }

    @Test
    void add_remembersAcrossARestart() throws IOException {
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        witness.close();
        witness = witness(cosigner);
        assertConflict(witness.add(log.submission(0, 9)), 7);
        assertThat(witness.add(log.fork().submission(7, 7)).status()).isEqualTo(422);
        assertThat(witness.add(log.submission(7, 9)).status()).isEqualTo(200);
    }

    @Test
    void add_doesNotTakeALogWhoseFileIsGoneForANewOne() throws IOException {
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        var file = directory.resolve(Witness.hash(ORIGIN) + ".checkpoint");
        var kept = Files.readAllBytes(file);
        Files.delete(file);
        assertThatThrownBy(() -> witness.add(log.fork().submission(0, 7)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone");
        assertThatThrownBy(() -> witness.latest(Witness.hash(ORIGIN))).isInstanceOf(IOException.class);
        witness.close();
        assertThatThrownBy(() -> witness(cosigner))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.getFileName() + " is gone");
        Files.write(file, kept);
        witness = witness(cosigner);
        assertConflict(witness.add(log.submission(0, 9)), 7);
    }

    @Test
    void open_indexesTheFilesThatAnEarlierVersionLeft() throws IOException {
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        witness.close();
        Files.delete(directory.resolve("cosigned.index"));
        witness(cosigner).close();
        Files.delete(directory.resolve(Witness.hash(ORIGIN) + ".checkpoint"));
        assertThatThrownBy(() -> witness(cosigner)).hasMessageContaining("is gone");
    }

    @Test
    void add_cosignsNothingThatItCantWriteDown() throws IOException {
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        var file = directory.resolve(Witness.hash(ORIGIN) + ".checkpoint");
        var kept = Files.readAllBytes(file);
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> witness.add(log.submission(7, 9))).isInstanceOf(IOException.class);
        Files.delete(file);
        Files.write(file, kept);
        assertConflict(witness.add(log.submission(9, 12)), 7);
    }

    @Test
    void add_cosignsNothingWhenItsMemoryIsNotWhatItWrote() throws IOException {
        assertThat(witness.add(log.submission(0, 7)).status()).isEqualTo(200);
        var file = directory.resolve(Witness.hash(ORIGIN) + ".checkpoint");
        for (var wrong : List.of(
                "", "old 7\n", new TestLog("log.example.com/two", 7).note(7).format())) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> witness.add(log.submission(0, 9))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void add_letsOneOfSeveralThatRaceThrough() throws Exception {
        var threads = 8;
        var pool = Executors.newFixedThreadPool(threads);
        try {
            for (var round = 0; round < 10; round++) {
                var old = 10L * round;
                var barrier = new CyclicBarrier(threads);
                var answers = new ArrayList<Future<WitnessAnswer>>();
                for (var thread = 0; thread < threads; thread++) {
                    var size = old + 1 + thread;
                    answers.add(pool.submit(() -> {
                        barrier.await();
                        return witness.add(log.submission(old, size));
                    }));
                }
                var cosigned = 0;
                for (var answer : answers) {
                    cosigned += answer.get().status() == 200 ? 1 : 0;
                }
                assertThat(cosigned).isEqualTo(1);
                var seen = SignedNote.parse(witness.latest(Witness.hash(ORIGIN)).orElseThrow());
                var size =
                        Long.parseLong(seen.text().lines().skip(1).findFirst().orElseThrow());
                assertThat(witness.add(log.submission(size, old + 10)).status()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void latest_isWhatWasCosignedLastWithoutWhatOthersAdded() throws IOException {
        assertThat(witness.latest(Witness.hash(ORIGIN))).isEmpty();
        var answer = witness.add(log.submission(
                0,
                7,
                log.note(7).with(new TestLog("stranger.example", 1).note(1).signatures())));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(witness.latest(Witness.hash(ORIGIN))).contains(log.note(7).format() + answer.body());
        assertThat(witness.latest(Witness.hash("other"))).isEmpty();
        assertThat(witness.latest("../../etc/passwd")).isEmpty();
    }

    @Test
    void open_keepsOthersOut() throws IOException {
        assertThatThrownBy(() -> witness(cosigner))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("witness.lock"))))
                .isEqualTo("rw-------");
    }

    private TlogPolicy policy() {
        return new TlogPolicy(
                List.of(new TlogPolicy.Log(log.vkey(), null)),
                List.of(new TlogPolicy.Witness("w", cosigner.vkey(), null)),
                List.of(),
                "w");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
