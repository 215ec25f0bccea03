// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.tlog.TlogProof;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the production writer stores verifies, with the roles that it and the verifier have in production. */
class WrittenLogIT {
    private static final String STRANGE = "\u00e4\u20ac\ud83d\ude00\"\\'\n\t{},NULL \u2028\ufffd";

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
    void verify_findsNothingInWhatTheWriterAppended() {
        var tenant = storage.tenant("written");
        var random = new SplittableRandom(20_261_121);
        var appends = new ArrayList<Future<Receipt>>();
        var sealed = new ArrayList<SealedRecord>();
        for (var request = 0; request < 60; request++) {
            var records = new ArrayList<SealedRecord>();
            for (var number = random.nextInt(1, 20); number > 0; number--) {
                records.add(record(random));
            }
            sealed.addAll(records);
            appends.add(storage.append(TestRecords.request(tenant, records)));
        }
        await(Future.all(appends));
        await(storage.storage().publisher().publishNow());

        var report = verify(tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(report.records()).isEqualTo(sealed.size());
        assertThat(report.checkpoints()).isPositive();
        assertThat(report.tiles()).isEqualTo(sealed.size() / 256);

        var key = await(storage.storage().evidence().vkey(tenant));
        for (var record : List.of(sealed.get(0), sealed.get(sealed.size() / 2), sealed.get(sealed.size() - 1))) {
            var id = HexFormat.of().formatHex(record.id());
            var proof = await(storage.storage().reader().proof(tenant, null, id, OptionalLong.empty()));
            assertThat(TlogProof.parse(proof.orElseThrow()).verify(Leaf.hash(record.leaf()), key))
                    .isEqualTo(TlogProof.Verdict.INCLUDED);
        }
    }

    @Test
    void verify_findsNothingInRecordsOfWhichFewMakeAPage() {
        var tenant = storage.tenant("long");
        var text = "x".repeat(11 << 20);
        for (var number = 0; number < 3; number++) {
            var record = TestRecords.sealed(draft -> draft.content().put("prompt", text));
            await(storage.append(TestRecords.request(tenant, List.of(record, TestRecords.sealed(draft -> {})))));
        }
        await(storage.storage().publisher().publishNow());

        var report = verify(tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(report.records()).isEqualTo(6);
    }

    /** Any fields, set or not, with texts that every layer must carry unchanged. */
    private static SealedRecord record(SplittableRandom random) {
        return TestRecords.sealed(draft -> {
            for (var field : Field.all()) {
                if (random.nextInt(3) == 0) {
                    continue;
                }
                switch (field.type()) {
                    case TEXT -> draft.put(field, STRANGE.substring(0, random.nextInt(2) * 4) + random.nextInt(100));
                    case INTEGER -> draft.put(field, random.nextLong());
                    case LIST -> draft.put(field, List.of(STRANGE, "", "entry " + random.nextInt(100)));
                }
            }
            if (random.nextBoolean()) {
                draft.content().put("prompt", STRANGE + "\u0000" + random.nextInt());
                draft.pii().put("email", random.nextInt(1, 9));
            }
            if (random.nextBoolean()) {
                draft.attributes(Attributes.builder(2)
                        .add("key", new Value.Text(STRANGE))
                        .add("key", new Value.Decimal(0.1))
                        .build());
            }
        });
    }

    private static VerificationReport verify(Tenant tenant) {
        return await(new LedgerVerifier(storage.vertx())
                .verify(
                        storage.storage().verifierPool(),
                        tenant.name(),
                        new VerifyOptions(null, storage.storage().logKeys(), null)));
    }
}
