// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cannot be stored is on record as a gap: its neighbours are stored, and the client is not asked to send it for
 * ever.
 */
class GapsIT {
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
    void append_putsAGapInThePlaceOfWhatTheDatabaseRefuses() {
        var tenant = storage.tenant("refused");
        var before = gapsCounted();
        var records = new ArrayList<>(TestRecords.many(100));
        records.set(13, unstorable());
        records.set(14, unstorable());
        records.set(99, unstorable());
        var request = TestRecords.request(tenant, records);

        assertThat(await(storage.append(request))).isEqualTo(new Receipt(0, 100, false));

        assertThat(gaps(tenant)).containsExactly(13L, 14L, 99L);
        assertThat(gapsCounted() - before).isEqualTo(3);
        assertThat(await(storage.append(request))).isEqualTo(new Receipt(0, 100, true));
        assertThat(gapsCounted() - before).isEqualTo(3);
        assertVerifies(tenant, 100);
    }

    @Test
    void append_storesTheInnocentRequestsOfTheGroup() {
        var tenant = storage.tenant("innocent");
        var answers = new ArrayList<Future<Receipt>>();
        for (var number = 0; number < 20; number++) {
            var records = number == 13 ? List.of(unstorable()) : TestRecords.many(1);
            answers.add(storage.append(TestRecords.request(tenant, records)));
        }
        await(Future.all(answers));

        assertThat(gaps(tenant)).containsExactly(answers.get(13).result().firstIndex());
        assertVerifies(tenant, 20);
    }

    @Test
    void append_givesUpTheSearchAmongManyAndAnswersAllTheSame() {
        var tenant = storage.tenant("many");
        var records = Collections.nCopies(200, unstorable());

        assertThat(await(storage.append(TestRecords.request(tenant, records)))).isEqualTo(new Receipt(0, 200, false));

        assertThat(gaps(tenant)).hasSize(200);
        assertVerifies(tenant, 200);
    }

    @Test
    void aGapRepeatsNothingOfTheRecord() {
        var tenant = storage.tenant("silent");
        await(storage.append(TestRecords.request(tenant, List.of(unstorable()))));

        var row = await(storage.storage()
                        .adminPool()
                        .query(
                                "select event, risk, content_state, content, attributes, target, tool_name, rules from record"
                                        + " where kind = 'gap' and log_id = " + tenant.id())
                        .execute())
                .iterator()
                .next();

        assertThat(row.getString(0)).isEqualTo("record_not_stored");
        assertThat(row.getString(1)).isEqualTo("high");
        assertThat(row.getString(2)).isEqualTo("withheld");
        for (var column = 3; column < row.size(); column++) {
            assertThat(row.getValue(column)).isNull();
        }
    }

    /** As a collector with a bug could make them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"a\",\"action\":\"b\",\"v\":1}",
                "{\"v\":1,\"action\":\"a\"}",
                "{ \"v\":1}",
                "{\"v\":01}",
                "{\"v\":1.0}",
                "{\"v\":1}\n",
                "{\"v\":\"\\u0041\"}",
                "[]",
                ""
            })
    void append_takesNoLeafThatAnAuditorWouldRefuse(String leaf) {
        var tenant = storage.tenant("crafted-" + Integer.toHexString(leaf.hashCode()));
        var crafted = crafted(leaf.getBytes(StandardCharsets.UTF_8));
        var ledger = new PostgresLedger(
                storage.vertx(),
                WriterConnection.of(url, Roles.establish(url)),
                new Partitions(storage.storage().adminPool()),
                CommitListener.NONE);

        assertThatThrownBy(() -> await(ledger.append(List.of(TestRecords.request(tenant, List.of(crafted))), 8_000)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("malformed: leaf-not-canonical");

        await(storage.append(
                TestRecords.request(tenant, List.of(TestRecords.many(1).get(0), crafted))));
        assertThat(gaps(tenant)).containsExactly(1L);
        assertVerifies(tenant, 2);
    }

    @Test
    void append_takesNoLeafThatIsTooLargeForABundle() {
        var tenant = storage.tenant("large");
        var text = "{\"a\":\"" + "x".repeat(Leaf.BYTES_MAX) + "\"}";

        await(storage.append(TestRecords.request(tenant, List.of(crafted(text.getBytes(StandardCharsets.UTF_8))))));

        assertThat(gaps(tenant)).containsExactly(0L);
        assertVerifies(tenant, 1);
    }

    /** PostgreSQL stores no NUL in text; the intake replaces it, so that only a bug lets it get this far. */
    private static SealedRecord unstorable() {
        return TestRecords.sealed(draft -> draft.put(Field.TARGET, "a\u0000b"));
    }

    private static SealedRecord crafted(byte[] leaf) {
        var record = TestRecords.many(1).get(0);
        return new SealedRecord(
                record.id(),
                record.receivedUnixNanos(),
                record.occurredUnixNanos(),
                record.values(),
                record.pii(),
                record.content(),
                record.attributes(),
                record.salts(),
                leaf,
                Leaf.hash(leaf));
    }

    private static List<Long> gaps(Tenant tenant) {
        var indexes = new ArrayList<Long>();
        await(storage.storage()
                        .adminPool()
                        .query("select idx from record where kind = 'gap' and log_id = " + tenant.id()
                                + " order by idx")
                        .execute())
                .forEach(row -> indexes.add(row.getLong(0)));
        return indexes;
    }

    private static long gapsCounted() {
        return (long) storage.registry().counter("deedbook.storage.gaps").count();
    }

    private static void assertVerifies(Tenant tenant, long records) {
        await(storage.storage().publisher().publishNow());
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
        assertThat(report.checkpoints()).isPositive();
        assertThat(report.records()).isEqualTo(records);
    }
}
