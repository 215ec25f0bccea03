// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.erasure.ErasureJournal.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureJournalTest {
    private static final String LOG = "0123456789abcdef";
    private static final Set<Part> PARTS = Set.of(Part.ACTOR, Part.CONTENT);

    @TempDir
    Path directory;

    private ErasureJournal journal;

    @BeforeEach
    void open() {
        journal = new ErasureJournal(directory.resolve("erasures"));
    }

    @Test
    void read_givesWhatWasAppended() throws IOException {
        assertThat(journal.name(LOG)).isEmpty();
        var first = journal.append(LOG, PARTS, targets(1, 3)).end();
        var second = journal.append(LOG, ErasableParts.STANDARD, targets(5, 6)).end();

        var lines = journal.read(LOG, 0);

        assertThat(lines)
                .containsExactly(
                        new Line(PARTS, targets(1, 3), first), new Line(ErasableParts.STANDARD, targets(5, 6), second));
        assertThat(journal.read(LOG, first.bytes())).hasSize(1);
        assertThat(journal.read(LOG, second.bytes())).isEmpty();
        assertThat(journal.name(LOG)).contains(first.name());
    }

    @Test
    void read_givesALongJournalInPieces() throws IOException {
        for (var number = 0; number < 40; number++) {
            journal.append(LOG, PARTS, targets(number * 500L, BatchEraser.RECORDS_MAX));
        }
        var all = new ArrayList<Line>();
        for (var lines = journal.read(LOG, 0); !lines.isEmpty(); ) {
            all.addAll(lines);
            lines = journal.read(LOG, all.get(all.size() - 1).end().bytes());
        }
        assertThat(all).hasSize(40);
        assertThat(all.get(39).targets().get(499).index()).isEqualTo(19_999);
    }

    @Test
    void read_passesOverATornLineAndWhatComesAfterIsThere() throws IOException {
        journal.append(LOG, PARTS, targets(1, 1));
        Files.writeString(file(), "actor,content 2:0000", StandardOpenOption.APPEND);
        assertThat(journal.read(LOG, 0)).hasSize(1);

        journal.append(LOG, PARTS, targets(7, 1));

        assertThat(journal.read(LOG, 0))
                .extracting(line -> line.targets().get(0).index())
                .containsExactly(1L, 7L);
    }

    @Test
    void read_startsAgainInAShorterJournal() throws IOException {
        var end = journal.append(LOG, PARTS, targets(1, 1)).end();
        assertThat(journal.read(LOG, end.bytes() + 1)).hasSize(1);
    }

    @Test
    void append_writesNothingThatNamesAnybody() throws IOException {
        journal.append(LOG, PARTS, targets(1, 1));
        assertThat(Files.readAllLines(file()).get(1)).matches("actor,content 1:[0-9a-f]{32} [0-9a-f]{16}");
        assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
    }

    private Path file() {
        return directory.resolve("erasures").resolve("log-" + LOG + ".erased");
    }

    private static List<Target> targets(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(index -> new Target(index, new UUID(index, index)))
                .toList();
    }
}
