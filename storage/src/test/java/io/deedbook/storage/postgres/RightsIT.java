// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what to the ledger. */
class RightsIT {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static DatabaseUrl url;
    private static TestStorage storage;
    private static Pools pools;

    @BeforeAll
    static void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        pools = Pools.open(storage.vertx(), url, Roles.establish(url));
        var tenant = storage.tenant("rights");
        await(storage.append(TestRecords.request(tenant, TestRecords.many(3))));
        await(storage.storage().publisher().publishNow());
    }

    @AfterAll
    static void close() {
        await(pools.close());
        storage.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update record set risk = 'low'",
                "delete from record",
                "truncate record",
                "insert into tile (log_id, level, number, hashes, root) values (1, 0, 0, '', '')",
                "update log_head set size = 0",
                "select * from api_key",
                "select * from dashboard_session"
            })
    void theReaderOnlyReads(String sql) {
        assertRefused(pools.reader(), sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update record set risk = 'low'",
                "delete from record",
                "truncate record",
                "delete from log_head",
                "update checkpoint set note = ''",
                "update tile set level = 1",
                "update export_receipt set count = 1",
                "drop table record",
                "select * from api_key"
            })
    void theWriterOnlyAppends(String sql) {
        assertRefused(pools.publisher(), sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update record set risk = 'low'",
                "delete from record",
                "truncate record",
                "truncate record_p202606",
                "truncate tenant cascade",
                "update checkpoint set note = ''",
                "delete from checkpoint",
                "truncate checkpoint"
            })
    void evenTheOwnerIsStoppedByTheTrigger(String sql) {
        assertRefused(pools.admin(), sql);
    }

    @Test
    void aUserWhoMayNotCreateRolesDoesEverythingItself() throws SQLException {
        var database = TestDatabase.create();
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties());
                var statement = connection.createStatement()) {
            statement.execute("create role plain login password 'plain'");
            statement.execute("alter database " + database.database() + " owner to plain");
        }
        var plain = new DatabaseUrl(
                database.host(), database.port(), database.database(), "plain", "plain", "disable", null);

        try (var other = TestStorage.on(plain)) {
            var tenant = other.tenant("plain");
            await(other.append(TestRecords.request(tenant, TestRecords.many(2))));

            assertThat(await(other.storage().reader().size(tenant))).isEqualTo(2);
            assertRefused(other.storage().adminPool(), "delete from record");
        }
    }

    private static void assertRefused(Pool pool, String sql) {
        assertThatThrownBy(() -> await(pool.query(sql).execute()))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }
}
