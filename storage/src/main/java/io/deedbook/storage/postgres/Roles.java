// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rights of each pool, as roles without login that the login role takes on when a pool connects: who appends can't
 * change or delete, who reads can't write, and only who erases can empty what is erasable. Where the login role may not
 * create roles, it does everything itself, and the triggers that refuse changes to records and checkpoints are what is
 * left. Blocks; called at start.
 */
public final class Roles {
    private static final Logger log = LoggerFactory.getLogger(Roles.class);
    private static final String WRITER = "deedbook_writer";
    private static final String READER = "deedbook_reader";
    private static final String ERASER = "deedbook_eraser";
    private static final List<String> ALL = List.of(WRITER, READER, ERASER);
    // an arbitrary number that nothing else in the database uses
    private static final long ADVISORY_LOCK = 0x6465_6564_726f_6c65L;

    /**
     * Not of partitions, which are read through their table: a grant writes the row in {@code pg_class} also where it
     * changes nothing, and {@link ClosedPartitions} goes by that row.
     */
    private static final String GRANT_READING = """
            do $$
            declare
                relation regclass;
            begin
                for relation in select oid from pg_class
                    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm') and not relispartition
                loop
                    execute 'grant select on ' || relation || ' to deedbook_reader';
                end loop;
            end $$""";

    private static final List<String> GRANTS = List.of(
            "grant usage on schema %s to deedbook_writer, deedbook_reader, deedbook_eraser",
            GRANT_READING,
            "revoke select on api_key, dashboard_session from deedbook_reader",
            "grant select, insert on record, export_receipt, checkpoint, tile to deedbook_writer",
            "grant select on log, log_key, tenant to deedbook_writer",
            "grant select, update on log_head to deedbook_writer",
            "grant select, delete on record to deedbook_eraser",
            "grant update (" + String.join(", ", PartColumns.of(PartColumns.ERASABLE))
                    + ") on record to deedbook_eraser",
            "grant select on pruned_log to deedbook_eraser");

    private final boolean separate;

    private Roles(boolean separate) {
        this.separate = separate;
    }

    /** Makes the roles and gives them their rights, where that is permitted. */
    public static Roles establish(DatabaseUrl url) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties())) {
            connection.setAutoCommit(false);
            try {
                create(connection);
                connection.commit();
                return new Roles(true);
            } catch (SQLException e) {
                connection.rollback();
                log.info(
                        "The database user may not create roles. One user does everything; the triggers that keep records"
                                + " append-only still hold. sqlState={}",
                        e.getSQLState());
                return new Roles(false);
            }
        } catch (SQLException e) {
            throw new DatabaseUnusableException("The database " + url + " can't be reached: " + e.getMessage(), e);
        }
    }

    /** The role that appends, or empty for the login role itself. */
    String writer() {
        return separate ? WRITER : "";
    }

    /** The role that reads, or empty for the login role itself. */
    String reader() {
        return separate ? READER : "";
    }

    /** The role that a transaction takes on to erase, or empty where the login role erases itself. */
    public String eraser() {
        return separate ? ERASER : "";
    }

    private static void create(Connection connection) throws SQLException {
        // Roles belong to the whole server, so that two collectors, or two databases, may want to make them at once.
        execute(connection, "select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
        for (var role : ALL) {
            execute(connection, """
                    do $$ begin
                        if not exists (select from pg_roles where rolname = '%1$s') then
                            create role %1$s nologin;
                        end if;
                        if not pg_has_role(current_user, '%1$s', 'member') then
                            grant %1$s to current_user;
                        end if;
                    end $$""".formatted(role));
        }
        var schema = '"' + connection.getSchema().replace("\"", "\"\"") + '"';
        for (var grant : GRANTS) {
            execute(connection, grant.replace("%s", schema));
        }
        // Membership is not always the right to take a role on (PostgreSQL 16, option SET): try it here.
        for (var role : ALL) {
            execute(connection, "set local role " + role);
            execute(connection, "reset role");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
