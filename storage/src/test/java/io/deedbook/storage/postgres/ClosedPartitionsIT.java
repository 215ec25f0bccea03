// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month is vacuumed when it is over, whatever the server has forgotten. */
class ClosedPartitionsIT {
    private DatabaseUrl url;
    private TestStorage storage;
    private Tenant tenant;
    private ClosedPartitions closedPartitions;

    @BeforeEach
    void open() throws SQLException {
        url = TestDatabase.create();
        storage = TestStorage.on(TestDatabase.text(url), TestStorage.temporaryDirectory());
        tenant = storage.tenant("tenant");
        closedPartitions = new ClosedPartitions(storage.storage().adminPool());
        var partitions = new Partitions(storage.storage().adminPool());
        await(partitions.makeFor(LongStream.of(nanos("2021-01-15T00:00:00Z"), nanos("2021-02-15T00:00:00Z"))));
        // who comes by chance would do what is tested, or keep it from being done
        execute("alter table record_p202101 set (autovacuum_enabled = false)");
        execute("alter table record_p202102 set (autovacuum_enabled = false)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void handOver_leavesAMonthAloneThatIsNotOver() throws SQLException {
        assertThat(await(closedPartitions.handOver(Instant.parse("2021-01-31T23:59:59Z"))))
                .isEmpty();
        assertThat(await(closedPartitions.handOver(Instant.parse("2021-02-02T23:59:59Z"))))
                .isEmpty();
        assertThat(options("record_p202101")).contains("autovacuum_vacuum_insert_threshold=-1");
    }

    @Test
    void handOver_hasAMonthVacuumedOnceThatIsOver() throws SQLException {
        var later = Instant.parse("2021-02-03T00:00:00Z");
        assertThat(await(closedPartitions.handOver(later))).isEqualTo(List.of("record_p202101"));
        assertThat(options("record_p202101"))
                .doesNotContain("autovacuum_vacuum_insert_threshold")
                .contains("autovacuum_freeze_min_age=0");
        assertThat(options("record_p202102")).contains("autovacuum_vacuum_insert_threshold=-1");
        assertThat(await(closedPartitions.handOver(later))).isEmpty();
    }

    /** As after a crash of the server, which takes all its counts. */
    @Test
    void freezeLeft_freezesAMonthWhoseCountOfInsertionsIsLost() throws SQLException {
        append("2021-01-15T12:00:00Z");
        var later = Instant.parse("2021-02-05T00:00:00Z");
        await(closedPartitions.handOver(later));
        number("select 1 from pg_stat_reset_single_table_counters('record_p202101'::regclass)");
        assertThat(number("select coalesce(pg_stat_get_ins_since_vacuum('record_p202101'::regclass), 0)"))
                .isZero();

        assertThat(await(closedPartitions.freezeLeft(later)))
                .as("makes the server count again")
                .contains("record_p202101");
        awaitEndOfOlderTransactions();
        assertThat(await(closedPartitions.freezeLeft(later))).contains("record_p202101");

        assertThat(visiblePages()).isPositive().isEqualTo(pages());
        assertThat(await(closedPartitions.freezeLeft(later))).isEmpty();
    }

    @Test
    void freezeLeft_goesOnWhereItWasCutOff() throws SQLException {
        append("2021-01-15T12:00:00Z", 5);
        execute("analyze record_p202101");
        var later = Instant.parse("2021-02-05T00:00:00Z");
        awaitEndOfOlderTransactions();
        try (var reading = TestDatabase.connect(url);
                var statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            // a page that somebody is looking at can't be frozen
            statement.execute("declare place cursor for select * from record_p202101");
            statement.execute("move 800 in place");

            assertThat(await(impatient().freezeLeft(later))).contains("record_p202101");

            execute("analyze record_p202101");
            assertThat(visiblePages()).isBetween(pages() / 2, pages() - 1);
        }
        assertThat(await(closedPartitions.freezeLeft(later))).contains("record_p202101");

        assertThat(visiblePages()).isEqualTo(pages());
        assertThat(await(closedPartitions.freezeLeft(later))).isEmpty();
    }

    @Test
    void freezeLeft_leavesAMonthAloneThatChangedAfterItWasFrozen() throws SQLException {
        append("2021-01-15T12:00:00Z", 5);
        var later = Instant.parse("2021-02-05T00:00:00Z");
        await(closedPartitions.handOver(later));
        awaitEndOfOlderTransactions();
        execute("vacuum (freeze) record_p202101");

        changeFrom(0);
        execute("analyze record_p202101");

        assertThat(visiblePages()).isLessThan(pages() / 2);
        assertThat(await(closedPartitions.freezeLeft(later))).isEmpty();
        // nor does a start of a collector, which gives the roles their rights again, bring it up
        Roles.establish(url);
        assertThat(await(closedPartitions.freezeLeft(later))).isEmpty();
    }

    @Test
    void freezeLeft_comesToAnEndWhereDeadRowsAreInIndexesThatTakeLonger() throws SQLException {
        append("2021-01-15T12:00:00Z", 5);
        awaitEndOfOlderTransactions();
        execute("vacuum (freeze) record_p202101");
        changeFrom(500);
        execute("analyze record_p202101");
        var later = Instant.parse("2021-02-05T00:00:00Z");
        await(closedPartitions.handOver(later));
        awaitEndOfOlderTransactions();
        try (var reading = TestDatabase.connect(url);
                var statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            // nor can dead rows be removed from a page of an index that somebody is looking at
            statement.execute("set enable_seqscan = off; set enable_bitmapscan = off");
            statement.execute(
                    "declare place cursor for" + " select log_id, idx from record_p202101 order by log_id, idx");
            statement.execute("move 1 in place");

            assertThat(await(impatient().freezeLeft(later))).contains("record_p202101");

            assertThat(await(closedPartitions.freezeLeft(later))).isEmpty();
        }
    }

    @Test
    void freezeLeft_hasDeadRowsCountedAgain_soThatAutovacuumComes() throws SQLException {
        append("2021-01-15T12:00:00Z", 5);
        changeFrom(500);
        number("select 1 from pg_stat_reset_single_table_counters('record_p202101'::regclass)");

        assertThat(await(new ClosedPartitions(storage.storage().adminPool(), 10)
                        .freezeLeft(Instant.parse("2021-02-05T00:00:00Z"))))
                .contains("record_p202101");

        assertThat(number("select pg_stat_get_dead_tuples('record_p202101'::regclass)"))
                .isEqualTo(500);
        assertThat(options("record_p202101")).contains("autovacuum_vacuum_threshold=10");
        assertThat(visiblePages()).as("autovacuum's turn").isZero();
    }

    @Test
    void freezeLeft_leavesToAutovacuumWhatItMayStillComeTo() {
        append("2021-02-15T12:00:00Z");

        assertThat(await(closedPartitions.freezeLeft(Instant.parse("2021-03-04T23:59:59Z"))))
                .isEmpty();
        assertThat(await(closedPartitions.freezeLeft(Instant.parse("2021-03-05T00:00:00Z"))))
                .contains("record_p202102");
    }

    @Test
    void freezeLeft_waitsForNobodyWhoVacuumsAlready_norAppendsForIt() throws SQLException {
        append("2021-01-15T12:00:00Z");
        try (var vacuuming = TestDatabase.connect(url);
                var statement = vacuuming.createStatement()) {
            vacuuming.setAutoCommit(false);
            statement.execute("lock table record_p202101 in share update exclusive mode");
            append("2021-01-16T12:00:00Z");

            await(closedPartitions.freezeLeft(Instant.parse("2021-02-05T00:00:00Z")));

            assertThat(visiblePages()).isZero();
        }
    }

    @Test
    void freezeLeft_leavesAMonthAloneThatSomebodyVacuums() throws SQLException {
        append("2021-01-15T12:00:00Z");
        execute("analyze record_p202101");
        try (var vacuuming = TestDatabase.connect(url);
                var statement = vacuuming.createStatement()) {
            vacuuming.setAutoCommit(false);
            statement.execute("lock table record_p202101 in share update exclusive mode");

            await(closedPartitions.freezeLeft(Instant.parse("2021-02-05T00:00:00Z")));

            assertThat(visiblePages()).isZero();
        }
    }

    private void append(String received) {
        append(received, 1);
    }

    private void append(String received, int requests) {
        for (var request = 0; request < requests; request++) {
            var records = IntStream.range(0, 200)
                    .mapToObj(number -> TestRecords.sealed(nanos(received), nanos(received), draft -> {}))
                    .toList();
            await(storage.append(TestRecords.request(tenant, records)));
        }
    }

    /** Makes new versions of these records, as an erasure does. */
    private void changeFrom(int index) throws SQLException {
        execute("set session_replication_role = replica;"
                + " update record_p202101 set agent_version = 'changed' where idx >= " + index);
    }

    /**
     * From then on nothing keeps what is there by now from being frozen, nor the month from looking frozen since: a
     * transaction of the collector's own jobs, or an analysis, that began before that would.
     */
    private void awaitEndOfOlderTransactions() throws SQLException {
        var now = number("select pg_current_xact_id()::text::bigint");
        // when none of them changes anything any more, there is none that could still come to see one at work
        for (var oldest : List.of("backend_xid", "backend_xmin")) {
            awaitNone("older transactions", "pg_stat_activity where age(" + oldest + ") > age('" + now + "'::xid)");
        }
    }

    private void awaitNone(String what, String rows) throws SQLException {
        var deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (number("select count(*) from " + rows) > 0) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadlineNanos);
            Thread.onSpinWait();
        }
    }

    /** Whose statements may take three seconds. */
    private ClosedPartitions impatient() {
        var options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password())
                .addProperty("statement_timeout", "3000");
        return new ClosedPartitions(
                PgBuilder.pool().connectingTo(options).using(storage.vertx()).build());
    }

    private long visiblePages() throws SQLException {
        return number("select relallvisible from pg_class where relname = 'record_p202101'");
    }

    private long pages() throws SQLException {
        return number("select relpages from pg_class where relname = 'record_p202101'");
    }

    /** Returns when the server has all counts of it, which a session gives it before it is gone. */
    private void execute(String sql) throws SQLException {
        long session;
        try (var connection = TestDatabase.connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
            session = number(statement, "select pg_backend_pid()");
        }
        awaitNone("the session", "pg_stat_activity where pid = " + session);
    }

    private long number(String sql) throws SQLException {
        try (var connection = TestDatabase.connect(url);
                var statement = connection.createStatement()) {
            return number(statement, sql);
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private String options(String partition) throws SQLException {
        try (var connection = TestDatabase.connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select array_to_string(reloptions, ' ') from pg_class where relname = '" + partition + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static long nanos(String time) {
        return Instant.parse(time).getEpochSecond() * 1_000_000_000;
    }
}
