// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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
    void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(TestDatabase.text(url), TestStorage.temporaryDirectory());
        tenant = storage.tenant("tenant");
        closedPartitions = new ClosedPartitions(storage.storage().adminPool());
        var partitions = new Partitions(storage.storage().adminPool());
        await(partitions.makeFor(LongStream.of(nanos("2021-01-15T00:00:00Z"), nanos("2021-02-15T00:00:00Z"))));
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

        assertThat(await(closedPartitions.freezeLeft(later))).contains("record_p202101");

        assertThat(number("select relallvisible from pg_class where relname = 'record_p202101'"))
                .isPositive()
                .isEqualTo(number("select relpages from pg_class where relname = 'record_p202101'"));
        assertThat(await(closedPartitions.freezeLeft(later))).isEmpty();
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

            assertThat(number("select relallvisible from pg_class where relname = 'record_p202101'"))
                    .isZero();
        }
    }

    private void append(String received) {
        var records = IntStream.range(0, 200)
                .mapToObj(number -> TestRecords.sealed(nanos(received), nanos(received), draft -> {}))
                .toList();
        await(storage.append(TestRecords.request(tenant, records)));
    }

    private long number(String sql) throws SQLException {
        try (var connection = TestDatabase.connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
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
