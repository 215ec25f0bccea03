// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.erasure.TestPeople.JANE;
import static io.deedbook.storage.erasure.TestPeople.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.PartColumns;
import io.deedbook.storage.postgres.PartitionVacuum.Rewrite;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.pgclient.PgException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever has the right to erase can do with it: null whole parts, and nothing else. */
class RecordGuardIT {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String ROLE = "set local role deedbook_eraser";
    private static final String SETTING = "set local deedbook.eraser = 'on'";

    private static TestStorage storage;

    @BeforeAll
    static void open() {
        storage = TestStorage.open();
        var tenant = storage.tenant("guard");
        append(storage, tenant, TestPeople.inTurn(4));
        TestPeople.erase(storage.storage(), TestPeople.request(tenant, JANE));
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    static List<String> forbidden() {
        var statements = new ArrayList<String>();
        var kept = Stream.concat(
                Stream.of(
                        "log_id",
                        "idx",
                        "id",
                        "received_unix_nanos",
                        "occurred_unix_nanos",
                        "pii",
                        "leaf",
                        "leaf_hash"),
                Field.of(Part.LEAF).stream().map(Field::column));
        kept.forEach(column -> statements.add(
                "update record set " + column + " = (select " + column + " from record where idx = 3) where idx = 1"));
        for (var part : PartColumns.ERASABLE) {
            for (var column : PartColumns.of(part)) {
                // one column alone, and another value
                statements.add("update record set " + column + " = null where idx = 1");
                statements.add("update record set " + column + " = (select " + column
                        + " from record where idx = 3) where idx = 1");
            }
        }
        statements.add("delete from record where idx = 1");
        statements.add("truncate record");
        statements.add("update record set content = null, content_salt = null, target = null where kind = 'erasure'");
        return statements;
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void theRoleChangesNothingElse(String sql) {
        if (changes(sql)) {
            assertThatThrownBy(() -> inTransaction(ROLE, sql))
                    .isInstanceOfSatisfying(
                            PgException.class,
                            refused -> assertThat(refused.getSqlState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Part.class, mode = Mode.EXCLUDE, names = "LEAF")
    void theRoleNullsWholeParts(Part part) {
        var sql = nulling(part);
        assertThatCode(() -> inTransaction(ROLE, sql)).doesNotThrowAnyException();
        // the owner has the role, so the setting alone gives no right
        assertThatThrownBy(() -> inTransaction(SETTING, sql)).isInstanceOf(PgException.class);
        assertThatThrownBy(() -> inTransaction("select 1", sql)).isInstanceOf(PgException.class);
    }

    @Test
    void theRoleReadsNothingButRecords() {
        assertThatThrownBy(() -> inTransaction(ROLE, "select * from api_key")).isInstanceOf(PgException.class);
        assertThatThrownBy(() -> inTransaction(ROLE, "update pruned_log set size = 256"))
                .isInstanceOf(PgException.class);
    }

    /** The triggers still let nothing else through. */
    @Test
    void aUserWhoMayNotCreateRolesErasesItself() throws SQLException {
        var database = TestDatabase.create();
        var server = "jdbc:postgresql://" + database.host() + ':' + database.port() + "/postgres?user="
                + database.user() + "&password=" + database.password();
        try (var connection = DriverManager.getConnection(server);
                var statement = connection.createStatement()) {
            statement.execute("create role eraserless login password 'plain'");
            statement.execute("alter database " + database.database() + " owner to eraserless");
        }
        var plain = new DatabaseUrl(
                database.host(), database.port(), database.database(), "eraserless", "plain", "disable", null);
        try (var other = TestStorage.on(plain)) {
            var tenant = other.tenant("plain");
            append(other, tenant, TestPeople.inTurn(2));

            var ended = TestPeople.erase(other.storage(), TestPeople.request(tenant, JANE));

            assertThat(ended.progress().erased()).isOne();
            assertThat(await(other.storage().vacuum(ended.partitions(), Rewrite.PAST)))
                    .isEmpty();
            assertThat(TestPeople.verify(other, tenant).findings()).isEmpty();
            assertThatThrownBy(() -> await(other.storage()
                            .adminPool()
                            .query("update record set user_email = null")
                            .execute()))
                    .isInstanceOf(PgException.class);
        }
    }

    /** Where the two rows have the same in a column, setting it is no change. */
    private static boolean changes(String sql) {
        if (!sql.startsWith("update record set ") || sql.contains("kind = 'erasure'")) {
            return true;
        }
        var column = sql.substring("update record set ".length(), sql.indexOf(" ="));
        var condition = sql.contains("= null")
                ? column + " is not null"
                : column + " is distinct from (select " + column + " from record where idx = 3)";
        return await(storage.storage()
                        .adminPool()
                        .query("select " + condition + " from record where idx = 1")
                        .execute())
                .iterator()
                .next()
                .getBoolean(0);
    }

    private static String nulling(Part part) {
        return "update record set "
                + PartColumns.of(part).stream()
                        .map(column -> column + " = null")
                        .collect(Collectors.joining(", "))
                + " where idx = 1";
    }

    /** Rolled back, so that the next finds the same. */
    private static void inTransaction(String right, String sql) {
        await(storage.storage()
                .adminPool()
                .getConnection()
                .compose(connection -> connection
                        .query("begin")
                        .execute()
                        .compose(begun -> connection.query(right).execute())
                        .compose(taken -> connection.query(sql).execute())
                        .eventually(() -> connection.query("rollback").execute())
                        .eventually(connection::close)));
    }
}
