// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.postgres.OwnServer;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends take too long, because the server says nothing, and nobody waits for them any more. */
class GivenUpAppendIT {
    private static final long SHORT_MILLIS = 200;
    private static final long LONG_MILLIS = 30_000;

    private static OwnServer server;
    private static TestStorage storage;
    private PostgresLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        server = new OwnServer();
        storage = TestStorage.on(server.target());
    }

    @AfterAll
    static void stop() {
        storage.close();
        server.close();
    }

    @BeforeEach
    void open() {
        ledger = new PostgresLedger(
                storage.vertx(),
                WriterConnection.of(server.target(), Roles.establish(server.target())),
                new Partitions(storage.storage().adminPool()),
                CommitListener.NONE);
    }

    @AfterEach
    void close() throws Exception {
        server.thaw();
        await(ledger.close());
    }

    @Test
    void append_doesNotBeginWhatWasGivenUp() throws Exception {
        var tenant = storage.tenant("given-up");
        var request = List.of(TestRecords.request(tenant, TestRecords.many(3)));
        await(ledger.append(request, LONG_MILLIS));
        server.freeze();
        var first = outcome(ledger.append(List.of(TestRecords.request(tenant, TestRecords.many(5))), SHORT_MILLIS));
        var second = outcome(ledger.append(List.of(TestRecords.request(tenant, TestRecords.many(5))), SHORT_MILLIS));
        assertThat(Fault.of(await(first))).isEqualTo(Fault.AWAY);
        assertThat(Fault.of(await(second))).isEqualTo(Fault.AWAY);

        server.thaw();
        var again = await(ledger.append(request, LONG_MILLIS)).get(0);

        // one thread, so whatever the other two did was before
        assertThat(again).isEqualTo(new AppendOutcome.Stored(new Receipt(0, 3, true)));
        assertThat(await(storage.storage().reader().size(tenant))).isEqualTo(3);
    }

    @Test
    void append_leavesTheThreadToOthersAtOnce() throws Exception {
        var tenant = storage.tenant("thread");
        await(ledger.append(List.of(TestRecords.request(tenant, TestRecords.many(1))), LONG_MILLIS));
        server.freeze();
        await(outcome(ledger.append(List.of(TestRecords.request(tenant, TestRecords.many(1))), SHORT_MILLIS)));
        var started = System.nanoTime();

        await(ledger.close());

        // far below the 7 s after which a silent server is taken for dead
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(4));
        server.thaw();
        open();
    }

    @Test
    void append_failsOnTheEventLoopThatAsked() throws Exception {
        var tenant = storage.tenant("event-loop");
        server.freeze();
        var asked = Promise.<Context>promise();
        var answered = Promise.<Context>promise();

        storage.vertx().runOnContext(on -> {
            asked.complete(Vertx.currentContext());
            ledger.append(List.of(TestRecords.request(tenant, TestRecords.many(1))), SHORT_MILLIS)
                    .onComplete(failed -> answered.complete(Vertx.currentContext()));
        });

        assertThat(await(answered.future())).isNotNull().isSameAs(await(asked.future()));
    }

    private static Future<Throwable> outcome(Future<?> append) {
        return append.transform(done -> Future.succeededFuture(done.cause()));
    }
}
