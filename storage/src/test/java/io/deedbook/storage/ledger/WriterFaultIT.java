// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the writer does when something is wrong. */
class WriterFaultIT {
    private static FaultProxy proxy;
    private static TestStorage storage;

    @BeforeAll
    static void open() {
        proxy = new FaultProxy(TestDatabase.create());
        storage = TestStorage.on(proxy.url());
    }

    @AfterAll
    static void close() {
        storage.close();
        proxy.close();
    }

    @Test
    void refusesWhileTheDatabaseIsAwayAndLosesNothing() {
        var tenant = storage.tenant("away");
        var requests = new ArrayList<AppendRequest>();
        var answers = new ArrayList<Future<Receipt>>();
        for (var number = 0; number < 300; number++) {
            requests.add(TestRecords.request(tenant, TestRecords.many(3)));
        }
        for (var number = 0; number < requests.size(); number++) {
            if (number == 100) {
                await(answers.get(20));
                proxy.cut();
            }
            answers.add(storage.append(requests.get(number)));
        }
        await(Future.join(answers).otherwiseEmpty());
        assertThat(answers.get(20).succeeded()).isTrue();
        assertThat(answers)
                .filteredOn(Future::failed)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.cause())
                        .asInstanceOf(type(Refusal.class))
                        .returns(Refusal.Reason.DATABASE_AWAY, Refusal::reason));

        proxy.restore();
        for (var number = 0; number < requests.size(); number++) {
            // as the client does: the refused ones again, until they are taken
            while (answers.get(number).failed()) {
                var again = storage.append(requests.get(number));
                await(again.<Receipt>mapEmpty().otherwiseEmpty());
                answers.set(number, again);
            }
        }

        var next = new ArrayList<Long>();
        answers.forEach(answer -> next.add(answer.result().firstIndex()));
        assertThat(next).doesNotHaveDuplicates();
        assertThat(size(tenant)).isEqualTo(3L * requests.size());
    }

    @Test
    void refusesWhatNobodyWaitsForAnyMore() {
        var tenant = storage.tenant("late");
        var late = new AppendRequest(tenant, TestRecords.newExportKey(), TestRecords.many(1), System.nanoTime() - 1);

        assertThatThrownBy(() -> await(storage.append(late)))
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.Reason.TOO_LATE, Refusal::reason);
        assertThat(size(tenant)).isZero();
    }

    @Test
    void refusesATenantWithoutALog() {
        var stranger = new Tenant(2_000_000_000, "stranger");

        assertThatThrownBy(() -> await(storage.append(TestRecords.request(stranger, TestRecords.many(1)))))
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.Reason.BUG, Refusal::reason);
    }

    @Test
    void answersEverythingBeforeItStops() {
        var tenant = storage.tenant("stopping");
        var answers = new ArrayList<Future<Receipt>>();
        for (var number = 0; number < 200; number++) {
            answers.add(storage.append(TestRecords.request(tenant, TestRecords.many(10))));
        }
        await(storage.storage().stopWriter());
        await(Future.join(answers).otherwiseEmpty());
        await(storage.storage().startWriter());

        var stored = answers.stream().filter(Future::succeeded).count();
        assertThat(size(tenant)).isEqualTo(10 * stored);
    }

    @Test
    void storesWhatWasReceivedLongAgo() {
        var tenant = storage.tenant("long-ago");
        var sealer = new Sealer();
        var sealed = new ArrayList<SealedRecord>();
        for (var number = 0; number < 5_000; number++) {
            sealed.add(sealer.seal(new RecordDraft(1_600_000_000_000_000_000L + number, number)));
        }

        assertThat(await(storage.append(TestRecords.request(tenant, sealed)))).isEqualTo(new Receipt(0, 5_000, false));
    }

    private static long size(Tenant tenant) {
        return await(storage.storage().reader().size(tenant));
    }
}
