// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which keys the database is asked for again, seen by cutting it off: what was not asked for is not known any more. */
class KeysInUseIT {
    private static final Duration HALF = Duration.ofSeconds(5);

    private static DatabaseUrl url;
    private static TestStorage storage;
    private static Vertx vertx;
    private static Tenant tenant;

    private final AtomicLong nanos = new AtomicLong();
    /** Which the authenticator alone goes through, and each test has one of its own. */
    private final FaultProxy proxy = new FaultProxy(url);

    private final Pool pool = PgBuilder.pool()
            .connectingTo(new PgConnectOptions()
                    .setHost(proxy.url().host())
                    .setPort(proxy.url().port())
                    .setDatabase(url.database())
                    .setUser(url.user())
                    .setPassword(url.password()))
            .using(vertx)
            .build();
    /** Believes no key longer than it has to. */
    private final PostgresAuthenticator authenticator =
            new PostgresAuthenticator(vertx, pool, Duration.ofNanos(1), nanos::get);

    @BeforeAll
    static void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        vertx = Vertx.vertx();
        tenant = storage.tenant("acme");
    }

    @AfterEach
    void closeProxy() {
        await(pool.close());
        proxy.close();
    }

    @AfterAll
    static void close() {
        await(vertx.close());
        storage.close();
    }

    @Test
    void keysInUseComeAlongWithOneThatIsAskedFor() {
        var used = Stream.generate(KeysInUseIT::key).limit(3).toList();
        var idle = key();
        used.forEach(key -> assertThat(authenticate(key)).isPresent());
        assertThat(authenticate(idle)).isPresent();

        passes(HALF);
        assertThat(authenticate(key())).isPresent();
        used.forEach(key -> assertThat(authenticate(key)).isPresent());
        passes(HALF);
        assertThat(authenticate(key())).isPresent();
        passes(HALF);
        proxy.cut();

        assertThat(used).allSatisfy(key -> assertThat(authenticate(key)).isPresent());
        assertUnknownNow(idle);
    }

    @Test
    void keysOfWhichItIsNotLongAgoStayBehind() {
        var key = key();
        assertThat(authenticate(key)).isPresent();

        passes(HALF.minusSeconds(1));
        assertThat(authenticate(key())).isPresent();
        passes(HALF);
        proxy.cut();

        assertUnknownNow(key);
    }

    @Test
    void aKeyThatWasRevokedElsewhereIsFoundOutOnTheWay() {
        var made = await(storage.storage().keys().create(tenant, null, "", Set.of(Scope.INGEST)));
        assertThat(authenticate(made.value())).isPresent();
        assertThat(await(storage.storage().keys().revoke(tenant, made.key().id())))
                .isTrue();
        assertThat(authenticate(made.value())).isPresent();

        passes(HALF);
        assertThat(authenticate(key())).isPresent();

        assertThat(authenticate(made.value())).isEmpty();
    }

    @Test
    void moreThanFitIntoOneQuestionAreRenewedByTheNext() {
        var keys = Stream.generate(KeysInUseIT::key).limit(300).toList();
        keys.forEach(key -> assertThat(authenticate(key)).isPresent());

        passes(HALF);
        for (var question : List.of(key(), key())) {
            assertThat(authenticate(question)).isPresent();
        }
        passes(HALF);
        proxy.cut();

        assertThat(keys).allSatisfy(key -> assertThat(authenticate(key)).isPresent());
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void assertUnknownNow(String key) {
        assertThatThrownBy(() -> authenticate(key))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.DATABASE_AWAY));
    }

    private Optional<Principal> authenticate(String key) {
        return await(authenticator.authenticate(key));
    }

    private static String key() {
        return await(storage.storage().keys().create(tenant, null, "", Set.of(Scope.INGEST)))
                .value();
    }
}
