// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.erasure.TestPeople.JANE;
import static io.deedbook.storage.erasure.TestPeople.append;
import static io.deedbook.storage.erasure.TestPeople.column;
import static io.deedbook.storage.erasure.TestPeople.contents;
import static io.deedbook.storage.erasure.TestPeople.entryOf;
import static io.deedbook.storage.erasure.TestPeople.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.postgres.EmptyPartitions;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.verify.Finding;
import io.deedbook.storage.verify.FindingCode;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionWorkerIT {
    private TestStorage storage;
    private RetentionWorker worker;
    private final AtomicLong now = new AtomicLong(TestRecords.RECEIVED_UNIX_NANOS);

    @BeforeEach
    void open() {
        storage = TestStorage.open();
        worker = worker();
    }

    @AfterEach
    void close() {
        await(worker.stop());
        storage.close();
    }

    private RetentionWorker worker() {
        return storage.storage()
                .retention(new RetentionOptions(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ZERO, now::get));
    }

    @Test
    void runNow_takesContentAfterHalfAYear() {
        var tenant = storage.tenant("standard");
        append(storage, tenant, TestPeople.inTurn(1_100));
        afterDays(180);
        await(worker.runNow());
        assertThat(contents(storage, tenant, Kind.RETENTION)).isEmpty();

        afterDays(181);
        await(worker.runNow());

        assertThat(column(storage, tenant, "coalesce(user_email, content, attributes)")
                        .subList(0, 1_100))
                .containsOnlyNulls();
        assertThat(column(storage, tenant, "tool_name").subList(0, 1_100)).containsOnly("Bash");
        assertThat(contents(storage, tenant, Kind.RETENTION))
                .hasSize(3)
                .first()
                .asString()
                .contains("\"parts\":\"actor,attributes,content\"")
                .contains("\"targets\":\"0-499\"");
        var report = verify(storage, tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(report.erasedParts()).isEqualTo(3_300);

        await(worker.runNow());
        assertThat(contents(storage, tenant, Kind.RETENTION)).hasSize(3);
    }

    @Test
    void runNow_followsThePolicyOfEachTeam() {
        var tenant = storage.tenant("teams");
        var other = entryOf(JANE, "of others", draft -> draft.put(Field.TEAM, "research"));
        append(storage, tenant, List.of(entryOf(JANE, "of payments"), other));
        await(storage.storage().teams().create(tenant, "payments"));
        set(tenant, "payments", "retention: {content: 30d}");
        set(tenant, null, "retention: {content: none, entries: none}");

        afterDays(31);
        await(worker.runNow());
        assertThat(column(storage, tenant, "user_email").subList(0, 2)).containsExactly(null, JANE);
        afterDays(4_000);
        await(worker.runNow());
        assertThat(column(storage, tenant, "user_email").subList(0, 2)).containsExactly(null, JANE);

        set(tenant, null, "retention: {content: 40d}");
        await(worker.runNow());
        assertThat(column(storage, tenant, "user_email").subList(0, 2)).containsExactly(null, null);
        assertThat(verify(storage, tenant).findings()).isEmpty();
    }

    @Test
    void runNow_takesNothingUnderAPolicyThatThisVersionCantRead() {
        var tenant = storage.tenant("unreadable");
        append(storage, tenant, TestPeople.inTurn(2));
        set(tenant, null, "{retention: {content: none}, memberOfALaterVersion: 1}");

        afterDays(4_000);
        await(worker.runNow());

        assertThat(column(storage, tenant, "user_email").subList(0, 2)).doesNotContainNull();
    }

    @Test
    void runNow_leavesWhatAHoldKeepsUntilItIsReleased() {
        var tenant = storage.tenant("held");
        append(storage, tenant, TestPeople.inTurn(4));
        var hold = await(storage.storage()
                .holds()
                .add(tenant, new NewHold(JANE, null, OptionalLong.empty(), OptionalLong.empty(), "case", "operator")));
        afterDays(200);
        await(worker.runNow());
        assertThat(column(storage, tenant, "user_email").subList(0, 4)).containsExactly(JANE, null, JANE, null);

        await(storage.storage().holds().release(tenant, hold.id(), "over", "operator"));
        await(worker.runNow());

        assertThat(column(storage, tenant, "user_email").subList(0, 4)).containsOnlyNulls();
    }

    @Test
    void runNow_removesWholeBundlesAfterSixYearsAndTheRestStillProvesItself() {
        var tenant = storage.tenant("old");
        append(storage, tenant, TestPeople.inTurn(600));
        await(storage.storage().publisher().publishNow());
        afterDays(6 * 365 + 1);
        await(worker.runNow());

        assertThat(column(storage, tenant, "idx").get(0)).isEqualTo("512");
        assertThat(contents(storage, tenant, Kind.RETENTION))
                .filteredOn(content -> String.valueOf(content).contains("entries"))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"entries\":\"0-511\"");
        await(storage.storage().publisher().publishNow());
        var report = verify(storage, tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(report.removedEntries()).isEqualTo(512);
        var record = await(storage.storage().reader().entries(tenant, List.of(520L)))
                .records()
                .get(0);
        var proof =
                TlogProof.parse(await(storage.storage().reader().proof(tenant, null, record.id(), OptionalLong.empty()))
                        .orElseThrow());
        var vkey = await(storage.storage().evidence().vkey(tenant));
        assertThat(proof.verify(Leaf.hash(record.leaf()), vkey)).isEqualTo(TlogProof.Verdict.INCLUDED);
    }

    @Test
    void runNow_emptiesAMonthWhoseTableThenGoesAndTheRestStillVerifies() {
        var tenant = storage.tenant("emptied");
        append(storage, tenant, TestPeople.inTurn(512));
        await(storage.storage().publisher().publishNow());
        afterDays(6 * 365 + 1);
        await(worker.runNow());
        var admin = storage.storage().adminPool();

        await(new EmptyPartitions(admin).remove(Instant.ofEpochSecond(0, now.get())));

        var month = "select from pg_class where relname = 'record_p202606'";
        assertThat(await(admin.query(month).execute()).size()).isZero();
        await(storage.storage().publisher().publishNow());
        var report = verify(storage, tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(report.removedEntries()).isEqualTo(512);
    }

    /** Both ways to the other key lead over entries that are gone; the first removal is gone itself in the end. */
    @Test
    void runNow_keepsWhatLeadsFromKeyToKey() {
        var tenant = await(storage.storage().tenants().create("rotated"));
        var changes = storage.storage().keyChanges();
        append(storage, tenant, TestPeople.inTurn(10));
        await(storage.storage().publisher().publishNow());
        var old = await(changes.keys(tenant)).get(0).vkey();
        var added = await(changes.rotate(tenant, OptionalLong.of(5))).vkey();
        append(storage, tenant, TestPeople.inTurn(2));
        await(storage.storage().publisher().publishNow());
        append(storage, tenant, TestPeople.inTurn(600));
        await(storage.storage().publisher().publishNow());
        for (var years : List.of(10, 17)) {
            afterDays(years * 365);
            await(worker.runNow());
            await(storage.storage().publisher().publishNow());
            for (var key : List.of(old, added)) {
                var report = await(new LedgerVerifier(storage.vertx())
                        .verify(storage.storage().verifierPool(), tenant.name(), new VerifyOptions(key, null, null)));
                assertThat(report.findings()).as("%s", key).isEmpty();
                assertThat(report.removedEntries()).isGreaterThanOrEqualTo(512);
            }
            append(storage, tenant, TestPeople.inTurn(600));
            await(storage.storage().publisher().publishNow());
        }
        assertThat(await(storage.storage().evidence().entries(tenant, new TilePath(0, 0, TilePath.WIDTH_MAX))))
                .isEmpty();
        assertThat(contents(storage, tenant, Kind.KEY)).isEmpty();
        assertThat(contents(storage, tenant, Kind.RETENTION))
                .filteredOn(content -> String.valueOf(content).contains("ledger_key_added"))
                .isNotEmpty()
                .noneMatch(content -> String.valueOf(content).contains("\"entries\":\"0-255\""));
    }

    @Test
    void runNow_removesNoEntryThatAHoldOnItsTimeCovers() {
        var tenant = storage.tenant("old-held");
        append(storage, tenant, TestPeople.inTurn(300));
        await(storage.storage().publisher().publishNow());
        await(storage.storage()
                .holds()
                .add(
                        tenant,
                        new NewHold(
                                null,
                                null,
                                OptionalLong.of(TestRecords.RECEIVED_UNIX_NANOS),
                                OptionalLong.empty(),
                                "case",
                                "operator")));
        afterDays(10_000);
        await(worker.runNow());
        assertThat(column(storage, tenant, "user_email").subList(0, 300)).doesNotContainNull();
    }

    @Test
    void verify_missesEntriesThatNoEntrySaysWereRemoved() {
        var tenant = storage.tenant("deleted");
        append(storage, tenant, TestPeople.inTurn(600));
        await(storage.storage().publisher().publishNow());
        await(storage.storage()
                .adminPool()
                .withTransaction(connection -> connection
                        .query("set local session_replication_role = replica")
                        .execute()
                        .compose(off -> connection
                                .query("delete from record where idx < 256 and log_id = " + tenant.id())
                                .execute())));
        assertThat(verify(storage, tenant).findings())
                .contains(new Finding(FindingCode.ENTRIES_MISSING, 0, "256 records"));
    }

    @Test
    void runNow_byTwoCollectorsDoesEverythingOnce() {
        var tenant = storage.tenant("two");
        append(storage, tenant, TestPeople.inTurn(1_000));
        afterDays(200);
        var second = worker();
        var both = List.of(worker.runNow(), second.runNow());
        both.forEach(TestStorage::await);
        await(second.stop());
        await(worker.runNow());

        assertThat(contents(storage, tenant, Kind.RETENTION)).hasSize(2);
        assertThat(verify(storage, tenant).findings()).isEmpty();
    }

    private void afterDays(int days) {
        now.set(TestRecords.RECEIVED_UNIX_NANOS + TimeUnit.DAYS.toNanos(days));
    }

    private void set(Tenant tenant, @Nullable String team, String document) {
        await(storage.storage()
                .policies()
                .set(
                        new PolicyOwner(tenant, team),
                        document,
                        "v",
                        "operator",
                        TestRecords.RECEIVED_UNIX_NANOS,
                        number -> TestRecords.sealed(draft -> draft.put(Field.KIND, Kind.POLICY.wireName()))));
    }
}
