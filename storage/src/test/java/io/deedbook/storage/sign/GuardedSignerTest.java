// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedSignerTest {
    private static final String ID = "0123456789abcdef";
    private static final String ORIGIN = "example.com/ledger/" + ID;

    @TempDir
    Path directory;

    private Path state;
    private Vkey vkey;

    @BeforeEach
    void createLog() throws IOException {
        state = directory.resolve("log-" + ID + ".state");
        vkey = directory().create(new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot()));
    }

    @Test
    void sign_extendsWhatAnotherProcessSigned() throws IOException {
        sign(0, 3);
        var note = sign(3, 7);
        assertThat(Checkpoint.parse(note.text())).isEqualTo(GrowingTree.checkpoint(ORIGIN, 7));
        assertThat(note.verify(List.of(vkey))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(signer().signedSize()).isEqualTo(7);
    }

    @Test
    void sign_givesTheSameBytesForTheSameHead() throws IOException {
        var note = sign(0, 5).format();
        assertThat(sign(5, 5).format()).isEqualTo(note);
    }

    @Test
    void sign_saysWhatItSignedWhenTheProofBeginsElsewhere() throws IOException {
        sign(0, 5);
        for (var old : List.of(0, 3, 4, 6)) {
            assertThatThrownBy(() -> signer().sign(GrowingTree.submission(ORIGIN, old, 7)))
                    .isInstanceOfSatisfying(
                            StaleProofException.class,
                            stale -> assertThat(stale.signedSize()).isEqualTo(5));
        }
        assertThat(sign(5, 7)).isNotNull();
    }

    @Test
    void sign_refusesAHeadThatIsSmaller() throws IOException {
        sign(0, 5);
        var smaller = new CheckpointSubmission(
                5, List.of(), GrowingTree.checkpoint(ORIGIN, 4).format());
        assertFrozen(() -> signer().sign(smaller), FrozenLogException.Reason.ROLLBACK);
        assertThat(sign(5, 6)).isNotNull();
    }

    @Test
    void sign_refusesAHeadOfTheSameSizeWithAnotherRoot() throws IOException {
        sign(0, 5);
        assertFrozen(() -> signer().sign(forged(5, 5)), FrozenLogException.Reason.INCONSISTENT);
    }

    @Test
    void sign_refusesAHeadThatTheProofDoesNotLeadTo() throws IOException {
        sign(0, 5);
        assertFrozen(() -> signer().sign(forged(5, 8)), FrozenLogException.Reason.INCONSISTENT);
        var proof = GrowingTree.submission(ORIGIN, 5, 8).proof();
        var shortened = new CheckpointSubmission(
                5,
                proof.subList(0, proof.size() - 1),
                GrowingTree.checkpoint(ORIGIN, 8).format());
        assertFrozen(() -> signer().sign(shortened), FrozenLogException.Reason.INCONSISTENT);
        assertThat(signer().signedSize()).isEqualTo(5);
    }

    @Test
    void sign_refusesTextThatIsNoCheckpointOfTheLog() {
        var text = GrowingTree.checkpoint(ORIGIN, 3).format();
        for (var other : List.of(
                text + "extension\n",
                text.replace("\n3\n", "\n03\n"),
                GrowingTree.checkpoint("example.com/other", 3).format(),
                "anything\n")) {
            assertThatThrownBy(() -> signer().sign(new CheckpointSubmission(0, List.of(), other)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void sign_signsWithEachOfTheKeysAndGoesOnWithOneMemory() throws IOException {
        sign(0, 3);
        var second = directory().create(new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot()));
        var both = directory().open(List.of(second, vkey));
        var note = both.sign(GrowingTree.submission(ORIGIN, 3, 5));
        assertThat(note.signatures()).hasSize(2);
        assertThat(note.verify(List.of(vkey))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(note.verify(List.of(second))).isEqualTo(SignedNote.Verdict.TRUSTED);
        var alone = directory().open(List.of(second)).sign(GrowingTree.submission(ORIGIN, 5, 6));
        assertThat(alone.verify(List.of(vkey))).isEqualTo(SignedNote.Verdict.NO_TRUSTED_SIGNATURE);
        assertThat(Files.exists(directory.resolve("log-" + ID + ".2.key"))).isTrue();
    }

    @Test
    void handOver_isForALaterKeyOfItsOwnAlone() throws IOException {
        var second = directory().create(new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot()));
        var handover = directory().handOver(vkey, second);
        assertThat(KeyHandover.isBy(vkey, second, handover)).isTrue();
        assertThat(KeyHandover.isBy(second, vkey, handover)).isFalse();
        assertThat(KeyHandover.isBy(vkey, vkey, handover)).isFalse();
        for (var broken : List.of("", "?", handover.substring(4))) {
            assertThat(KeyHandover.isBy(vkey, second, broken)).isFalse();
        }
        assertThat(KeyHandover.isBy(vkey, second, null)).isFalse();
        var strange = new KeyDirectory(directory.resolve("other"), new char[0], new SecureRandom())
                .create(new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot()));
        var epoch = directory().create(GrowingTree.checkpoint(ORIGIN + "/2", 5));
        for (var to : List.of(strange, epoch, vkey)) {
            assertFrozen(() -> directory().handOver(vkey, to), FrozenLogException.Reason.KEY_CHANGED);
        }
        assertFrozen(() -> directory().handOver(second, vkey), FrozenLogException.Reason.KEY_CHANGED);
        assertFrozen(() -> directory().handOver(strange, second), FrozenLogException.Reason.KEY_CHANGED);
    }

    /** A key that was moved away, say by a mount that failed, comes back: it must still know what it signed. */
    @Test
    void create_neverForgetsWhatAKeySignedThatIsAway() throws IOException {
        sign(0, 5);
        var key = directory.resolve("log-" + ID + ".key");
        Files.move(key, directory.resolve("away"));
        var start = new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot());
        assertFrozen(() -> directory().create(start), FrozenLogException.Reason.KEY_LOST);
        assertThat(Files.exists(key)).isFalse();
        Files.move(directory.resolve("away"), key);
        assertThat(signer().signedSize()).isEqualTo(5);
        assertThat(sign(5, 7)).isNotNull();
    }

    @Test
    void create_makesAsManyKeysAsOneOriginMayHave() throws IOException {
        var start = new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot());
        for (var number = 2; number < KeyDirectory.KEYS_MAX; number++) {
            Files.createFile(directory.resolve("log-" + ID + "." + number + ".key"));
        }
        directory().create(start);
        assertThatThrownBy(() -> directory().create(start)).isInstanceOf(KeyLimitException.class);
    }

    @Test
    void create_makesKeysOfAsManyOriginsAsThereMayBe() throws IOException {
        for (var number = 1; number < KeyDirectory.ORIGINS_MAX; number++) {
            Files.createFile(directory.resolve("log-%032x.state".formatted(number)));
        }
        assertThatThrownBy(() -> directory().create(new Checkpoint("example.com/more", 0, TreeHasher.emptyRoot())))
                .isInstanceOf(KeyLimitException.class);
        directory().create(new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot()));
    }

    @Test
    void create_beginsALaterEpochAtTheTreeThatIsLeft() throws IOException {
        sign(0, 7);
        var next = directory().create(GrowingTree.checkpoint(ORIGIN + "/2", 5));
        assertThat(Files.exists(directory.resolve("log-" + ID + "-2.state"))).isTrue();
        var note = directory().open(List.of(next)).sign(GrowingTree.submission(ORIGIN + "/2", 5, 6));
        assertThat(note.verify(List.of(next))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(directory().lastSigned(ORIGIN)).contains(GrowingTree.checkpoint(ORIGIN, 7));
    }

    @Test
    void signedSize_refusesWhenTheStateIsGoneOrEdited() throws IOException {
        sign(0, 5);
        var written = Files.readString(state);
        var broken = List.of(
                "",
                written.replace("\n5\n", "\n4\n"),
                written.replace("/ledger/", "/other/"),
                written + "\n",
                written.substring(0, written.length() - 1),
                written.substring(0, 75) + (written.charAt(75) == 'A' ? 'B' : 'A') + written.substring(76));
        for (var content : broken) {
            Files.writeString(state, content);
            assertFrozen(() -> signer().signedSize(), FrozenLogException.Reason.STATE_LOST);
        }
        Files.write(state, new byte[] {(byte) 0xff, (byte) 0xff});
        assertThatThrownBy(() -> signer().signedSize())
                .isInstanceOf(FrozenLogException.class)
                .hasMessageContaining("signer-state-utf8");
        Files.delete(state);
        assertFrozen(() -> signer().signedSize(), FrozenLogException.Reason.STATE_LOST);
        assertThat(directory().lastSigned(ORIGIN)).isEmpty();
        Files.writeString(state, written);
        assertThat(signer().signedSize()).isEqualTo(5);
    }

    /** As releases before wrote it, with the roots of all perfect subtrees. */
    @Test
    void signedSize_readsTheStateOfEarlierReleases() throws IOException {
        var frontier = Frontier.empty().append(GrowingTree.LEAVES.subList(0, 5));
        var base64 = Base64.getEncoder();
        Files.writeString(
                state,
                String.join(
                        "\n",
                        "deedbook signer state v1",
                        ORIGIN,
                        "5",
                        base64.encodeToString(frontier.root()),
                        base64.encodeToString(frontier.bytes()),
                        ""),
                StandardCharsets.US_ASCII);
        assertThat(signer().signedSize()).isEqualTo(5);
        assertThat(sign(5, 7)).isNotNull();
        assertThat(Files.readString(state)).startsWith("deedbook signer state v2\n");
    }

    @Test
    void open_refusesAnotherKeyThanTheLogsOwn() throws IOException {
        var other = new KeyDirectory(directory.resolve("other"), new char[0], new SecureRandom())
                .create(new Checkpoint(ORIGIN, 0, TreeHasher.emptyRoot()));
        assertFrozen(() -> directory().open(List.of(other)), FrozenLogException.Reason.KEY_CHANGED);
        assertFrozen(() -> directory().open(List.of()), FrozenLogException.Reason.KEY_LOST);
        Files.delete(directory.resolve("log-" + ID + ".key"));
        assertFrozen(() -> directory().open(List.of(vkey)), FrozenLogException.Reason.KEY_LOST);
    }

    @Test
    void create_encryptsEveryKeyOfTheLog() throws IOException {
        var origin = "example.com/ledger/00000000000000ff";
        var keys = new KeyDirectory(directory, "a passphrase".toCharArray(), new SecureRandom());
        keys.create(new Checkpoint(origin, 0, TreeHasher.emptyRoot()));
        keys.create(new Checkpoint(origin, 0, TreeHasher.emptyRoot()));
        for (var name : List.of("log-00000000000000ff.key", "log-00000000000000ff.2.key")) {
            assertThat(Files.readString(directory.resolve(name))).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        }
    }

    @Test
    void create_keepsOriginsThatAreNotOursInFilesOfTheirOwn() throws IOException {
        var origin = "../../etc/passwd";
        var key = directory().create(new Checkpoint(origin, 0, TreeHasher.emptyRoot()));
        assertThat(directory().open(List.of(key)).signedSize()).isZero();
        try (var files = Files.list(directory)) {
            assertThat(files).allMatch(file -> file.getFileName().toString().matches("log-[0-9a-f]{16,32}\\..*"));
        }
    }

    private SignedNote sign(int oldSize, int size) throws IOException {
        return signer().sign(GrowingTree.submission(ORIGIN, oldSize, size));
    }

    private static CheckpointSubmission forged(int oldSize, int size) {
        var root = new byte[32];
        return new CheckpointSubmission(
                oldSize,
                GrowingTree.submission(ORIGIN, oldSize, size).proof(),
                new Checkpoint(ORIGIN, size, root).format());
    }

    /** A new one each time, as after a restart. */
    private LogSigner signer() {
        return directory().open(List.of(vkey));
    }

    private KeyDirectory directory() {
        return new KeyDirectory(directory, new char[0], new SecureRandom());
    }

    private static void assertFrozen(ThrowingCallable code, FrozenLogException.Reason reason) {
        assertThatThrownBy(code)
                .isInstanceOfSatisfying(
                        FrozenLogException.class,
                        frozen -> assertThat(frozen.reason()).isEqualTo(reason));
    }
}
