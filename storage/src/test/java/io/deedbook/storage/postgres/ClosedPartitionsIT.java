// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestStorage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month is vacuumed when it is over. */
class ClosedPartitionsIT {
    private DatabaseUrl url;
    private TestStorage storage;
    private ClosedPartitions closedPartitions;

    @BeforeEach
    void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(TestDatabase.text(url), TestStorage.temporaryDirectory());
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
