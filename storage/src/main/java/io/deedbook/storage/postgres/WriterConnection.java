// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC connection that appends, opened when it is first needed and again after it broke: with the writer's role and time limits.
 * Blocks; one thread at a time.
 */
public final class WriterConnection {
    private static final Logger log = LoggerFactory.getLogger(WriterConnection.class);
    private static final String CONNECT_SECONDS = "3";
    /** Above a statement's limit: what says nothing for so long is dead. */
    private static final String SILENCE_SECONDS = "7";

    private final Source source;

    // Mutable state, owned by the appending thread.
    private @Nullable Connection open;

    /** @param source of connections that don't commit by themselves */
    public WriterConnection(Source source) {
        this.source = source;
    }

    /** Connects with the rights of {@code roles}' writer. */
    public static WriterConnection of(DatabaseUrl url, Roles roles) {
        return new WriterConnection(() -> connect(url, roles.writer()));
    }

    /** Where connections come from. */
    public interface Source {
        Connection connect() throws SQLException;
    }

    /** What is done with the connection. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Does {@code work}, which ends its transactions itself. */
    public <T> T with(Work<T> work) throws SQLException {
        if (open == null || open.isClosed()) {
            open = source.connect();
        }
        try {
            return work.run(open);
        } catch (SQLException | RuntimeException | Error failure) {
            if (Fault.of(failure) != Fault.DATA) {
                close();
            }
            throw failure;
        }
    }

    /** Closes the connection; the next use opens another. */
    public void close() {
        var closing = open;
        open = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                log.debug("A connection could not be closed. sqlState={}", e.getSQLState());
            }
        }
    }

    private static Connection connect(DatabaseUrl url, String role) throws SQLException {
        var properties = url.jdbcProperties();
        properties.setProperty("ApplicationName", "deedbook writer");
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", SILENCE_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
        var connection = DriverManager.getConnection(url.jdbcUrl(), properties);
        try {
            prepare(connection, role);
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
        return connection;
    }

    private static void prepare(Connection connection, String role) throws SQLException {
        set(connection, "statement_timeout = " + Pools.WRITER_STATEMENT_MILLIS);
        set(connection, "idle_in_transaction_session_timeout = " + 2 * Pools.WRITER_STATEMENT_MILLIS);
        compressFast(connection);
        if (!role.isEmpty()) {
            set(connection, "role " + role);
        }
        connection.setAutoCommit(false);
    }

    /** Long texts cost a third with LZ4 of what the default costs, where the server has it (PostgreSQL 14 with {@code --with-lz4}). */
    private static void compressFast(Connection connection) throws SQLException {
        try {
            set(connection, "default_toast_compression = lz4");
        } catch (SQLException e) {
            if (Fault.of(e) == Fault.AWAY) {
                throw e;
            }
            log.debug("The server compresses with its default. sqlState={}", e.getSQLState());
        }
    }

    private static void set(Connection connection, String setting) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set " + setting);
        }
    }
}
