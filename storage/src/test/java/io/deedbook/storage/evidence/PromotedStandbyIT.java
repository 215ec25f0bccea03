// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.TestReplica;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.SignedNote;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * The primary fails, and a standby takes its place that had not got the last records: what was signed over them stands.
 */
class PromotedStandbyIT {
    @Test
    void aStandbyThatLacksTheLastRecordsIsNotSigned() throws IOException, SQLException {
        var dataDir = TestStorage.temporaryDirectory();
        try (var primary = TestStorage.on("", dataDir);
                var standby = TestReplica.start(dataDir, TestStorage.temporaryDirectory())) {
            append(primary, 3);
            await(primary.storage().publisher().publishNow());
            standby.catchUp();
            standby.disconnect();
            append(primary, 4);
            await(primary.storage().publisher().publishNow());
            assertThat(signedSize(primary)).isEqualTo(8);

            standby.promote();
            try (var storage = TestStorage.on(TestDatabase.text(standby.url()), dataDir)) {
                await(storage.storage().publisher().publishNow());
                assertThat(storage.storage().publisher().frozenLogs()).containsValue(Reason.ROLLBACK);
                append(storage, 10);
                await(storage.storage().publisher().publishNow());
                assertThat(storage.storage().publisher().frozenLogs()).containsValue(Reason.INCONSISTENT);
                assertThat(storage.registry()
                                .get("deedbook.storage.logs.frozen")
                                .gauge()
                                .value())
                        .isOne();
                assertThat(signedSize(storage)).isEqualTo(4);
            }
        }
    }

    private static void append(TestStorage storage, int count) {
        await(storage.append(TestRecords.request(tenant(storage), TestRecords.many(count))));
    }

    private static long signedSize(TestStorage storage) {
        var note =
                await(storage.storage().evidence().checkpoint(tenant(storage))).orElseThrow();
        return Checkpoint.parse(SignedNote.parse(note).text()).size();
    }

    private static Tenant tenant(TestStorage storage) {
        return await(storage.storage().tenants().find("default")).orElseThrow();
    }
}
