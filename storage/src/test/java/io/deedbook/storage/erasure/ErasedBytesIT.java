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

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.PartitionVacuum.Rewrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fault 32: the files of the database, and what a dump of it would hold, are searched for what was erased. */
class ErasedBytesIT {
    private static TestStorage storage;

    @BeforeAll
    static void open() {
        storage = TestStorage.open();
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Test
    void erase_leavesNothingInTheFilesOfTheDatabase() throws IOException {
        var tenant = storage.tenant("bytes");
        // one that fits into a page, and one that is stored outside of it
        var small = entryOf(JANE, "a-small-secret-of-hers");
        var large = entryOf(JANE, random(60_000) + "a-large-secret-of-hers");
        var kept = entryOf(JOHN, "a-small-secret-of-his");
        append(storage, tenant, List.of(small, large, kept));
        append(storage, tenant, TestPeople.inTurn(400));
        assertThat(found(small)).as("what this test looks for").containsAll(expected(small));
        assertThat(found(large)).contains(JANE, "salt actor", "salt content");
        assertThat(dumped()).contains(JANE);

        var ended = erase(storage.storage(), request(tenant, JANE));
        var left = await(storage.storage().vacuum(ended.partitions(), Rewrite.PAST));

        assertThat(left).isEmpty();
        assertThat(found(small)).isEmpty();
        assertThat(found(large)).isEmpty();
        assertThat(found(kept)).contains(JOHN, "salt actor", "salt content", "salt attributes");
        assertThat(dumped()).doesNotContain(JANE).contains(JOHN);
    }

    @Test
    void vacuum_leavesTheMonthAtWorkToTheOperator() {
        var left = await(storage.storage().vacuum(Set.of("record_p219912", "record_p202606"), Rewrite.PAST));
        assertThat(left).containsExactly("vacuum (full, analyze) record_p219912");
    }

    private static List<String> expected(SealedRecord record) {
        var names = new ArrayList<>(List.of(JANE, "a-small-secret-of-hers"));
        for (var part : List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT)) {
            assertThat(record.salts()).containsKey(part);
            names.add("salt " + part.wireName());
        }
        return names;
    }

    /** Which of a record's secrets are in any file of the database: tables, their overflow, indexes. */
    private static List<String> found(SealedRecord record) throws IOException {
        var found = new ArrayList<String>();
        var files = files();
        for (var text : List.of(JANE, JOHN, "a-small-secret-of-hers", "a-large-secret-of-hers")) {
            if (belongs(record, text) && isIn(files, text)) {
                found.add(text);
            }
        }
        for (var part : List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT)) {
            if (isIn(files, new String(record.salts().get(part), StandardCharsets.ISO_8859_1))) {
                found.add("salt " + part.wireName());
            }
        }
        return found;
    }

    private static boolean belongs(SealedRecord record, String text) {
        return String.valueOf(record.contentJson()).contains(text) || text.equals(record.text(Field.USER_EMAIL));
    }

    private static boolean isIn(List<String> files, String text) {
        return files.stream().anyMatch(file -> file.contains(text));
    }

    private static List<String> files() throws IOException {
        var admin = storage.storage().adminPool();
        await(admin.query("checkpoint").execute());
        var row = await(admin.query("select current_setting('data_directory'), oid::text from pg_database"
                                + " where datname = current_database()")
                        .execute())
                .iterator()
                .next();
        var directory = Path.of(row.getString(0), "base", row.getString(1));
        var files = new ArrayList<String>();
        try (var paths = Files.walk(directory)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                files.add(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    /** Everything that COPY gives of every table, which is what pg_dump writes. */
    private static String dumped() {
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
