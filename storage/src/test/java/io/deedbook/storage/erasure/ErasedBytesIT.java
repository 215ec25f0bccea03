// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.erasure.TestPeople.JANE;
import static io.deedbook.storage.erasure.TestPeople.JOHN;
import static io.deedbook.storage.erasure.TestPeople.append;
import static io.deedbook.storage.erasure.TestPeople.entryOf;
import static io.deedbook.storage.erasure.TestPeople.erase;
import static io.deedbook.storage.erasure.TestPeople.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.PartitionVacuum.Rewrite;
import io.deedbook.storage.postgres.TestReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fault 32: the files of the database, its replica's, and what a dump of it would hold, are searched for what was
 * erased.
 */
class ErasedBytesIT {
    private static final String HERS = "a-secret-of-hers";
    private static final String LARGE = "a-large-secret-of-hers";
    private static final String HIS = "a-secret-of-his";

    private final Path dataDir = TestStorage.temporaryDirectory();
    private TestStorage storage;

    @BeforeEach
    void open() {
        storage = TestStorage.on("", dataDir);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void erase_leavesNothingInTheFilesOfTheDatabaseNorOfAReplica() throws IOException, SQLException {
        var tenant = storage.tenant("bytes");
        // one that fits into a page, and one that is stored outside of it
        var small = entryOf(JANE, HERS);
        var large = entryOf(JANE, random(60_000) + LARGE);
        var kept = entryOf(JOHN, HIS);
        try (var replica = TestReplica.start(dataDir, TestStorage.temporaryDirectory())) {
            append(storage, tenant, List.of(small, large, kept));
            append(storage, tenant, TestPeople.inTurn(400));
            replica.catchUp();
            for (var files : List.of(files(), DatabaseFiles.read(replica.data().resolve("base")))) {
                assertThat(files.found(small, JANE, HERS))
                        .as("what this test looks for")
                        .hasSize(5);
                assertThat(files.found(large, JANE)).contains(JANE, "salt actor", "salt content");
            }
            assertThat(dumped()).contains(JANE);

            var ended = erase(storage.storage(), request(tenant, JANE));
            var left = await(storage.storage().vacuum(ended.partitions(), Rewrite.PAST));

            assertThat(left).isEmpty();
            replica.catchUp();
            for (var files : List.of(files(), DatabaseFiles.read(replica.data().resolve("base")))) {
                assertThat(files.found(small, JANE, HERS)).isEmpty();
                assertThat(files.found(large, JANE, LARGE)).isEmpty();
                assertThat(files.found(kept, JOHN, HIS)).hasSize(5);
            }
            assertThat(dumped()).doesNotContain(JANE).contains(JOHN);
        }
    }

    @Test
    void vacuum_leavesTheMonthAtWorkToTheOperator() {
        var left = await(storage.storage().vacuum(Set.of("record_p219912", "record_p202606"), Rewrite.PAST));
        assertThat(left).contains("vacuum (full, analyze) record_p219912");
    }

    private DatabaseFiles files() throws IOException {
        await(storage.storage().adminPool().query("checkpoint").execute());
        return DatabaseFiles.read(dataDir.resolve("postgres").resolve("data").resolve("base"));
    }

    /** Everything that COPY gives of every table, which is what pg_dump writes. */
    private String dumped() {
        var admin = storage.storage().adminPool();
        var text = new StringBuilder();
        for (var table : await(admin.query("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
                .execute())) {
            await(admin.query("select t::text from " + table.getString(0) + " t")
                            .execute())
                    .forEach(row -> text.append(row.getString(0)).append('\n'));
        }
        return text.toString();
    }

    private static String random(int chars) {
        var bytes = new byte[chars / 2];
        new Random(7).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
