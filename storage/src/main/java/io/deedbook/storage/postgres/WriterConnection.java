// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JDBC connection that appends, opened when it is first needed and again after it broke: with the writer's time
 * limits. Blocks; one thread at a time.
 */
public final class WriterConnection {
    private static final Logger log = LoggerFactory.getLogger(WriterConnection.class);
    /** For the connection, and for each answer until it can be used: nobody can give it up before. */
    private static final String CONNECT_SECONDS = "3";
    /** Above a statement's limit: what says nothing for so long is dead. */
    private static final int SILENCE_MILLIS = 7_000;
    /** How often the server looks whether who asked for a long statement is still there. */
    private static final int SERVER_LOOKS_MILLIS = 1_000;

    private final Source source;

    // Mutable state, owned by the appending thread.
    private @Nullable Connection open;

    /** @param source of connections that don't commit by themselves */
    public WriterConnection(Source source) {
        this.source = source;
    }

    /** Connects with the rights of {@code roles}' writer. */
    public static WriterConnection of(DatabaseUrl url, Roles roles) {
        return new WriterConnection(() -> connect(url, "writer", roles.writer()));
    }

    /** Connects as the owner of the schema, for entries that go along with changes to other tables. */
    public static WriterConnection ofOwner(DatabaseUrl url) {
        return new WriterConnection(() -> connect(url, "entries", ""));
    }

    /** Where connections come from. */
    public interface Source {
        Connection connect() throws SQLException;
    }

    /** What is done with the connection. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Does {@code work}, which ends its transactions itself.
     *
     * @param turn which whoever waits for it may give up at any time
     */
    public <T> T with(Turn turn, Work<T> work) throws SQLException {
        if (turn.isGivenUp()) {
            throw tooLate();
        }
        if (open == null || open.isClosed()) {
            open = source.connect();
        }
        if (!turn.begin(open)) {
            throw tooLate();
        }
        try {
            return work.run(open);
        } catch (SQLException | RuntimeException | Error failure) {
            if (Fault.of(failure) != Fault.DATA) {
                close();
            }
            throw failure;
        } finally {
            if (!turn.end()) {
                close();
            }
        }
    }

    private static SQLException tooLate() {
        return new SQLTimeoutException("Nobody waits for this any more.");
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

    private static Connection connect(DatabaseUrl url, String name, String role) throws SQLException {
        var properties = url.jdbcProperties();
        properties.setProperty("ApplicationName", "deedbook " + name);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", CONNECT_SECONDS);
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
        // Long texts cost a third with LZ4 of what the default costs, where the server has it (--with-lz4).
        setIfPossible(connection, "default_toast_compression = lz4");
        // What was given up while it waited for a lock must not hold others.
        setIfPossible(connection, "client_connection_check_interval = " + SERVER_LOOKS_MILLIS);
        if (!role.isEmpty()) {
            set(connection, "role " + role);
        }
        connection.setAutoCommit(false);
        connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
    }

    /** Sets what not every server has (PostgreSQL 14, and not on every system). */
    private static void setIfPossible(Connection connection, String setting) throws SQLException {
        try {
            set(connection, setting);
        } catch (SQLException e) {
            if (Fault.of(e) == Fault.AWAY) {
                throw e;
            }
            log.debug("The server stays with its default. setting={} sqlState={}", setting, e.getSQLState());
        }
    }

    private static void set(Connection connection, String setting) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set " + setting);
        }
    }
}
