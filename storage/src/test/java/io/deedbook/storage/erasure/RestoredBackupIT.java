// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.erasure.TestPeople.JANE;
import static io.deedbook.storage.erasure.TestPeople.JOHN;
import static io.deedbook.storage.erasure.TestPeople.append;
import static io.deedbook.storage.erasure.TestPeople.column;
import static io.deedbook.storage.erasure.TestPeople.contents;
import static io.deedbook.storage.erasure.TestPeople.erase;
import static io.deedbook.storage.erasure.TestPeople.request;
import static io.deedbook.storage.erasure.TestPeople.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Kind;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fault 33: the database is replaced by a backup that is older than an erasure. */
class RestoredBackupIT {
    private TestBackup database;
    private Path dataDir;

    @BeforeEach
    void create() {
        database = new TestBackup(TestDatabase.create());
        dataDir = TestStorage.temporaryDirectory();
    }

    private TestStorage open() {
        return TestStorage.on(database.url(), dataDir);
    }

    @Test
    void open_erasesAgainWhatABackupBroughtBack() {
        try (var storage = open()) {
            append(storage, storage.tenant("acme"), TestPeople.inTurn(1_200));
        }
        database.backUp();
        try (var storage = open()) {
            var tenant = await(storage.storage().tenants().find("acme")).orElseThrow();
            assertThat(erase(storage.storage(), request(tenant, JANE))
                            .progress()
                            .erased())
                    .isEqualTo(600);
        }
        database.restore();

        try (var storage = open()) {
            var tenant = await(storage.storage().tenants().find("acme")).orElseThrow();
            assertThat(column(storage, tenant, "user_email"))
                    .doesNotContain(JANE)
                    .filteredOn(JOHN::equals)
                    .hasSize(600);
            assertThat(contents(storage, tenant, Kind.ERASURE))
                    .hasSize(2)
                    .allSatisfy(content -> assertThat(content).contains("\"reason\":\"replay\""));
            assertThat(verify(storage, tenant).findings()).isEmpty();
        }
        try (var storage = open()) {
            var tenant = await(storage.storage().tenants().find("acme")).orElseThrow();
            assertThat(contents(storage, tenant, Kind.ERASURE))
                    .as("replayed once")
                    .hasSize(2);
        }
    }

    @Test
    void open_erasesNothingThatAHoldKeeps_norWhatOnlyHasTheSamePlace() {
        try (var storage = open()) {
            var tenant = storage.tenant("acme");
            append(storage, tenant, TestPeople.inTurn(2));
            await(storage.storage()
                    .holds()
                    .add(
                            tenant,
                            new NewHold(JANE, null, OptionalLong.empty(), OptionalLong.empty(), "case", "operator")));
        }
        database.backUp();
        try (var storage = open()) {
            var tenant = await(storage.storage().tenants().find("acme")).orElseThrow();
            var hold = await(storage.storage().holds().list(tenant, false)).get(0);
            await(storage.storage().holds().release(tenant, hold.id(), "over", "operator"));
            append(storage, tenant, List.of(TestPeople.entryOf(JANE, "after the backup")));
            assertThat(erase(storage.storage(), request(tenant, JANE))
                            .progress()
                            .erased())
                    .isEqualTo(2);
        }
        database.restore();

        try (var storage = open()) {
            var tenant = await(storage.storage().tenants().find("acme")).orElseThrow();
            append(storage, tenant, TestPeople.inTurn(2));
            assertThat(column(storage, tenant, "user_email")).containsExactly(JANE, JOHN, null, JANE, JOHN);
        }
        try (var storage = open()) {
            var tenant = await(storage.storage().tenants().find("acme")).orElseThrow();
            assertThat(column(storage, tenant, "user_email")).containsExactly(JANE, JOHN, null, JANE, JOHN);
            var hold = await(storage.storage().holds().list(tenant, false)).get(0);
            await(storage.storage().holds().release(tenant, hold.id(), "over", "operator"));
        }
        try (var storage = open()) {
            var tenant = await(storage.storage().tenants().find("acme")).orElseThrow();
            assertThat(column(storage, tenant, "user_email"))
                    .as("what the hold kept goes once it is released")
                    .startsWith(null, JOHN, null, JANE, JOHN);
        }
    }
}
