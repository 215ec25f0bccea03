// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Durability;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits don't wait until they are on disk; answers do. */
class DurableAnswersIT {
    private static final long MILLIS_MAX = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.of(vertx, AppendRequest.class, Receipt.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Disk disk = new Disk();
    private final Memory memory = new Memory();
    private DatabaseUrl url;
    private TestStorage storage;
    private Tenant tenant;
    private PostgresLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        tenant = storage.tenant("tenant");
        ledger = new PostgresLedger(
                vertx,
                WriterConnection.ofPipeline(url, Roles.establish(url)),
                new Partitions(storage.storage().adminPool()),
                memory,
                disk);
        await(vertx.deployVerticle(new WriterVerticle(bus, ledger, new WriterMetrics(registry))));
    }

    @AfterEach
    void close() {
        disk.slow.forEach(Promise::tryComplete);
        await(ledger.close());
        await(vertx.close());
        storage.close();
    }

    @Test
    void anAnswerWaitsForTheDisk_theNextGroupDoesNot() throws Exception {
        var first = append(3);
        var firstAsked = disk.slow.poll(60, TimeUnit.SECONDS);
        var second = append(2);
        var secondAsked = disk.slow.poll(60, TimeUnit.SECONDS);

        assertThat(await(storage.storage().reader().size(tenant))).isEqualTo(5);
        assertThat(first.isComplete() || second.isComplete()).isFalse();
        secondAsked.complete();
        assertThat(await(second)).isEqualTo(new Receipt(3, 2, false));
        assertThat(first.isComplete()).isFalse();
        firstAsked.complete();
        assertThat(await(first)).isEqualTo(new Receipt(0, 3, false));
        assertThat(registry.get("deedbook.storage.durable").timer().count()).isEqualTo(2);
    }

    @Test
    void aResentRequestWaitsForTheDiskToo() throws Exception {
        var request = TestRecords.request(tenant, TestRecords.many(3));
        var first = bus.<Receipt>ask(WriterVerticle.ADDRESS, request, MILLIS_MAX);
        var firstAsked = disk.slow.poll(60, TimeUnit.SECONDS);
        var again = bus.<Receipt>ask(WriterVerticle.ADDRESS, request, MILLIS_MAX);
        var secondAsked = disk.slow.poll(60, TimeUnit.SECONDS);

        assertThat(again.isComplete()).isFalse();
        firstAsked.complete();
        secondAsked.complete();
        assertThat(await(first).duplicate()).isFalse();
        assertThat(await(again)).isEqualTo(new Receipt(0, 3, true));
    }

    @Test
    void whatMayBeLostIsNotAnswered_norRemembered() throws Exception {
        var lost = append(3);
        disk.slow.poll(60, TimeUnit.SECONDS).fail(new IOException("the connection was cut"));
        assertThat(catchThrowable(() -> await(lost))).isInstanceOf(Refusal.class);
        assertThat(memory.told).hasValue(1);
        assertThat(memory.forgotten).hasValue(1);
    }

    @Test
    void noMoreThanAFewGroupsWaitForTheDisk() throws Exception {
        for (var count = 1; count <= 4; count++) {
            append(1);
            waitForSize(count);
        }
        var fifth = append(1);
        var asked = List.of(disk.slow.take(), disk.slow.take(), disk.slow.take(), disk.slow.take());
        assertThat(await(storage.storage().reader().size(tenant))).isEqualTo(4);
        asked.get(0).complete();
        waitForSize(5);
        asked.forEach(Promise::tryComplete);
        disk.slow.take().complete();
        assertThat(await(fifth)).isEqualTo(new Receipt(4, 1, false));
    }

    @Test
    void theWriterStopsOnceEverythingIsAnswered() throws Exception {
        var first = append(3);
        var asked = disk.slow.poll(60, TimeUnit.SECONDS);
        var stopped = vertx.undeploy(vertx.deploymentIDs().iterator().next());
        assertThat(stopped.isComplete()).isFalse();
        asked.complete();
        assertThat(await(first)).isEqualTo(new Receipt(0, 3, false));
        await(stopped);
    }

    /** Without a flush the log's writer has up to 200 ms for what a commit did not wait for. */
    @Test
    void aFlushHasEverythingWrittenThatWasCommittedBefore() throws Exception {
        var flush = new LogFlush(
                vertx,
                WriterConnection.of(url, Roles.establish(url)),
                new Partitions(storage.storage().adminPool()));
        try (var connection = TestDatabase.connect(url);
                var statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("create table noted (round int)");
            for (var round = 0; round < 20; round++) {
                statement.execute("insert into noted values (" + round + ")");
                var asked = List.of(flush.reached(MILLIS_MAX), flush.reached(MILLIS_MAX), flush.reached(MILLIS_MAX));
                try (var rows = statement.executeQuery("select pg_current_wal_insert_lsn()")) {
                    rows.next();
                    var position = rows.getString(1);
                    await(Future.all(asked));
                    try (var flushed =
                            statement.executeQuery("select pg_current_wal_flush_lsn() >= '" + position + "'")) {
                        flushed.next();
                        assertThat(flushed.getBoolean(1)).isTrue();
                    }
                }
            }
        }
        await(flush.close());
    }

    private Future<Receipt> append(int records) {
        return bus.ask(WriterVerticle.ADDRESS, TestRecords.request(tenant, TestRecords.many(records)), MILLIS_MAX);
    }

    private void waitForSize(long size) {
        var asked = 0;
        while (await(storage.storage().reader().size(tenant)) < size) {
            assertThat(++asked).isLessThan(100_000);
        }
    }

    /** A disk that the test has write. */
    private static final class Disk implements Durability {
        private final BlockingQueue<Promise<Void>> slow = new LinkedBlockingQueue<>();

        @Override
        public Future<Void> reached(long millisMax) {
            var promise = Promise.<Void>promise();
            slow.add(promise);
            return promise.future();
        }
    }

    private static final class Memory implements CommitListener {
        private final AtomicInteger told = new AtomicInteger();
        private final AtomicInteger forgotten = new AtomicInteger();

        @Override
        public void committed(int logId, long firstIndex, List<SealedRecord> records) {
            told.incrementAndGet();
        }

        @Override
        public void forget() {
            forgotten.incrementAndGet();
        }
    }
}
