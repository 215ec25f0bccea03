// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.TestRecords;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger of the schema before sessions were hashed, brought up to date: V12 to V16. */
class SessionHashIT {
    private static final int RECORDS = 3_000;
    private static final int MONTHS_MADE = 24;
    private static final String PARTITIONS =
            "select inhrelid::regclass::text from pg_inherits" + " where inhparent = 'record'::regclass order by 1";

    private static final String INDEX = "record_by_session";

    private DatabaseUrl url;
    private Connection connection;

    @BeforeEach
    void fillASchemaOfBefore() throws SQLException {
        url = TestDatabase.create();
        migrateTo("11");
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

    private void migrateTo(String version) {
        Flyway.configure()
                .dataSource(new JdbcSource(url))
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
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
            checkIndex(partition);
            assertThat(texts("select n_distinct::text from pg_stats_ext_exprs where expr like 'hashtextextended(%'"
                            + " and tablename = '" + partition + "'"))
                    .as(partition)
                    .containsExactly("27");
        }
        assertThat(texts("select relname from pg_class where relkind in ('i', 'I')"
                        + " and (relname like '%occurred%' or relname like '%\\_session' and relname <> '" + INDEX
                        + "' or relname like '%\\_session\\_hash')"))
                .isEmpty();
    }

    @Test
    void partitionThatIsMadeAfterwardsHasThemToo() throws SQLException {
        Migrations.apply(url);
        var vertx = Vertx.vertx();
        try {
            var pools = Pools.open(vertx, url, Roles.establish(url));
            await(new Partitions(pools.admin()).makeFor(LongStream.of(TestRecords.RECEIVED_UNIX_NANOS)));
        } finally {
            await(vertx.close());
        }

        checkIndex("record_p202606");
        assertThat(texts("select expr from pg_stats_ext_exprs where tablename = 'record_p202606'"))
                .containsExactly("hashtextextended(session_id, (0)::bigint)");
    }

    @Test
    void partitionsThatAnotherCollectorMakesMeanwhileHaveThemToo() throws Exception {
        migrateTo("14");
        var vertx = Vertx.vertx();
        try {
            var partitions =
                    new Partitions(Pools.open(vertx, url, Roles.establish(url)).admin());
            var begun = new CountDownLatch(1);
            var making = CompletableFuture.runAsync(() -> {
                for (var month = 0; month < MONTHS_MADE; month++) {
                    await(partitions.makeFor(
                            LongStream.of(TestRecords.RECEIVED_UNIX_NANOS + TimeUnit.DAYS.toNanos(31L * month))));
                    begun.countDown();
                }
            });
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

            Migrations.apply(url);
            making.get(60, TimeUnit.SECONDS);
        } finally {
            await(vertx.close());
        }

        assertThat(texts(PARTITIONS)).hasSizeGreaterThanOrEqualTo(MONTHS_MADE);
        for (var partition : texts(PARTITIONS)) {
            checkIndex(partition);
            assertThat(texts("select stxname from pg_statistic_ext where stxrelid = '" + partition + "'::regclass"))
                    .as(partition)
                    .hasSize(1);
        }
    }

    private void checkIndex(String partition) throws SQLException {
        assertThat(texts("select pg_get_indexdef(indexrelid) from pg_index where indisvalid and indrelid = '"
                        + partition + "'::regclass"))
                .as(partition)
                .filteredOn(index -> index.contains("session_id"))
                .singleElement()
                .asString()
                .endsWith(" USING btree (log_id, hashtextextended(session_id, (0)::bigint), idx)"
                        + " WHERE (session_id IS NOT NULL)");
    }

    @Test
    void indexesThatSomebodyMadeBeforeAreTaken() throws SQLException {
        for (var partition : texts(PARTITIONS)) {
            execute("create index concurrently " + partition + "_by_hash on " + partition
                    + " (log_id, hashtextextended(session_id, 0), idx)");
            execute("create index concurrently " + partition + "_by_session on " + partition
                    + " (log_id, hashtextextended(session_id, 0), idx) where session_id is not null");
        }

        migrateTo("12");
        assertThat(partsOf("record_session_hash"))
                .containsExactly("record_p202601_by_hash", "record_p202602_by_hash", "record_p202603_by_hash");

        Migrations.apply(url);
        assertThat(partsOf(INDEX))
                .containsExactly("record_p202601_by_session", "record_p202602_by_session", "record_p202603_by_session");
    }

    private List<String> partsOf(String index) throws SQLException {
        return texts("select inhrelid::regclass::text from pg_inherits where inhparent = '" + index
                + "'::regclass order by 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "14"})
    void indexThatWasLeftHalfMadeIsNotTaken(String version) throws SQLException {
        migrateTo(version);
        execute("create index half_made on record_p202602 (log_id, hashtextextended(session_id, 0), idx)"
                + (version.equals("11") ? "" : " where session_id is not null"));
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
