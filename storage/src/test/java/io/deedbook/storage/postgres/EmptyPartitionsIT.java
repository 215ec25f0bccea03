// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of months whose entries are all gone is removed, and nobody waits for that. */
class EmptyPartitionsIT {
    private static final String MONTH = "record_p202101";
    private static final long IN_MONTH_UNIX_NANOS =
            TimeUnit.SECONDS.toNanos(Instant.parse("2021-01-15T12:00:00Z").getEpochSecond());
    private static final Instant NOW = Instant.parse("2021-08-01T00:00:00Z");

    private DatabaseUrl url;
    private TestStorage storage;
    private Tenant tenant;
    private EmptyPartitions emptyPartitions;

    @BeforeEach
    void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        tenant = storage.tenant("tenant");
        emptyPartitions = new EmptyPartitions(storage.storage().adminPool());
        // as for an entry of the server's own, here without any: so this process knows the partition
        await(storage.storage()
                .ownEntries()
                .append(tenant, IN_MONTH_UNIX_NANOS, connection -> Future.succeededFuture(List.of())));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void remove_takesWhatIsEmptyAndPast() {
        assertThat(await(emptyPartitions.remove(NOW))).isOne();
        assertThat(isThere()).isFalse();
        assertThat(await(emptyPartitions.remove(NOW))).isZero();
    }

    @Test
    void remove_leavesWhatIsYoungerThanEntriesAreKept() {
        assertThat(await(emptyPartitions.remove(Instant.parse("2021-07-29T00:00:00Z"))))
                .isZero();
        assertThat(isThere()).isTrue();
    }

    @Test
    void remove_leavesWhatHoldsAnEntry() {
        await(storage.append(TestRecords.request(tenant, List.of(oldRecord()))));

        assertThat(await(emptyPartitions.remove(NOW))).isZero();
        assertThat(records()).isOne();
    }

    /** The reader holds the partition as a long export does; it is waited for, and nobody waits behind it. */
    @Test
    void remove_waitsForReadersWhileAppendsGoOn() throws Exception {
        try (var reader = reading()) {
            var removing = emptyPartitions.remove(NOW);
            awaitDetachPending();
            for (var request = 0; request < 20; request++) {
                await(storage.append(TestRecords.request(tenant, TestRecords.many(5))));
            }
            assertThat(removing.isComplete()).isFalse();
            reader.commit();
            assertThat(await(removing)).isOne();
        }
        assertThat(isThere()).isFalse();
        assertThat(records()).isEqualTo(100);
    }

    @Test
    void remove_goesOnWhereItWasCutOff() throws Exception {
        try (var reader = reading();
                var connection = TestDatabase.connect(url)) {
            execute(connection, "set statement_timeout = '200ms'");
            assertThatThrownBy(
                            () -> execute(connection, "alter table record detach partition " + MONTH + " concurrently"))
                    .isInstanceOf(SQLException.class);
            reader.commit();
        }

        assertThat(await(emptyPartitions.remove(NOW))).isOne();
        assertThat(isThere()).isFalse();
    }

    /** What waits until then is not lost: it goes to the spool, or is refused and sent again. */
    @Test
    void makeFor_failsForMomentsWhileTheVeryPartitionIsRemoved() throws Exception {
        var partitions = new Partitions(storage.storage().adminPool());
        try (var reader = reading()) {
            var removing = emptyPartitions.remove(NOW);
            awaitDetachPending();
            var failure = catchThrowable(() -> await(partitions.makeFor(LongStream.of(IN_MONTH_UNIX_NANOS))));
            assertThat(Fault.of(failure)).isEqualTo(Fault.AWAY);
            reader.commit();
            assertThat(await(removing)).isOne();
        }
        await(partitions.makeFor(LongStream.of(IN_MONTH_UNIX_NANOS)));

        assertThat(isThere()).isTrue();
    }

    @Test
    void remove_attachesAgainWhatSomebodyAppendedToMeanwhile() throws Exception {
        await(storage.append(TestRecords.request(tenant, List.of(oldRecord()))));
        try (var connection = TestDatabase.connect(url)) {
            execute(connection, "alter table record detach partition " + MONTH);
        }
        assertThat(records()).isZero();

        assertThat(await(emptyPartitions.remove(NOW))).isZero();

        assertThat(records()).isOne();
    }

    @Test
    void append_makesAPartitionAgainThatAnotherProcessRemoved() {
        await(emptyPartitions.remove(NOW));

        await(storage.append(TestRecords.request(tenant, List.of(oldRecord()))));

        assertThat(isThere()).isTrue();
        assertThat(records()).isOne();
    }

    private static SealedRecord oldRecord() {
        return TestRecords.sealed(IN_MONTH_UNIX_NANOS, IN_MONTH_UNIX_NANOS, draft -> {});
    }

    private Connection reading() throws SQLException {
        var reader = TestDatabase.connect(url);
        reader.setAutoCommit(false);
        execute(reader, "select count(*) from record");
        return reader;
    }

    private void awaitDetachPending() {
        var deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (count("select count(*) from pg_inherits where inhdetachpending") == 0) {
            assertThat(System.nanoTime() - deadlineNanos).isNegative();
        }
    }

    private boolean isThere() {
        return count("select count(*) from pg_class where relname = '" + MONTH + "'") == 1;
    }

    private long records() {
        return count("select count(*) from record where log_id = " + tenant.id());
    }

    private long count(String sql) {
        return await(storage.storage().adminPool().query(sql).execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
