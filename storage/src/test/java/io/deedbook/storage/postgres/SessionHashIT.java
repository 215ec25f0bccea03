// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger of the schema before sessions were hashed, brought up to date. */
class SessionHashIT {
    private static final int RECORDS = 3_000;
    private static final String PARTITIONS =
            "select inhrelid::regclass::text from pg_inherits" + " where inhparent = 'record'::regclass order by 1";

    private DatabaseUrl url;
    private Connection connection;

    @BeforeEach
    void fillASchemaOfBefore() throws SQLException {
        url = TestDatabase.create();
        Flyway.configure()
                .dataSource(new JdbcSource(url))
                .locations("classpath:db/migration")
                .target("11")
                .load()
                .migrate();
        connection = TestDatabase.connect(url);
        for (var month = 1; month <= 3; month++) {
            var name = "record_p20260" + month;
            execute("create table " + name + " (like record including defaults including constraints)");
            execute("alter table record attach partition " + name + " for values from (" + month * 1_000 + ") to ("
                    + (month + 1) * 1_000 + ")");
        }
        // each tenth of no session, the others of thirty
        execute(
                "insert into record (log_id, idx, id, received_unix_nanos, occurred_unix_nanos, session_id, leaf, leaf_hash)"
                        + " select 1 + n % 2, n, md5(n::text)::uuid, 1000 + n, n, case when n % 10 > 0 then 's-' || n % 30 end, '',"
                        + " decode(repeat('00', 32), 'hex') from generate_series(0, " + (RECORDS - 1) + ") n");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void whatWasThereIsFoundByItsHash() throws SQLException {
        var before = texts("select idx::text from record where log_id = 2 and session_id = 's-7' order by idx");

        Migrations.apply(url);

        assertThat(before).hasSize(RECORDS / 30);
        assertThat(texts("select idx::text from record where log_id = 2 and " + SessionCondition.of("'s-7'")
                        + " order by idx"))
                .isEqualTo(before);
        assertThat(texts("select idx::text from record where log_id = 2 and " + SessionCondition.of("'s-8'")))
                .isEmpty();
        assertThat(texts("select idx::text from record where log_id = 1 and " + SessionCondition.of("null::text")))
                .isEmpty();
    }

    @Test
    void everyPartitionHasTheIndexAndWhatThePlannerHasToKnowOfIt() throws SQLException {
        Migrations.apply(url);

        for (var partition : texts(PARTITIONS)) {
            assertThat(texts("select pg_get_indexdef(indexrelid) from pg_index where indisvalid and indrelid = '"
                            + partition + "'::regclass"))
                    .as(partition)
                    .filteredOn(index -> index.contains("session_id"))
                    .singleElement()
                    .asString()
                    .endsWith(" USING btree (log_id, hashtextextended(session_id, (0)::bigint), idx)");
            assertThat(texts("select attname from pg_stats where tablename = '" + partition
                            + "_log_id_hashtextextended_idx_idx'"))
                    .as(partition)
                    .containsExactly("hashtextextended");
        }
        assertThat(texts("select relname from pg_class where relkind in ('i', 'I')"
                        + " and (relname like '%occurred%' or relname like '%\\_session')"))
                .isEmpty();
    }

    @Test
    void indexThatSomebodyMadeBeforeIsTaken() throws SQLException {
        for (var partition : texts(PARTITIONS)) {
            execute("create index concurrently " + partition + "_by_hash on " + partition
                    + " (log_id, hashtextextended(session_id, 0), idx)");
        }

        Migrations.apply(url);

        assertThat(texts("select inhrelid::regclass::text from pg_inherits"
                        + " where inhparent = 'record_session_hash'::regclass order by 1"))
                .containsExactly("record_p202601_by_hash", "record_p202602_by_hash", "record_p202603_by_hash");
    }

    @Test
    void indexThatWasLeftHalfMadeIsNotTaken() throws SQLException {
        execute("create index half_made on record_p202602 (log_id, hashtextextended(session_id, 0), idx)");
        execute("update pg_index set indisvalid = false where indexrelid = 'half_made'::regclass");

        assertThatThrownBy(() -> Migrations.apply(url))
                .isInstanceOf(DatabaseUnusableException.class)
                .rootCause()
                .hasMessageContaining("have to be dropped first: half_made");

        execute("drop index half_made");
        Migrations.apply(url);
        assertThat(texts("select indexrelid::regclass::text from pg_index where not indisvalid"))
                .isEmpty();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
