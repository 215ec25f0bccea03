// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what was erased out of the files of the database too. VACUUM alone makes old versions of rows unreachable and
 * takes them out of the indexes, but leaves their bytes in the free space of their pages until something else comes
 * there; only rewriting the table (VACUUM FULL) is sure, during which nobody reads or writes it. Blocks.
 */
public final class PartitionVacuum {
    private static final Logger log = LoggerFactory.getLogger(PartitionVacuum.class);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMM");
    /** How long others may wait behind the wish to rewrite. */
    private static final String LOCK_TIMEOUT = "set lock_timeout = '5s'";

    private final DatabaseUrl url;

    /** @param url of a login role that owns the schema */
    public PartitionVacuum(DatabaseUrl url) {
        this.url = url;
    }

    /** Which partitions are rewritten; all are vacuumed. */
    public enum Rewrite {
        /** None. */
        NONE,
        /** Those of months that are over, into which nothing is appended any more. */
        PAST,
        /** All; appends wait meanwhile. */
        ALL
    }

    /**
     * Vacuums.
     *
     * @param partitions as SQL names them
     * @return the statements that are left for the operator, because they were not wanted or did not get their lock
     */
    public List<String> run(Collection<String> partitions, Rewrite rewrite, Instant now) throws SQLException {
        var left = new ArrayList<String>();
        if (partitions.isEmpty()) {
            return left;
        }
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties())) {
            execute(connection, LOCK_TIMEOUT);
            for (var partition : partitions) {
                var wanted = rewrite == Rewrite.ALL || (rewrite == Rewrite.PAST && isPast(partition, now));
                if (!wanted || !tried(connection, "vacuum (full, analyze) " + partition)) {
                    left.add("vacuum (full, analyze) " + partition);
                    tried(connection, "vacuum (analyze) " + partition);
                }
            }
        }
        return left;
    }

    private static boolean isPast(String partition, Instant now) {
        var month = partition.substring(Math.max(0, partition.length() - 6));
        return month.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && month.compareTo(SUFFIX.format(now.atZone(ZoneOffset.UTC))) < 0;
    }

    private static boolean tried(Connection connection, String sql) {
        try {
            execute(connection, sql);
            return true;
        } catch (SQLException e) {
            log.warn("A vacuum is left to the operator. sqlState={} statement={}", e.getSQLState(), sql);
            return false;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
