// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A resent request is stored once, whichever way it comes again. */
class ResentRequestIT {
    private static TestStorage first;
    private static TestStorage second;

    @BeforeAll
    static void open() {
        var url = TestDatabase.text(TestDatabase.create());
        first = TestStorage.on(url, TestStorage.temporaryDirectory());
        second = TestStorage.on(url, first.dataDir());
    }

    @AfterAll
    static void close() {
        second.close();
        first.close();
    }

    @Test
    void answersALaterSendingWithTheFirstReceipt() {
        var tenant = first.tenant("later");
        var request = TestRecords.request(tenant, TestRecords.many(3));
        await(first.append(TestRecords.request(tenant, TestRecords.many(2))));

        assertThat(await(first.append(request))).isEqualTo(new Receipt(2, 3, false));
        assertThat(await(first.append(request))).isEqualTo(new Receipt(2, 3, true));
        assertThat(await(second.append(request))).isEqualTo(new Receipt(2, 3, true));
        assertThat(size(tenant)).isEqualTo(5);
    }

    @Test
    void answersASendingInTheSameGroupWithTheFirstReceipt() {
        var tenant = first.tenant("same-group");
        var request = TestRecords.request(tenant, TestRecords.many(3));

        var answers = List.of(first.append(request), first.append(request), first.append(request));
        await(Future.all(answers));

        assertThat(answers)
                .extracting(Future::result)
                .containsExactly(new Receipt(0, 3, false), new Receipt(0, 3, true), new Receipt(0, 3, true));
        assertThat(size(tenant)).isEqualTo(3);
    }

    @Test
    void tellsTheSameKeyInAnotherLogApart() {
        var key = TestRecords.newExportKey();
        var one = first.tenant("same-key-1");
        var other = first.tenant("same-key-2");

        await(first.append(TestRecords.request(one, TestRecords.many(1), key)));

        assertThat(await(first.append(TestRecords.request(other, TestRecords.many(1), key))))
                .isEqualTo(new Receipt(0, 1, false));
    }

    @Test
    void storesOnceWhatTwoWritersGetAtTheSameTime() {
        var tenants = List.of(first.tenant("two-writers-1"), first.tenant("two-writers-2"));
        var toFirst = new ArrayList<Future<Receipt>>();
        var toSecond = new ArrayList<Future<Receipt>>();
        for (var number = 0; number < 200; number++) {
            var request = TestRecords.request(tenants.get(number % 2), TestRecords.many(1 + number % 5));
            toFirst.add(first.append(request));
            toSecond.add(second.append(request));
        }
        await(Future.all(toFirst));
        await(Future.all(toSecond));

        for (var number = 0; number < toFirst.size(); number++) {
            var one = toFirst.get(number).result();
            var other = toSecond.get(number).result();
            assertThat(one.firstIndex()).isEqualTo(other.firstIndex());
            assertThat(one.count()).isEqualTo(other.count());
            assertThat(one.duplicate()).isNotEqualTo(other.duplicate());
        }
        for (var log = 0; log < 2; log++) {
            var expected = 0L;
            for (var number = log; number < 200; number += 2) {
                expected += 1 + number % 5;
            }
            assertThat(size(tenants.get(log))).isEqualTo(expected);
        }
    }

    @Test
    void lineUpWithEachOtherWhenTwoWritersGrowOneLog() {
        var tenant = first.tenant("one-log");
        var answers = new ArrayList<Future<Receipt>>();
        var leaves = new ArrayList<SealedRecord>();
        for (var number = 0; number < 100; number++) {
            var records = TestRecords.many(2);
            leaves.addAll(records);
            answers.add((number % 2 == 0 ? first : second).append(TestRecords.request(tenant, records)));
        }
        await(Future.all(answers));

        assertThat(answers.stream().map(answer -> answer.result().firstIndex()).sorted())
                .containsExactlyElementsOf(LongStream.range(0, 100)
                        .map(number -> 2 * number)
                        .boxed()
                        .toList());
        assertThat(size(tenant)).isEqualTo(leaves.size());
    }

    private static long size(Tenant tenant) {
        return await(first.storage().reader().size(tenant));
    }
}
