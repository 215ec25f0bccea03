// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.erasure.TestBackup;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.postgres.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestoredCountsIT {
    private final RecentCounts recent = new RecentCounts(SmallStretches.SMALL, 10_000_000);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** On a server that goes on, so that nothing but the database itself is another one. */
    @Test
    void runNow_readsWhatWasCountedBeforeTheDatabaseWasRestoredUnderARunningCollector() {
        var url = TestDatabase.create();
        var dataDir = TestStorage.temporaryDirectory();
        var backup = new TestBackup(url);
        Tenant tenant;
        try (var before = SmallStretches.on(url, dataDir)) {
            tenant = before.tenant();
            append(before, tenant, "red", recent);
        }
        backup.backUp();
        try (var running = SmallStretches.on(url, dataDir)) {
            var summarizer = running.summarizer(recent, registry);
            await(summarizer.runNow());
            append(running, tenant, "red", recent);
            await(summarizer.runNow());
            // the database is known by now, and this would be written from memory
            assertThat(counted()).isOne();
            append(running, tenant, "red", recent);

            backup.restore();
            try (var other = SmallStretches.on(url, dataDir)) {
                IntStream.range(0, 2).forEach(stretch -> append(other, tenant, "blue", CommitListener.NONE));
                await(summarizer.runNow());

                assertThat(counted()).isOne();
                other.assertRowsAreThoseOfReading();
            }
        }
    }

    /** Even where what was counted was on record, and came back with the backup. */
    @Test
    void roundNow_readsWhatWasSharedBeforeTheDatabaseWasRestored() {
        var url = TestDatabase.create();
        var dataDir = TestStorage.temporaryDirectory();
        var backup = new TestBackup(url);
        var parts = "select count(*) from summary_part where log_id = $1";
        Tenant tenant;
        try (var before = SmallStretches.on(url, dataDir)) {
            tenant = before.tenant();
            append(before, tenant, "red", CommitListener.NONE);
            var summarizer = before.summarizer(recent, registry);
            await(summarizer.runNow());
            append(before, tenant, "red", CommitListener.NONE);
            recent.committed(tenant.id(), 16, ofTeam("red").subList(0, 9));
            await(summarizer.roundNow());
            assertThat(before.number(parts, tenant)).isOne();
        }
        backup.backUp();
        backup.restore();
        try (var after = SmallStretches.on(url, dataDir)) {
            assertThat(after.number(parts, tenant)).isOne();
            var summarizer = after.summarizer(recent, registry);
            await(summarizer.roundNow());
            // together with the part from before this would be the stretch
            recent.committed(tenant.id(), 16 + 9, ofTeam("red").subList(9, 16));
            await(summarizer.roundNow());
            await(summarizer.runNow());

            assertThat(counted()).isZero();
            after.assertRowsAreThoseOfReading();
        }
    }

    private static void append(SmallStretches to, Tenant tenant, String team, CommitListener listener) {
        var records = ofTeam(team);
        var receipt = await(to.storage().append(TestRecords.request(tenant, records)));
        listener.committed(tenant.id(), receipt.firstIndex(), records);
    }

    private static List<SealedRecord> ofTeam(String team) {
        return IntStream.range(0, SmallStretches.SMALL.entries())
                .mapToObj(number -> TestRecords.sealed(draft -> draft.put(Field.TEAM, team)))
                .toList();
    }

    private double counted() {
        return registry.get("deedbook.summaries.counted").counter().count();
    }
}
