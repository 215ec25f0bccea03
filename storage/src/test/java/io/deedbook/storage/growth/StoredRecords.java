// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.growth;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TreeHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Makes one log as old and as large as asked for, by the server's own means: records over the months up to now, tiles,
 * head, checkpoints, and the receipts of the last day. The rows are slim, but what grows with their number is as after
 * real appends: partitions, indexes and their order, tiles, counts. All leaves are alike, so the tree over them can be
 * told without reading them, and it is signed like any other.
 */
final class StoredRecords {
    private static final int SESSION_RECORDS = 500;
    private static final int REQUEST_RECORDS = 100;
    /** A transaction of rows into the month at work, whose indexes are there. */
    private static final long CHUNK = 500_000;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMM");

    private final Connection connection;
    private final Tenant tenant;
    private final byte[][] roots = new byte[Long.SIZE - 1][];

    /** @param connection as the owner of the schema, committing by itself */
    StoredRecords(Connection connection, Tenant tenant) {
        this.connection = connection;
        this.tenant = tenant;
        var hasher = new TreeHasher();
        roots[0] = hasher.leaf(new byte[0]);
        for (var level = 1; level < roots.length; level++) {
            roots[level] = hasher.node(roots[level - 1], roots[level - 1]);
        }
    }

    /** Fills the log up to {@code records}, as many in each of the past {@code months} as in this one so far. */
    void fill(long records, int months, long nowUnixNanos) throws SQLException {
        var current = LocalDate.ofInstant(Instant.ofEpochSecond(0, nowUnixNanos), ZoneOffset.UTC)
                .withDayOfMonth(1);
        var share = records / (months + 1);
        for (var back = months; back > 0; back--) {
            pastMonth(current.minusMonths(back), (months - back) * share, (months - back + 1) * share);
        }
        for (var first = months * share; first < records; first += CHUNK) {
            insert("record", current, nowUnixNanos, first, Math.min(records, first + CHUNK), months * share, records);
        }
        receipts(records, share, nowUnixNanos);
        tree(records);
        execute("analyze");
        execute("vacuum record_p" + SUFFIX.format(current));
        for (var table : new String[] {"tile", "checkpoint", "export_receipt"}) {
            execute("vacuum " + table);
        }
    }

    /** In one transaction, of which the server has nothing to write but the table; the indexes are made at its end. */
    private void pastMonth(LocalDate month, long from, long to) throws SQLException {
        var name = "record_p" + SUFFIX.format(month);
        connection.setAutoCommit(false);
        execute("drop table if exists " + name);
        execute("create table " + name + " (like record including defaults including constraints including statistics)"
                + " with (toast_tuple_target = 8160, autovacuum_enabled = false)");
        var end = startNanos(month.plusMonths(1));
        insert(name, month, end, from, to, from, to);
        execute("alter table record attach partition " + name + " for values from (" + startNanos(month) + ") to ("
                + end + ")");
        connection.commit();
        connection.setAutoCommit(true);
        System.out.printf(Locale.ROOT, "  %s: %,d records%n", name, to - from);
    }

    private void insert(String table, LocalDate month, long endNanos, long from, long to, long monthFrom, long monthTo)
            throws SQLException {
        var start = startNanos(month);
        var step = Math.max(1, (endNanos - start) / Math.max(1, monthTo - monthFrom));
        execute("insert into " + table + " (log_id, idx, id, received_unix_nanos, occurred_unix_nanos, surface, event,"
                + " action, risk, session_id, leaf, leaf_hash)"
                // as ids of version 7: the time first, the rest random
                + " select " + tenant.id() + ", n, (lpad(to_hex(at / 1000000), 12, '0') || '7'"
                + " || substr(md5(n::text), 1, 19))::uuid, at, at - 5, 'claude_code', 'tool_result', 'shell_command',"
                + " 'low', md5((n / " + SESSION_RECORDS + ")::text)::uuid::text, ''::bytea, " + bytea(roots[0])
                + " from generate_series(" + from + "::bigint, " + (to - 1) + ") n, lateral (select " + start
                + " + (n - "
                + monthFrom + ") * " + step + " as at) as t");
    }

    private void receipts(long records, long monthRecords, long nowUnixNanos) throws SQLException {
        var day = Math.min(records, monthRecords / 30);
        execute("insert into export_receipt (log_id, export_key, first_index, count, received_unix_nanos) select "
                + tenant.id() + ", sha256(int8send(n)), " + (records - day) + " + n * " + REQUEST_RECORDS + ", "
                + REQUEST_RECORDS + ", " + (nowUnixNanos - TimeUnit.DAYS.toNanos(1)) + " + n from generate_series(0, "
                + day / REQUEST_RECORDS + "::bigint) n");
    }

    private void tree(long records) throws SQLException {
        // as incompressible as real ones
        execute("alter table tile alter hashes set storage external");
        for (var level = 0; TilePath.fullTiles(level, records) > 0; level++) {
            var entry = HexFormat.of().formatHex(roots[level * TilePath.HEIGHT]);
            execute("insert into tile (log_id, level, number, hashes, root) select " + tenant.id() + ", " + level
                    + ", n, decode(repeat('" + entry + "', " + TilePath.WIDTH_MAX + "), 'hex'), "
                    + bytea(roots[(level + 1) * TilePath.HEIGHT]) + " from generate_series(0, "
                    + (TilePath.fullTiles(level, records) - 1) + "::bigint) n");
        }
        execute("alter table tile alter hashes set storage extended");
        var frontier = new StringBuilder();
        for (var level = roots.length - 1; level >= 0; level--) {
            if ((records >>> level & 1) == 1) {
                frontier.append(HexFormat.of().formatHex(roots[level]));
            }
        }
        execute("update log_head set size = " + records + ", frontier = '\\x" + frontier + "' where log_id = "
                + tenant.id());
        execute("insert into checkpoint (log_id, size, note) select " + tenant.id() + ", n * " + REQUEST_RECORDS
                + ", repeat('c', 250) from generate_series(1, " + (records - 1) / REQUEST_RECORDS + "::bigint) n");
    }

    private static String bytea(byte[] bytes) {
        return "'\\x" + HexFormat.of().formatHex(bytes) + "'::bytea";
    }

    private static long startNanos(LocalDate month) {
        return TimeUnit.SECONDS.toNanos(month.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
