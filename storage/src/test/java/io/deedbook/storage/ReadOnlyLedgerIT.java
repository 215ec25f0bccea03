// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.postgres.DatabaseUnusableException;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadOnlyLedgerIT {
    private final Vertx vertx = Vertx.vertx();
    private final Path dataDir = TestStorage.temporaryDirectory();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void verifiesAndChangesNothing() throws IOException {
        var url = TestDatabase.text(TestDatabase.create());
        try (var storage = TestStorage.on(url, dataDir)) {
            var tenant = storage.tenant("checked");
            await(storage.append(TestRecords.request(tenant, TestRecords.many(3))));
            await(storage.storage().publisher().publishNow());
        }
        var ledger = open(url);

        assertThat(await(ledger.tenantNames())).containsExactly("checked", "default");
        var report = await(new LedgerVerifier(vertx)
                .verify(ledger.pool(), "checked", new VerifyOptions(null, ledger.logKeys(), null)));
        assertThat(report.ok()).isTrue();
        assertThat(report.records()).isEqualTo(3);
        assertThatThrownBy(() -> await(
                        ledger.pool().query("delete from dashboard_session").execute()))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo("25006"));
        await(ledger.close());
    }

    @Test
    void saysThatThereIsNoLedgerAndMakesNone() throws IOException {
        var ledger = open(TestDatabase.text(TestDatabase.create()));
        assertThatThrownBy(() -> await(ledger.tenantNames()))
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessage("The database holds no ledger.");
        await(ledger.close());

        assertThatThrownBy(() -> open("")).hasMessageContaining("There is no database in " + dataDir);
        try (var files = Files.list(dataDir)) {
            assertThat(files).isEmpty();
        }
    }

    private ReadOnlyLedger open(String url) {
        return await(ReadOnlyLedger.open(
                vertx,
                new StorageOptions(url, dataDir, StorageOptions.ORIGIN_HOST_DEFAULT, "", Duration.ofSeconds(1))));
    }
}
