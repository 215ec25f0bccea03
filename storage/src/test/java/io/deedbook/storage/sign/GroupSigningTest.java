// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.sign.LogKeys.Request;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several logs that are signed at once. */
class GroupSigningTest extends GroupOfLogs {
    @Test
    void signAll_signsAsEachAlone_andOthersSeeIt() throws IOException {
        var notes = keys(directory).signAll(requests(0, 3));

        for (var log = 0; log < LOGS; log++) {
            var note = notes.get(log).orElseThrow();
            assertThat(Checkpoint.parse(note.text())).isEqualTo(GrowingTree.checkpoint(origin(log), 3));
            assertThat(note.verify(List.of(vkeys.get(log)))).isEqualTo(SignedNote.Verdict.TRUSTED);
            assertThat(signedSize(directory, log)).isEqualTo(3);
            var alone = keys(directory).open(List.of(vkeys.get(log)));
            assertThat(alone.sign(GrowingTree.submission(origin(log), 3, 3)).format())
                    .isEqualTo(note.format());
            alone.sign(GrowingTree.submission(origin(log), 3, 5));
        }
        assertThat(keys(directory).signAll(requests(5, 7))).allMatch(Optional::isPresent);
    }

    @Test
    void signAll_signsTheOthersWhereOneMayNotBe() {
        var keys = keys(directory);
        keys.signAll(requests(0, 5));
        var forged = new CheckpointSubmission(
                5,
                GrowingTree.submission(origin(0), 5, 7).proof(),
                new Checkpoint(origin(0), 7, new byte[32]).format());

        var notes =
                keys.signAll(List.of(new Request(List.of(vkeys.get(0)), forged), request(1, 5, 7), request(2, 3, 7)));

        assertThat(notes).extracting(Optional::isPresent).containsExactly(false, true, false);
        assertThat(IntStream.range(0, LOGS).mapToLong(log -> signedSize(directory, log)))
                .containsExactly(5L, 7L, 5L);
    }

    @Test
    void signAll_signsALogOnce() {
        var notes = keys(directory).signAll(List.of(request(0, 0, 3), request(0, 0, 4)));

        assertThat(notes).extracting(Optional::isPresent).containsExactly(true, false);
        assertThat(signedSize(directory, 0)).isEqualTo(3);
    }

    @Test
    void signAll_signsNothingThatItCannotWriteDown() throws IOException {
        var keys = keys(directory);
        keys.open(List.of(vkeys.get(0)));
        Files.createDirectory(directory.resolve("signed-0.journal"));

        assertThat(keys.signAll(requests(0, 3))).allMatch(Optional::isEmpty);

        Files.delete(directory.resolve("signed-0.journal"));
        assertThat(signedSize(directory, 0)).isZero();
        assertThat(keys.signAll(requests(0, 3))).allMatch(Optional::isPresent);
    }

    @Test
    void sign_appendsAHeadOnce() throws IOException {
        var keys = keys(directory);
        keys.signAll(requests(0, 3));
        var bytes = Files.size(journals(directory).get(0));
        keys.open(List.of(vkeys.get(0))).sign(GrowingTree.submission(origin(0), 3, 3));
        keys.signAll(requests(3, 3));

        assertThat(Files.size(journals(directory).get(0))).isEqualTo(bytes);
    }
}
