// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.SessionPlans;
import io.deedbook.storage.erasure.BatchEraser.Batch;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.postgres.Partitions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is erased is found by the primary key, in the first minute of a month too. */
class ErasurePlanIT {
    private static final List<Long> INDEXES =
            LongStream.range(0, 100).mapToObj(number -> number * 1_000).toList();

    private static SessionPlans plans;

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() {
        plans = SessionPlans.withoutStatistics(13);
    }

    @AfterAll
    static void close() {
        plans.close();
    }

    @Test
    void whatIsToBeErasedIsFoundByThePrimaryKey_whereThereAreNoStatistics() {
        var eraser = new BatchEraser(
                new OwnEntries(plans.pool(), new Partitions(plans.pool()), CommitListener.NONE),
                new EraserRights(""),
                tenant -> {
                    throw new AssertionError("a hold was found");
                });

        var erased = await(eraser.look(plans.pool(), new Batch(plans.tenant(), INDEXES, null, Set.of(Part.ACTOR), 1)));

        assertThat(erased.targets()).extracting(Target::index).isEqualTo(INDEXES);
        plans.checkLastByKey();
    }

    @Test
    void partitionsOfWhatWasErasedAreFoundByThePrimaryKey_whereThereAreNoStatistics() throws IOException {
        var journal = new ErasureJournal(directory.resolve("erasures"));
        var publicId = "0123456789abcdef";
        journal.append(
                publicId,
                Set.of(Part.ACTOR),
                INDEXES.stream()
                        .map(index -> new Target(index, new UUID(0, index)))
                        .toList());

        var partitions = await(new ErasedPartitions(plans.vertx(), plans.pool(), journal).of(plans.tenant(), publicId));

        assertThat(partitions).containsExactly("record_p202606", "record_p202607", "record_p202608");
        plans.checkLastByKey();
    }
}
