// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group waits at the appending thread while the one in front is in its COMMIT. */
class QueuedAppendIT {
    private static final long SHORT_MILLIS = 200;
    /** Enough to be stored in, and twice that is less than the server gives a COMMIT. */
    private static final long ENOUGH_MILLIS = 2_000;

    private static final long LONG_MILLIS = 30_000;
    private static final int FRONT = 2;
    private static final int BEHIND = 3;

    private static DatabaseUrl url;
    private static TestStorage storage;
    private final Promise<Void> stored = Promise.promise();
    private final Lead front = Lead.unheard();
    private final Lead behind = new Lead(stored::complete);
    private HeldCommits held;
    private PostgresLedger ledger;

    @BeforeAll
    static void start() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        HeldCommits.install(storage.storage().adminPool());
    }

    @AfterAll
    static void stop() {
        storage.close();
    }

    @BeforeEach
    void open() {
        held = new HeldCommits(storage.storage().adminPool());
        ledger = new PostgresLedger(
                storage.vertx(),
                WriterConnection.of(url, Roles.establish(url)),
                new Partitions(storage.storage().adminPool()),
                CommitListener.NONE);
    }

    @AfterEach
    void close() {
        held.close();
        await(ledger.close());
    }

    @Test
    void append_beginsAfterTheCommitInFrontWithoutWaitingForItsAnswers() {
        var tenant = storage.tenant("begins");
        var first = inCommit(tenant);
        var second = ledger.append(group(tenant, BEHIND), LONG_MILLIS, front, behind);

        held.letGo(FRONT);
        await(stored.future());

        assertThat(second.isComplete()).isFalse();
        front.end();
        assertThat(await(first)).containsExactly(new AppendOutcome.Stored(new Receipt(0, FRONT, false)));
        assertThat(await(second)).containsExactly(new AppendOutcome.Stored(new Receipt(FRONT, BEHIND, false)));
    }

    @Test
    void append_doesNotBeginWhereTheConnectionBreaksInTheCommitInFront() {
        var tenant = storage.tenant("cut");
        var first = inCommit(tenant);
        var second = outcome(ledger.append(group(tenant, BEHIND), LONG_MILLIS, front, behind));

        held.cut();

        assertThat(Fault.of(await(outcome(first)))).isEqualTo(Fault.AWAY);
        // what is in front goes elsewhere before what is behind is written in its turn
        assertThat(second.isComplete()).isFalse();
        front.end();
        assertThat(await(second)).isInstanceOf(NotBegunException.class);
        assertThat(stored.future().isComplete()).isFalse();
        assertThat(await(storage.storage().reader().size(tenant))).isZero();
    }

    @Test
    void append_doesNotBeginWhereTheCommitInFrontFailsForItsData() {
        var tenant = storage.tenant("data");
        held.hold(HeldCommits.REFUSED);
        var first = outcome(ledger.append(group(tenant, HeldCommits.REFUSED), LONG_MILLIS, Lead.NOBODY, front));
        held.awaitCommit();
        var second = outcome(ledger.append(group(tenant, BEHIND), LONG_MILLIS, front, behind));

        held.letGo(HeldCommits.REFUSED);

        assertThat(Fault.of(await(first))).isEqualTo(Fault.DATA);
        front.end();
        assertThat(await(second)).isInstanceOf(NotBegunException.class);
        assertThat(await(storage.storage().reader().size(tenant))).isZero();
    }

    @Test
    void append_hasItsTimeFromTheEndOfTheGroupInFront() {
        var tenant = storage.tenant("time");
        var first = inCommit(tenant);
        var second = ledger.append(group(tenant, BEHIND), ENOUGH_MILLIS, front, behind);

        await(storage.vertx().timer(2 * ENOUGH_MILLIS, TimeUnit.MILLISECONDS));
        assertThat(second.isComplete()).isFalse();
        held.letGo(FRONT);
        await(stored.future());
        await(first);
        front.end();

        assertThat(await(second)).containsExactly(new AppendOutcome.Stored(new Receipt(FRONT, BEHIND, false)));
    }

    @Test
    void append_doesNotBeginWhatWasGivenUpWhileItWaited() {
        var tenant = storage.tenant("given-up");
        var first = inCommit(tenant);
        var second = outcome(ledger.append(group(tenant, BEHIND), SHORT_MILLIS, front, behind));

        front.end();
        assertThat(await(second)).isInstanceOf(TimeoutException.class);
        held.letGo(FRONT);
        await(first);

        // one thread, so whatever was waiting was before
        assertThat(await(ledger.append(group(tenant, 1), LONG_MILLIS)))
                .containsExactly(new AppendOutcome.Stored(new Receipt(FRONT, 1, false)));
        assertThat(stored.future().isComplete()).isFalse();
    }

    private Future<List<AppendOutcome>> inCommit(Tenant tenant) {
        held.hold(FRONT);
        var append = ledger.append(group(tenant, FRONT), LONG_MILLIS, Lead.NOBODY, front);
        held.awaitCommit();
        return append;
    }

    private static List<AppendRequest> group(Tenant tenant, int records) {
        return List.of(TestRecords.request(tenant, TestRecords.many(records)));
    }

    private static Future<Throwable> outcome(Future<?> append) {
        return append.transform(done -> Future.succeededFuture(done.cause()));
    }
}
