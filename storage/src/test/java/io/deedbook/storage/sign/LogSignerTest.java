// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSignerTest {
    private static final String ID = "0123456789abcdef";
    private static final String ORIGIN = "example.com/ledger/" + ID;
    private static final List<byte[]> LEAVES = IntStream.range(0, 9)
            .mapToObj(number -> new TreeHasher().leaf(new byte[] {(byte) number}))
            .toList();

    @TempDir
    Path directory;

    private Path state;
    private Vkey vkey;

    @BeforeEach
    void createLog() throws IOException {
        state = directory.resolve("log-" + ID + ".state");
        vkey = directory().create(ID, ORIGIN);
    }

    @Test
    void sign_extendsWhatAnotherProcessSigned() throws IOException {
        grow(3);
        var note = grow(7);
        assertThat(Checkpoint.parse(note.text())).isEqualTo(new Checkpoint(ORIGIN, 7, head(7).root()));
    }

    @Test
    void sign_givesTheSameBytesForTheSameHead() throws IOException {
        assertThat(grow(5).format()).isEqualTo(grow(5).format());
    }

    @Test
    void sign_refusesAHeadThatIsSmaller() throws IOException {
        grow(5);
        var signer = signer();
        assertFrozen(() -> signer.sign(signer.growth(), head(4)), FrozenLogException.Reason.ROLLBACK);
        assertThat(grow(6)).isNotNull();
    }

    @Test
    void sign_refusesAHeadOfTheSameSizeWithAnotherRoot() throws IOException {
        grow(5);
        var signer = signer();
        assertFrozen(() -> signer.sign(signer.growth(), forged(5)), FrozenLogException.Reason.INCONSISTENT);
    }

    @Test
    void sign_refusesAHeadThatTheLeavesDoNotLeadTo() throws IOException {
        grow(5);
        var signer = signer();
        var growth = signer.growth();
        growth.append(LEAVES.subList(5, 8));
        assertFrozen(() -> signer.sign(growth, forged(8)), FrozenLogException.Reason.INCONSISTENT);
        assertFrozen(() -> signer.sign(growth, head(7)), FrozenLogException.Reason.INCONSISTENT);
    }

    @Test
    void sign_refusesAGrowthThatBeganBeforeTheLastSignature() throws IOException {
        var signer = signer();
        var stale = signer.growth();
        grow(5);
        stale.append(LEAVES);
        assertFrozen(() -> signer.sign(stale, head(9)), FrozenLogException.Reason.INCONSISTENT);
    }

    @Test
    void growth_refusesWhenTheStateIsGoneOrEdited() throws IOException {
        grow(5);
        var written = Files.readString(state);
        var broken = List.of(
                "",
                written.replace("\n5\n", "\n4\n"),
                written.replace("\n5\n", "\n13\n"),
                written.replace("/ledger/", "/other/"),
                written + "\n",
                written.substring(0, written.length() - 1),
                written.substring(0, 60) + 'A' + written.substring(61));
        for (var content : broken) {
            Files.writeString(state, content);
            assertFrozen(() -> signer().growth(), FrozenLogException.Reason.STATE_LOST);
        }
        Files.delete(state);
        assertFrozen(() -> signer().growth(), FrozenLogException.Reason.STATE_LOST);
        Files.writeString(state, written);
        assertThat(signer().growth().size()).isEqualTo(5);
    }

    @Test
    void open_refusesAnotherKeyThanTheLogsOwn() throws IOException {
        var other = directory().create("00000000000000ff", ORIGIN);
        assertFrozen(() -> directory().open(ID, other), FrozenLogException.Reason.KEY_CHANGED);
        Files.delete(directory.resolve("log-" + ID + ".key"));
        assertFrozen(() -> directory().open(ID, vkey), FrozenLogException.Reason.KEY_LOST);
    }

    @Test
    void open_refusesAnIdThatIsNone() {
        assertThatThrownBy(() -> directory().open("../../etc/passwd", vkey))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SignedNote grow(int size) throws IOException {
        var signer = signer();
        var growth = signer.growth();
        growth.append(LEAVES.subList((int) growth.size(), size));
        return signer.sign(growth, head(size));
    }

    private static Frontier head(int size) {
        return Frontier.empty().append(LEAVES.subList(0, size));
    }

    private static Frontier forged(int size) {
        return head(size - 1).append(new byte[32]);
    }

    /** A new one each time, as after a restart. */
    private LogSigner signer() {
        return directory().open(ID, vkey);
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
