// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Its tests share a directory, because making one takes long; none depends on what another left there. */
class EmbeddedDatabaseIT {
    @TempDir
    static Path dataDir;

    @Test
    void keepsItsDataBetweenStartsAndIsDurableAndPrivate() throws Exception {
        try (var database = EmbeddedDatabase.start(dataDir)) {
            execute(database.url(), "create table if not exists kept_in_order (value int)");
            execute(database.url(), "insert into kept_in_order values (42)");
            assertThat(query(database.url(), "show fsync")).isEqualTo("on");
            assertThat(query(database.url(), "show synchronous_commit")).isEqualTo("on");
            assertThat(query(database.url(), "show full_page_writes")).isEqualTo("on");
            assertThat(query(database.url(), "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(database.url(), "show unix_socket_directories")).isEmpty();
            assertThat(query(
                            database.url(),
                            "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'"))
                    .isEqualTo("0");
            assertRefusesAnotherPassword(database.url());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("postgres/password"))))
                .isEqualTo("rw-------");
        assertThat(dataDir.resolve("postgres/data/postmaster.pid")).doesNotExist();

        try (var database = EmbeddedDatabase.start(dataDir)) {
            assertThat(query(database.url(), "select value from kept_in_order")).isEqualTo("42");
        }
    }

    @Test
    void joinsTheServerThatRunsAndLeavesItRunning() throws Exception {
        try (var owner = EmbeddedDatabase.start(dataDir)) {
            var guest = EmbeddedDatabase.start(dataDir);
            assertThat(guest.url()).isEqualTo(owner.url());
            guest.close();

            assertThat(query(owner.url(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void replacesTheServerThatAKilledProcessLeftRunning() throws Exception {
        var killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        dataDir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = new BufferedReader(new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("started");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        var leftOver = Postmaster.pid(dataDir.resolve("postgres/data")).orElseThrow();
        assertThat(Postmaster.runs(leftOver, dataDir.resolve("postgres/data"))).isTrue();

        try (var database = EmbeddedDatabase.start(dataDir)) {
            assertThat(Postmaster.pid(dataDir.resolve("postgres/data"))).isNotEqualTo(OptionalLong.of(leftOver));
            assertThat(query(database.url(), "select value from kept_after_kill"))
                    .isEqualTo("7");
        }
        assertThat(Postmaster.runs(leftOver, dataDir.resolve("postgres/data"))).isFalse();
    }

    @Test
    void leavesAnotherProgramAloneThatHasGotTheServersNumber() throws Exception {
        EmbeddedDatabase.start(dataDir).close();
        var own = ProcessHandle.current().pid();
        Files.writeString(dataDir.resolve("postgres/data/postmaster.pid"), own + "\n");

        try (var database = EmbeddedDatabase.start(dataDir)) {
            assertThat(query(database.url(), "select 1")).isEqualTo("1");
        }
    }

    /** A process of its own, which is killed. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            var database = EmbeddedDatabase.start(Path.of(arguments[0]));
            execute(database.url(), "create table kept_after_kill (value int)");
            execute(database.url(), "insert into kept_after_kill values (7)");
            System.out.println("started");
            Thread.currentThread().join();
        }
    }

    private static void assertRefusesAnotherPassword(DatabaseUrl url) {
        var wrong = new DatabaseUrl(url.host(), url.port(), url.database(), url.user(), "wrong", "disable", null);
        assertThatThrownBy(() -> query(wrong, "select 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> Migrations.apply(wrong))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageNotContaining("wrong");
    }

    private static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties());
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
