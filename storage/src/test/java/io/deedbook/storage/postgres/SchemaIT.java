// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.evidence.AsyncLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schema, its partitions, and what is removed in time. */
class SchemaIT {
    private static DatabaseUrl url;
    private static TestStorage storage;

    @BeforeAll
    static void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Test
    void isMigratedOnceHoweverOftenItIsOpened() {
        Migrations.apply(url);
        Migrations.apply(url);

        assertThat(count("select count(*) from flyway_schema_history where not success"))
                .isZero();
    }

    @Test
    void refusesADatabaseThatCanLoseWhatItCommitted() {
        await(storage.storage()
                .adminPool()
                .query("alter database " + url.database() + " set synchronous_commit = off")
                .execute());
        try {
            assertThatThrownBy(() -> Migrations.apply(url))
                    .isInstanceOf(DatabaseUnusableException.class)
                    .hasMessageContaining("synchronous_commit = off");
        } finally {
            await(storage.storage()
                    .adminPool()
                    .query("alter database " + url.database() + " reset synchronous_commit")
                    .execute());
        }
    }

    @Test
    void saysThatADatabaseIsAwayWithoutThePassword() {
        var away = new DatabaseUrl("127.0.0.1", 1, "d", "u", "the-secret", "disable", null);

        assertThatThrownBy(() -> Migrations.apply(away))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("can't be reached")
                .hasMessageNotContaining("the-secret");
    }

    @Test
    void makesPartitionsAheadAlsoWhenCollectorsRace() {
        var now = Instant.parse("2031-11-30T23:59:59Z");
        var racing = new ArrayList<Future<Void>>();
        for (var collector = 0; collector < 4; collector++) {
            racing.add(new Partitions(storage.storage().adminPool()).makeAhead(now));
        }
        await(Future.all(racing));

        assertThat(count("select count(*) from pg_inherits where inhparent = 'record'::regclass"
                        + " and inhrelid::regclass::text between 'record_p2031' and 'record_p2033'"))
                .isEqualTo(5);
    }

    @Test
    void makesThePartitionsThatRecordsOfOtherTimesNeed() {
        var partitions = new Partitions(storage.storage().adminPool());
        await(partitions.makeFor(LongStream.of(
                nanos("2041-04-30T23:59:59Z"), nanos("2041-05-01T00:00:00Z"), nanos("2041-04-01T00:00:00Z"))));
        await(partitions.makeFor(LongStream.of(nanos("2041-04-30T23:59:59Z"), Long.MAX_VALUE, Long.MIN_VALUE)));

        assertThat(count("select count(*) from pg_inherits where inhparent = 'record'::regclass"
                        + " and inhrelid::regclass::text between 'record_p2040' and 'record_p2042'"))
                .isEqualTo(2);
    }

    @Test
    void removesReceiptsThatAreOlderThanADay() {
        var tenant = storage.tenant("receipts");
        await(storage.append(TestRecords.request(tenant, TestRecords.many(1))));
        var received = Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(TestRecords.RECEIVED_UNIX_NANOS));
        var cleaner = new ReceiptCleaner(storage.storage().adminPool());

        await(cleaner.clean(received.plus(Duration.ofHours(24))));
        assertThat(receipts(tenant.id())).isEqualTo(1);
        await(cleaner.clean(received.plus(Duration.ofHours(24)).plusNanos(1)));
        assertThat(receipts(tenant.id())).isZero();
    }

    @Test
    void tellsWhetherItIsReady() {
        // a busy machine may not answer within the second that it has
        await(AsyncLoop.repeat(() -> storage.storage().ready().map(is -> !is)));
    }

    private static long receipts(int logId) {
        return await(storage.storage()
                        .adminPool()
                        .preparedQuery("select count(*) from export_receipt where log_id = $1")
                        .execute(Tuple.of(logId)))
                .iterator()
                .next()
                .getLong(0);
    }

    private static long count(String sql) {
        return await(storage.storage().adminPool().query(sql).execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private static long nanos(String instant) {
        return TimeUnit.SECONDS.toNanos(Instant.parse(instant).getEpochSecond());
    }
}
