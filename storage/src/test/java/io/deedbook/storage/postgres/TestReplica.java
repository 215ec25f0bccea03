// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;

/**
 * A replica of an included PostgreSQL that is fed by streaming. There is no pg_basebackup among the included programs,
 * so the base backup is made as it does: PostgreSQL documentation §25.3.3, "Making a Base Backup Using the Low Level
 * API".
 */
public final class TestReplica implements AutoCloseable {
    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts");

    private final DatabaseUrl primary;
    private final PostgresServer server;
    private final Path data;
    private final DatabaseUrl url;

    private TestReplica(DatabaseUrl primary, PostgresServer server, Path data, DatabaseUrl url) {
        this.primary = primary;
        this.server = server;
        this.data = data;
        this.url = url;
    }

    /** A replica, in {@code replicaDir}, of what is included in {@code primaryDir} and runs. */
    public static TestReplica start(Path primaryDir, Path replicaDir) throws IOException, SQLException {
        var from = primaryDir.toAbsolutePath().resolve("postgres");
        var to = Files.createDirectories(replicaDir.toAbsolutePath().resolve("postgres"));
        try (var joined = EmbeddedDatabase.start(primaryDir)) {
            var primary = joined.url();
            copy(primary, from.resolve("data"), to.resolve("data"));
            var programs = PostgresBinaries.unpack(from);
            var server = new PostgresServer(PostgresCommand.of(programs, to), to);
            var port = server.start();
            return new TestReplica(
                    primary,
                    server,
                    to.resolve("data"),
                    new DatabaseUrl(
                            primary.host(),
                            port,
                            primary.database(),
                            primary.user(),
                            primary.password(),
                            "disable",
                            null));
        }
    }

    private static void copy(DatabaseUrl primary, Path from, Path to) throws IOException, SQLException {
        try (var connection = connect(primary)) {
            text(connection, "select pg_backup_start('replica', true)");
            RunningFiles.each(from, path -> copy(from, path, to.resolve(from.relativize(path))));
            Files.writeString(
                    to.resolve("backup_label"), text(connection, "select labelfile from pg_backup_stop(true)"));
        }
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(
                to.resolve("postgresql.auto.conf"),
                "\nprimary_conninfo = 'host=" + primary.host() + " port=" + primary.port() + " user=" + primary.user()
                        + " password=" + primary.password() + "'\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void copy(Path root, Path path, Path target) throws IOException {
        var name = root.relativize(path).toString();
        if (Files.isDirectory(path)) {
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(path));
        } else if (!NOT_COPIED.contains(name) && !name.startsWith("pg_wal/")) {
            Files.copy(path, target);
        }
    }

    /** Where its files are. */
    public Path data() {
        return data;
    }

    /** Waits until it has all that the primary has, and has written it to its files. */
    public void catchUp() throws SQLException {
        String position;
        try (var connection = connect(primary)) {
            position = text(connection, "select pg_current_wal_flush_lsn()");
            text(connection, "checkpoint");
        }
        try (var connection = connect(url)) {
            var there = "f";
            while (!there.equals("t")) {
                // it is asked until it says so; the server waits in between
                there = text(
                        connection,
                        "select pg_last_wal_replay_lsn() >= '" + position + "' from (select pg_sleep(0.05)) as slept");
            }
            text(connection, "checkpoint");
        }
    }

    /** Gets nothing more from the primary, as when the network between them fails. */
    public void disconnect() throws SQLException {
        try (var connection = connect(url)) {
            text(connection, "alter system set primary_conninfo = ''");
            text(connection, "select pg_reload_conf()");
            var receiving = "1";
            while (!receiving.equals("0")) {
                receiving = text(
                        connection,
                        "select count(*) from pg_stat_wal_receiver, (select pg_sleep(0.05)) as slept"
                                + " where status <> 'stopped'");
            }
        }
    }

    /** Takes the primary's place. */
    public void promote() throws SQLException {
        try (var connection = connect(url)) {
            text(connection, "select pg_promote(true, 60)");
        }
    }

    /** Where it can be reached. */
    public DatabaseUrl url() {
        return url;
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties());
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                rows.next();
                return String.valueOf(rows.getString(1));
            }
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
