// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.policy;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PolicyStoreIT {
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
    void set_isInForceAndOnRecord() {
        var owner = owner("set");

        var set = set(owner, "level: minimal");

        assertThat(set.number()).isOne();
        assertThat(set.setBy()).isEqualTo("key-1");
        assertThat(await(store().inForce(owner))).contains(set);
        var record = await(storage.storage().reader().record(owner.tenant(), null, set.recordId()))
                .orElseThrow();
        assertThat(record.text(Field.KIND)).isEqualTo("policy");
        assertThat(record.contentJson()).contains("level: minimal");
    }

    @Test
    void set_numbersVersionsOneAfterAnother() {
        var owner = owner("numbers");

        await(Future.all(IntStream.range(0, 12)
                .mapToObj(round -> start(owner, "# " + round))
                .toList()));

        assertThat(await(store().versions(owner)))
                .extracting(StoredPolicy::number)
                .containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), owner.tenant().name(), VerifyOptions.none()));
        assertThat(report.ok()).isTrue();
    }

    @Test
    void set_changesNothingWhenThePolicyIsInForceAlready() {
        var owner = owner("same");
        var first = set(owner, "level: full");

        assertThat(set(owner, "level: full")).isEqualTo(first);
    }

    @Test
    void remove_leavesTheVersionsAndPutsTheFallbackInForce() {
        var owner = owner("remove");
        set(owner, "level: full");

        var removed = set(owner, null);

        assertThat(removed.number()).isEqualTo(2);
        assertThat(await(store().inForce(owner))).isEmpty();
        assertThat(await(store().versions(owner)))
                .extracting(StoredPolicy::document)
                .containsExactly(null, "");
        assertThatThrownBy(() -> set(owner("never"), null)).hasMessage("There is no policy to remove.");
    }

    @Test
    void teams_haveTheirOwn() {
        var tenant = owner("teams").tenant();
        await(storage.storage().teams().create(tenant, "payments"));
        var team = new PolicyOwner(tenant, "payments");

        set(team, "level: paranoid");

        assertThat(await(store().inForce(team.fallback()))).isEmpty();
        assertThat(await(store().numbers())).containsAllEntriesOf(Map.of(team, 1));
        assertThatThrownBy(() -> set(new PolicyOwner(tenant, "none"), "level: full"))
                .hasMessage("The tenant has no team of this name.");
    }

    @Test
    void versions_cannotBeChanged() {
        var owner = owner("append-only");
        set(owner, "level: full");
        var statements = new ArrayList<String>();
        statements.add("update policy set document = 'x'");
        statements.add("delete from policy");
        statements.add("truncate policy");

        for (var statement : statements) {
            assertThatThrownBy(() ->
                            await(storage.storage().adminPool().query(statement).execute()))
                    .hasMessageContaining("append-only");
        }
    }

    private static PolicyStore store() {
        return storage.storage().policies();
    }

    private static PolicyOwner owner(String tenant) {
        return new PolicyOwner(storage.tenant(tenant), null);
    }

    private static StoredPolicy set(PolicyOwner owner, @Nullable String document) {
        return await(start(owner, document));
    }

    private static Future<StoredPolicy> start(PolicyOwner owner, @Nullable String document) {
        return store().set(
                        owner,
                        document,
                        "v",
                        "key-1",
                        TestRecords.RECEIVED_UNIX_NANOS,
                        number -> TestRecords.sealed(draft -> {
                            draft.put(Field.KIND, Kind.POLICY.wireName());
                            if (document != null) {
                                draft.content().put("policy", document);
                            }
                        }));
    }
}
