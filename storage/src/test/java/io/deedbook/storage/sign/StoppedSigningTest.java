// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.TreeHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is known of the heads that were signed when the machine has stopped, files are lost, or another process goes on.
 */
class StoppedSigningTest extends GroupOfLogs {
    private static final byte[] NOT_UTF8 = {(byte) 0xff, (byte) 0xff};

    /** What is left where the machine stopped. */
    @TempDir
    private Path left;

    /** The files as the disk has them: those in {@code unsynced} are of the time before. */
    private void stopMachine(List<Path> unsynced) throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                if (!unsynced.contains(file.getFileName())) {
                    Files.copy(file, left.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void signAllAndStop() throws IOException {
        keys(directory).signAll(requests(0, 3));
        stopMachine(List.of());
    }

    private static List<Path> stateFiles() {
        return IntStream.range(0, LOGS)
                .mapToObj(log -> Path.of("log-000000000000000" + log + ".state"))
                .toList();
    }

    /** They knew no journal. */
    private void writeAsEarlierReleases(int log, int size) throws IOException {
        Files.writeString(
                left.resolve(stateFiles().get(log)), SignerState.format(GrowingTree.checkpoint(origin(log), size)));
    }

    private void writeJournal(Checkpoint head) throws IOException {
        Files.write(left.resolve("signed-0.journal"), JournalFormat.block(List.of(head)));
    }

    /** Puts a directory in the place of a log's state file. */
    private Path makeUnreadable(int log) throws IOException {
        var file = left.resolve(stateFiles().get(log));
        Files.delete(file);
        return Files.createDirectory(file);
    }

    private static void assertFrozen(ThrowingCallable code, Reason reason) {
        assertThatThrownBy(code)
                .isInstanceOfSatisfying(
                        FrozenLogException.class,
                        frozen -> assertThat(frozen.reason()).isEqualTo(reason));
    }

    @Test
    void whatWasSignedIsKnownWhereTheMachineStoppedBeforeTheStateFilesWereOnDisk() throws IOException {
        stopMachine(List.of());
        var keys = keys(directory);
        keys.signAll(requests(0, 3));
        keys.signAll(requests(3, 5));
        stopMachine(stateFiles());
        Files.writeString(left.resolve(stateFiles().get(1)), "");
        Files.delete(left.resolve(stateFiles().get(2)));

        assertThat(keys(left).lastSigned(origin(0))).contains(GrowingTree.checkpoint(origin(0), 5));
        for (var log = 0; log < LOGS; log++) {
            assertThat(signedSize(left, log)).isEqualTo(5);
        }
        var smaller = new CheckpointSubmission(
                5, List.of(), GrowingTree.checkpoint(origin(0), 4).format());
        assertFrozen(() -> keys(left).open(List.of(vkeys.get(0))).sign(smaller), Reason.ROLLBACK);
    }

    @Test
    void aNewerStateFileIsNotMadeOlder() throws IOException {
        signAllAndStop();
        writeAsEarlierReleases(0, 7);

        assertThat(signedSize(left, 0)).isEqualTo(7);
    }

    /** Together, then alone, as every recheck does: an older head must not come back for a state file that is lost. */
    @Test
    void aLostStateFileIsNotMadeOlderThanWhatWasSignedAlone() throws IOException {
        var keys = keys(directory);
        keys.signAll(requests(0, 3));
        for (var log = 0; log < LOGS; log++) {
            keys.open(List.of(vkeys.get(log))).sign(GrowingTree.submission(origin(log), 3, 6));
        }
        stopMachine(List.of());
        Files.delete(left.resolve(stateFiles().get(0)));
        Files.writeString(left.resolve(stateFiles().get(1)), "");
        Files.write(left.resolve(stateFiles().get(2)), NOT_UTF8);

        for (var log = 0; log < LOGS; log++) {
            assertThat(signedSize(left, log)).isEqualTo(6);
        }
        assertThatThrownBy(() -> keys(left).open(List.of(vkeys.get(0))).sign(GrowingTree.submission(origin(0), 3, 5)))
                .isInstanceOf(StaleProofException.class);
    }

    /** What an earlier release signed is in the journal as soon as it is signed again. */
    @Test
    void aHeadThatIsSignedAgainIsInTheJournal() throws IOException {
        signAllAndStop();
        writeAsEarlierReleases(0, 5);
        writeAsEarlierReleases(1, 6);
        var keys = keys(left);

        assertThat(keys.signAll(List.of(request(0, 5, 5)))).allMatch(Optional::isPresent);
        keys.open(List.of(vkeys.get(1))).sign(GrowingTree.submission(origin(1), 6, 6));

        assertThat(JournalFormat.parse(Files.readAllBytes(journals(left).get(0))))
                .containsEntry(origin(0), GrowingTree.checkpoint(origin(0), 5))
                .containsEntry(origin(1), GrowingTree.checkpoint(origin(1), 6));
    }

    @Test
    void aStateFileThatCannotBeReadFreezesItsLogAlone_untilItCan() throws IOException {
        signAllAndStop();
        var unreadable = makeUnreadable(1);
        var keys = keys(left);

        assertFrozen(() -> keys.open(List.of(vkeys.get(1))), Reason.STATE_LOST);
        assertThat(keys.lastSigned(origin(1))).isEmpty();
        assertThat(keys.signAll(requests(3, 5))).extracting(Optional::isPresent).containsExactly(true, false, true);
        assertThat(keys.create(new Checkpoint(origin(LOGS), 0, TreeHasher.emptyRoot())))
                .isNotNull();

        Files.delete(unreadable);
        assertThat(keys.open(List.of(vkeys.get(1))).signedSize()).isEqualTo(3);
        assertThat(keys.signAll(List.of(request(1, 3, 5)))).allMatch(Optional::isPresent);
    }

    @Test
    void aStateFileThatCannotBeWrittenFreezesItsLogAlone_untilItCan() throws IOException {
        signAllAndStop();
        Files.write(left.resolve(stateFiles().get(1)), NOT_UTF8);
        var lock = left.resolve(stateFiles().get(1) + ".lock");
        Files.delete(lock);
        Files.createDirectory(lock);
        var keys = keys(left);

        assertFrozen(() -> keys.open(List.of(vkeys.get(1))), Reason.STATE_UNWRITABLE);
        assertThat(keys.signAll(requests(3, 5))).extracting(Optional::isPresent).containsExactly(true, false, true);

        Files.delete(lock);
        assertThat(keys.open(List.of(vkeys.get(1))).signedSize()).isEqualTo(3);
    }

    @Test
    void aStateFileThatIsMadeAnewLateHasWhatOthersSignedMeanwhile() throws IOException {
        signAllAndStop();
        var unreadable = makeUnreadable(0);
        var keys = keys(left);
        keys.open(List.of(vkeys.get(1)));

        writeJournal(GrowingTree.checkpoint(origin(0), 5));
        Files.delete(unreadable);

        assertThat(keys.open(List.of(vkeys.get(0))).signedSize()).isEqualTo(5);
    }

    @Test
    void aStateFileThatIsMadeAnewLateHasWhatWasTakenOverMeanwhile() throws IOException {
        signAllAndStop();
        var unreadable = makeUnreadable(0);
        var keys = keys(left);
        keys.open(List.of(vkeys.get(1)));

        writeJournal(GrowingTree.checkpoint(origin(0), 5));
        keys.signAll(List.of(request(1, 3, 4)));
        assertThat(left.resolve("signed-0.journal")).doesNotExist();
        Files.delete(unreadable);

        assertThat(keys.open(List.of(vkeys.get(0))).signedSize()).isEqualTo(5);
    }

    @Test
    void aStateFileThatIsNotUtf8IsMadeAnew() throws IOException {
        signAllAndStop();
        Files.write(left.resolve(stateFiles().get(1)), NOT_UTF8);
        var keys = keys(left);

        assertThat(keys.signAll(requests(3, 5))).allMatch(Optional::isPresent);
        assertThat(keys.create(new Checkpoint(origin(LOGS), 0, TreeHasher.emptyRoot())))
                .isNotNull();
    }

    @Test
    void anotherProcessTakesOverWhatOneLeft() throws IOException {
        stopMachine(List.of());
        keys(directory).signAll(requests(0, 3));
        stopMachine(stateFiles());
        var before = journals(left);
        var heir = keys(left);

        assertThat(heir.signAll(List.of(request(0, 3, 5)))).allMatch(Optional::isPresent);

        assertThat(journals(left)).hasSize(1).doesNotContainAnyElementsOf(before);
        var content = JournalFormat.parse(Files.readAllBytes(journals(left).get(0)));
        assertThat(content)
                .containsEntry(origin(0), GrowingTree.checkpoint(origin(0), 5))
                .containsEntry(origin(1), GrowingTree.checkpoint(origin(1), 3))
                .containsEntry(origin(2), GrowingTree.checkpoint(origin(2), 3));
    }

    @Test
    void aLastBlockThatIsNotWholeDoesNotCount_andIsNotKept() throws IOException {
        stopMachine(List.of());
        var keys = keys(directory);
        keys.signAll(requests(0, 3));
        var whole = Files.size(journals(directory).get(0));
        keys.signAll(requests(3, 5));
        stopMachine(stateFiles());
        var journal = journals(left).get(0);
        try (var channel = Files.newByteChannel(journal, StandardOpenOption.WRITE)) {
            channel.truncate(whole + 100);
        }

        assertThat(signedSize(left, 0)).isEqualTo(3);
        assertThat(keys(left).signAll(requests(3, 4))).allMatch(Optional::isPresent);
        assertThat(JournalFormat.parse(Files.readAllBytes(journals(left).get(0))))
                .containsEntry(origin(0), GrowingTree.checkpoint(origin(0), 4));
    }

    @Test
    void aDamagedJournalLeavesNoLogToBeSigned() throws IOException {
        var keys = keys(directory);
        keys.signAll(requests(0, 3));
        keys.signAll(requests(3, 5));
        stopMachine(List.of());
        var journal = journals(left).get(0);
        var bytes = Files.readAllBytes(journal);
        bytes[50] ^= 1;
        Files.write(journal, bytes);

        assertFrozen(() -> keys(left).open(List.of(vkeys.get(0))), Reason.STATE_LOST);
        assertThat(keys(left).signAll(requests(5, 7))).allMatch(Optional::isEmpty);
        assertThat(keys(left).lastSigned(origin(0))).isEmpty();
    }

    @Test
    void aJournalThatIsDamagedWhenItIsTakenOverLeavesNoLogToBeSigned() throws IOException {
        stopMachine(List.of());
        var keys = keys(left);
        keys.open(List.of(vkeys.get(0)));
        var block = JournalFormat.block(List.of(GrowingTree.checkpoint(origin(0), 3)));
        var damaged = Arrays.copyOf(block, 2 * block.length);
        System.arraycopy(block, 0, damaged, block.length, block.length);
        damaged[50] ^= 1;
        Files.write(left.resolve("signed-0.journal"), damaged);

        assertThat(keys.signAll(requests(0, 3))).allMatch(Optional::isEmpty);
        var alone = keys.open(List.of(vkeys.get(0)));
        assertFrozen(() -> alone.sign(GrowingTree.submission(origin(0), 0, 3)), Reason.STATE_LOST);
        assertThat(alone.signedSize()).isZero();
    }
}
