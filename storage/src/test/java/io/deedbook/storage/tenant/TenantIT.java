// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants, teams, keys and sessions, from their making to their end. */
class TenantIT {
    private static FaultProxy proxy;
    private static TestStorage storage;
    private static Tenant tenant;

    @BeforeAll
    static void open() {
        proxy = new FaultProxy(TestDatabase.create());
        storage = TestStorage.on(proxy.url());
        tenant = storage.tenant("acme");
    }

    @AfterAll
    static void close() {
        storage.close();
        proxy.close();
    }

    @Test
    void aFreshDatabaseHasTheTenantDefaultWithALog() {
        var found =
                await(storage.storage().tenants().find(Tenants.DEFAULT_NAME)).orElseThrow();

        assertThat(await(storage.storage().reader().size(found))).isOne();
        assertThat(await(storage.storage().tenants().list())).contains(found, tenant);
        await(storage.storage().tenants().createDefault());
        assertThat(await(storage.storage().tenants().find("nobody"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "-dash", "with space", "ümlaut", "a/b", "acme"})
    void refusesNamesThatDoNotDoOrAreTaken(String name) {
        assertThatThrownBy(() -> await(storage.storage().tenants().create(name)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyStandsForItsTenantTeamAndScopes() {
        await(storage.storage().teams().create(tenant, "Red Team"));
        await(storage.storage().teams().create(tenant, "Red Team"));
        var made = await(keys().create(tenant, "Red Team", "laptop", Set.of(Scope.INGEST, Scope.READ)));

        assertThat(made.value()).matches("dbk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}");
        assertThat(made.toString()).doesNotContain(made.value());
        assertThat(authenticate(made.value()))
                .contains(new Principal(tenant, "Red Team", made.key().id(), Set.of(Scope.INGEST, Scope.READ)));
        assertThat(await(keys().list(tenant))).contains(made.key());
        assertThat(await(storage.storage().teams().list(tenant))).containsExactly("Red Team");
    }

    @Test
    void storesNoKey() {
        var made = await(keys().create(tenant, null, "stored", Set.of(Scope.INGEST)));
        var row = await(storage.storage()
                        .adminPool()
                        .preparedQuery("select k::text from api_key k where id = $1")
                        .execute(Tuple.of(made.key().id())))
                .iterator()
                .next()
                .getString(0);

        assertThat(row).doesNotContain(made.value().substring(13));
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        var made = await(keys().create(tenant, null, "", Set.of(Scope.ADMIN)));
        var other = storage.tenant("not-acme");
        assertThat(authenticate(made.value())).isPresent();

        assertThat(await(keys().revoke(other, made.key().id()))).isFalse();
        assertThat(authenticate(made.value())).isPresent();
        assertThat(await(keys().revoke(tenant, made.key().id()))).isTrue();
        assertThat(await(keys().revoke(tenant, made.key().id()))).isFalse();
        assertThat(authenticate(made.value())).isEmpty();
    }

    @Test
    void aChosenValueMakesOneKey() {
        var value = "chosen-by-the-operator";
        assertThat(authenticate(value)).isEmpty();

        var made = await(keys().createWithValue(tenant, null, "bootstrap", Set.of(Scope.INGEST), value));
        var again = await(keys().createWithValue(tenant, null, "bootstrap", Set.of(Scope.INGEST), value));

        assertThat(again).isEqualTo(made);
        assertThat(authenticate(value)).map(Principal::keyId).contains(made.id());
        await(keys().revoke(tenant, made.id()));
        assertThatThrownBy(() -> await(keys().createWithValue(tenant, null, "", Set.of(Scope.INGEST), value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "with spaces in the value", "with-ümlaut-in-the-value"})
    void refusesValuesThatDoNotDo(String value) {
        assertThatThrownBy(() -> await(keys().createWithValue(tenant, null, "", Set.of(Scope.INGEST), value)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATeamThatTheTenantDoesNotHave() {
        assertThatThrownBy(() -> await(keys().create(tenant, "nobody", "", Set.of(Scope.INGEST))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> await(keys().create(tenant, null, "", Set.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dbk_", "dbk_aaaaaaaa_bbbb", "\u0000", "' or true --"})
    void knowsNoOtherKeys(String key) {
        assertThat(authenticate(key)).isEmpty();
        assertThat(authenticate("k".repeat(100_000))).isEmpty();
    }

    @Test
    void answersAStormOfUnknownKeys() {
        var made = await(keys().create(tenant, null, "", Set.of(Scope.INGEST)));
        var answers = new ArrayList<Future<Optional<Principal>>>();
        var holding = await(storage.storage().adminPool().getConnection());
        await(holding.query("begin").execute());
        // more come than the database answers, however slowly they come
        await(holding.query("lock table api_key in access exclusive mode").execute());
        for (var number = 0; number < 20_000; number++) {
            answers.add(storage.storage().authenticator().authenticate("storm-" + number % 15_000));
        }
        await(holding.query("rollback").execute().eventually(holding::close));
        await(Future.join(answers).otherwiseEmpty());

        assertThat(answers)
                .filteredOn(Future::succeeded)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.result()).isEmpty());
        // those that were asked for when a query took too long hear that the database is away
        assertThat(answers.stream()
                        .filter(Future::failed)
                        .map(answer -> ((Refusal) answer.cause()).reason())
                        .distinct())
                .contains(Refusal.Reason.OVERLOADED)
                .isSubsetOf(Refusal.Reason.OVERLOADED, Refusal.Reason.DATABASE_AWAY);
        assertThat(authenticate(made.value())).isPresent();
    }

    @Test
    void remembersValidKeysWhileTheDatabaseIsAwayAndRefusesOthers() {
        var made = await(keys().create(tenant, null, "", Set.of(Scope.INGEST)));
        assertThat(authenticate(made.value())).isPresent();
        proxy.cut();
        try {
            assertThat(authenticate(made.value())).isPresent();
            assertThatThrownBy(() -> authenticate("never seen before"))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.DATABASE_AWAY));
            assertThat(await(storage.storage().ready())).isFalse();
        } finally {
            proxy.restore();
        }
        // a busy machine may not answer within the second that it has
        await(AsyncLoop.repeat(() -> storage.storage().ready().map(is -> !is)));
    }

    @Test
    void aSessionStandsForItsKeyAndEndsWithIt() {
        var sessions = storage.storage().sessions();
        var made = await(keys().create(tenant, null, "", Set.of(Scope.READ)));
        var token = await(sessions.create(made.key().id(), Duration.ofHours(1)));
        var second = await(sessions.create(made.key().id(), Duration.ofHours(1)));

        assertThat(await(sessions.find(token)))
                .contains(new Principal(tenant, null, made.key().id(), Set.of(Scope.READ)));
        assertThat(await(sessions.find("x".repeat(43)))).isEmpty();
        assertThat(await(sessions.find(""))).isEmpty();
        await(sessions.delete(token));
        assertThat(await(sessions.find(token))).isEmpty();
        assertThat(await(sessions.find(second))).isPresent();
        await(keys().revoke(tenant, made.key().id()));
        assertThat(await(sessions.find(second))).isEmpty();
    }

    @Test
    void aSessionEnds() {
        var sessions = storage.storage().sessions();
        var made = await(keys().create(tenant, null, "", Set.of(Scope.READ)));
        var token = await(sessions.create(made.key().id(), Duration.ofHours(1)));
        await(storage.storage()
                .adminPool()
                .query("update dashboard_session set expires_at = now()")
                .execute());

        assertThat(await(sessions.find(token))).isEmpty();
        assertThat(await(sessions.purge())).isPositive();
        assertThat(await(sessions.purge())).isZero();
        assertThatThrownBy(() -> await(sessions.create(made.key().id(), Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ApiKeys keys() {
        return storage.storage().keys();
    }

    private static Optional<Principal> authenticate(String key) {
        return await(storage.storage().authenticator().authenticate(key));
    }
}
