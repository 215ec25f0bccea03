// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.tlog.Frontier;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AppendIT {
    private static TestStorage storage;

    @BeforeAll
    static void open() {
        storage = TestStorage.open();
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Test
    void readsBackEveryFieldAsItWasSealed() {
        var tenant = storage.tenant("every-field");
        var sealed = TestRecords.sealed(draft -> {
            for (var field : Field.all()) {
                switch (field.type()) {
                    case TEXT -> draft.put(field, "ä€😀\"\\'\n\t" + field.jsonName());
                    case INTEGER -> draft.put(field, (long) -field.ordinal());
                    case LIST ->
                        draft.put(
                                field,
                                List.of("a,b", "\"quoted\"", "back\\slash\\", "line\nfeed", "{}", "NULL", " ", "😀"));
                }
            }
            draft.content().put("prompt", "Grüße\u0000\n");
            draft.pii().put("email", 2);
            draft.pii().put("credit_card", 1);
            draft.attributes(Attributes.EMPTY);
        });

        var receipt = await(storage.append(TestRecords.request(tenant, List.of(sealed))));

        assertThat(receipt).isEqualTo(new Receipt(0, 1, false));
        assertSame(all(tenant).get(0), 0, sealed);
    }

    @Test
    void readsBackARecordWithNothingInIt() {
        var tenant = storage.tenant("nothing");
        var sealed = TestRecords.sealed(draft -> Field.all().forEach(field -> {
            switch (field.type()) {
                case TEXT -> draft.put(field, "");
                case INTEGER -> draft.put(field, (Long) null);
                case LIST -> draft.put(field, List.of());
            }
        }));

        await(storage.append(TestRecords.request(tenant, List.of(sealed))));

        assertSame(all(tenant).get(0), 0, sealed);
    }

    @Test
    void keepsTheOrderOfRequestsAndOfTheirRecords() {
        var tenant = storage.tenant("order");
        var answers = new ArrayList<Future<Receipt>>();
        var sealed = new ArrayList<SealedRecord>();
        for (var request = 0; request < 50; request++) {
            var records = TestRecords.many(1 + request % 7);
            sealed.addAll(records);
            answers.add(storage.append(TestRecords.request(tenant, records)));
        }
        await(Future.all(answers));

        var next = 0L;
        for (var answer : answers) {
            assertThat(answer.result().firstIndex()).isEqualTo(next);
            next += answer.result().count();
        }
        var stored = all(tenant);
        assertThat(stored).hasSize(sealed.size());
        for (var index = 0; index < sealed.size(); index++) {
            assertSame(stored.get(index), index, sealed.get(index));
        }
        assertHead(tenant, sealed);
    }

    @Test
    void appendsToManyLogsAtOnce() {
        var tenants = List.of(storage.tenant("many-1"), storage.tenant("many-2"), storage.tenant("many-3"));
        var sealed = List.of(TestRecords.many(20), TestRecords.many(3), TestRecords.many(300));
        var answers = new ArrayList<Future<Receipt>>();
        for (var log = 0; log < tenants.size(); log++) {
            for (var record : sealed.get(log)) {
                answers.add(storage.append(TestRecords.request(tenants.get(log), List.of(record))));
            }
        }
        await(Future.all(answers));

        for (var log = 0; log < tenants.size(); log++) {
            assertThat(all(tenants.get(log)))
                    .extracting(StoredRecord::leafHash)
                    .containsExactlyElementsOf(
                            sealed.get(log).stream().map(SealedRecord::leafHash).toList());
            assertHead(tenants.get(log), sealed.get(log));
        }
    }

    /** What was stored, oldest first. */
    private static List<StoredRecord> all(Tenant tenant) {
        return await(storage.storage()
                        .reader()
                        .records(
                                tenant,
                                new RecordQuery(
                                        null,
                                        OptionalLong.empty(),
                                        OptionalLong.empty(),
                                        Map.of(),
                                        null,
                                        null,
                                        OptionalLong.empty(),
                                        OptionalLong.empty(),
                                        true,
                                        RecordQuery.LIMIT_MAX)))
                .records();
    }

    private static void assertSame(StoredRecord stored, long index, SealedRecord sealed) {
        assertThat(stored.index()).isEqualTo(index);
        assertThat(stored.id()).isEqualTo(HexFormat.of().formatHex(sealed.id()));
        assertThat(stored.receivedUnixNanos()).isEqualTo(sealed.receivedUnixNanos());
        assertThat(stored.occurredUnixNanos()).isEqualTo(sealed.occurredUnixNanos());
        assertThat(stored.values()).containsExactly(sealed.values());
        assertThat(stored.pii()).isEqualTo(sealed.pii());
        assertThat(stored.contentJson()).isEqualTo(sealed.contentJson());
        assertThat(stored.attributesJson()).isEqualTo(sealed.attributesJson());
        assertThat(stored.salts()).containsOnlyKeys(sealed.salts().keySet());
        sealed.salts()
                .forEach((part, salt) -> assertThat(stored.salts().get(part)).isEqualTo(salt));
        assertThat(stored.leaf()).isEqualTo(sealed.leaf());
        assertThat(stored.leafHash()).isEqualTo(sealed.leafHash());
    }

    private static void assertHead(Tenant tenant, List<SealedRecord> sealed) {
        var expected = Frontier.empty()
                .append(sealed.stream().map(SealedRecord::leafHash).toList());
        var head = await(storage.storage()
                        .adminPool()
                        .preparedQuery("select size, frontier from log_head where log_id = $1")
                        .execute(Tuple.of(tenant.id())))
                .iterator()
                .next();
        assertThat(head.getLong("size")).isEqualTo(expected.size());
        assertThat(head.getBuffer("frontier").getBytes()).isEqualTo(expected.bytes());
    }
}
