// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The included PostgreSQL, started once for all tests of this process; each test class takes a database of its own in
 * it.
 */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    private static final class Server {
        static final EmbeddedDatabase INSTANCE = start();

        private static EmbeddedDatabase start() {
            try {
                var directory = Files.createTempDirectory("deedbook-it");
                var server = EmbeddedDatabase.start(directory);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, directory)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new, empty database. */
    public static DatabaseUrl create() {
        var server = Server.INSTANCE.url();
        var name = "it_" + NUMBER.incrementAndGet();
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.jdbcProperties());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseUrl(server.host(), server.port(), name, server.user(), server.password(), "disable", null);
    }

    /** A connection of the login role. */
    public static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties());
    }

    /** The URL as an operator would write it, password and all. */
    public static String text(DatabaseUrl url) {
        return "postgresql://" + url.user() + ':' + url.password() + '@' + url.host() + ':' + url.port() + '/'
                + url.database() + "?sslmode=" + url.sslMode();
    }

    private static void stop(EmbeddedDatabase server, Path directory) {
        server.close();
        delete(directory);
    }

    /** Removes a directory and all that is in it. */
    public static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
