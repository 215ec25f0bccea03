// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date, and refuses a database that would lose what we acknowledge. Blocks; called at start.
 */
public final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    private static final int MAJOR_VERSION_MIN = 13;
    private static final int LOCK_RETRIES_MAX = 60;

    private Migrations() {}

    /**
     * Checks the server and applies what is missing. Several collectors may do so at once: one migrates, the others
     * wait.
     *
     * @throws DatabaseUnusableException when the database can't be used; the message says what to do
     */
    public static void apply(DatabaseUrl url) {
        check(url);
        try {
            var result = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(new JdbcSource(url))
                    .locations("classpath:db/migration")
                    .lockRetryCount(LOCK_RETRIES_MAX)
                    .connectRetries(0)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
            if (result.migrationsExecuted > 0) {
                log.info("The schema is up to date. applied={}", result.migrationsExecuted);
            }
        } catch (FlywayException e) {
            throw new DatabaseUnusableException(
                    "The schema of " + url
                            + " can't be brought up to date. The user must be allowed to create tables in"
                            + " the schema, which must be empty or Deedbook's own and no newer than this program.",
                    e);
        }
    }

    private static void check(DatabaseUrl url) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties())) {
            checkVersion(connection);
            checkDurability(connection);
        } catch (SQLException e) {
            throw new DatabaseUnusableException("The database " + url + " can't be reached: " + e.getMessage(), e);
        }
    }

    private static void checkVersion(Connection connection) throws SQLException {
        var version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < MAJOR_VERSION_MIN) {
            throw new DatabaseUnusableException(
                    "The database is PostgreSQL " + version + ". Deedbook needs " + MAJOR_VERSION_MIN + " or newer.");
        }
    }

    /** What is acknowledged must be on disk, so a server that answers COMMIT before that is no place for a ledger. */
    private static void checkDurability(Connection connection) throws SQLException {
        for (var setting : new String[] {"fsync", "synchronous_commit"}) {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("show " + setting)) {
                if (!result.next() || result.getString(1).equals("off")) {
                    throw new DatabaseUnusableException("The database runs with " + setting
                            + " = off and can lose what it has committed. Turn it on.");
                }
            }
        }
    }
}
