// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.erasure.ErasableParts;
import io.deedbook.storage.erasure.ErasureRequest;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.OwnServer;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.tenant.Scope;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real PostgreSQL goes away in every way while records come in, and comes back. */
class SpoolIT {
    /** What is to be in the ledger must not go to the spool because the machine is busy. */
    private static final long PATIENT_MILLIS = 5_000;

    private static OwnServer server;
    private static FaultProxy network;
    private static Path dataDir;
    private static TestStorage storage;

    private enum Outage {
        CUT {
            @Override
            void begin() {
                network.cut();
            }

            @Override
            void end() {
                network.restore();
            }
        },
        FROZEN {
            @Override
            void begin() throws Exception {
                server.freeze();
            }

            @Override
            void end() throws Exception {
                server.thaw();
            }
        },
        READ_ONLY {
            @Override
            void begin() throws Exception {
                server.readOnly(true);
            }

            @Override
            void end() throws Exception {
                server.readOnly(false);
            }
        };

        abstract void begin() throws Exception;

        abstract void end() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        server = new OwnServer();
        network = new FaultProxy(server.target());
        dataDir = TestStorage.temporaryDirectory();
    }

    @AfterAll
    static void stop() {
        network.close();
        server.close();
    }

    @BeforeEach
    void open() {
        open(PATIENT_MILLIS);
    }

    private static void open(long afterMillis) {
        storage = TestStorage.spooling(TestDatabase.text(network.url()), dataDir, afterMillis);
    }

    @AfterEach
    void close() throws Exception {
        network.restore();
        server.thaw();
        storage.close();
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void anOutage_losesNothingAndRefusesNothing(Outage outage) throws Exception {
        var tenant = storage.tenant("outage-" + outage.ordinal());
        var sent = new ArrayList<AppendRequest>();
        var before = send(tenant, 30, sent);
        await(Future.all(before));
        var during = send(tenant, 5, sent);
        outage.begin();
        during.addAll(send(tenant, 50, sent));
        await(Future.all(during));
        awaitNotPlaced(tenant, sent);
        // each after the one before was answered: these must stay in order
        var first = sent.size();
        for (var number = 0; number < 10; number++) {
            var receipts = send(tenant, 1, sent);
            assertThat(await(receipts.get(0)).isPlaced()).isFalse();
        }
        assertThat(storage.storage().spool().isSpooling()).isTrue();
        assertThat(gauge("oldest.age.seconds")).isPositive();

        outage.end();
        var after = send(tenant, 20, sent);
        await(Future.all(after));
        awaitEmpty();

        assertStoredOnce(tenant, sent);
        assertOrder(tenant, sent.subList(first, first + 10));
        assertVerifies(tenant);
        assertThat(await(send(tenant, 1, sent).get(0)).isPlaced()).isTrue();
    }

    @Test
    void aSilentDatabase_keepsNobodyWaiting() throws Exception {
        storage.close();
        open(SpoolOptions.AFTER_MILLIS_DEFAULT);
        var tenant = storage.tenant("silent");
        var sent = new ArrayList<AppendRequest>();
        // the second time it falls silent while the spool is being emptied
        for (var seconds : List.of(9, 3)) {
            await(Future.all(send(tenant, 100, sent)));
            server.freeze();
            for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds); System.nanoTime() < end; ) {
                // answered while the server says nothing
                await(Future.all(send(tenant, 3, sent)));
                await(storage.vertx().timer(50, TimeUnit.MILLISECONDS));
            }
            server.thaw();
        }

        awaitEmpty();
        assertStoredOnce(tenant, sent);
        assertVerifies(tenant);
    }

    @Test
    void aRequestThatIsSentAgain_isStoredOnce() {
        var tenant = storage.tenant("again");
        var sent = new ArrayList<AppendRequest>();
        network.cut();
        await(Future.all(send(tenant, 5, sent)));
        for (var request : sent) {
            assertThat(await(storage.append(TestRecords.request(tenant, TestRecords.many(3), request.exportKey()))))
                    .isEqualTo(Receipt.spooled(3, true));
        }
        network.restore();
        awaitEmpty();
        for (var request : sent) {
            assertThat(await(storage.append(request)).duplicate()).isTrue();
        }
        assertStoredOnce(tenant, sent);
    }

    /** Of two that a COMMIT brought into the ledger unseen, and one that is new. */
    @Test
    void aRequestWhoseReceiptIsForgotten_isStoredOnce() throws Exception {
        var tenant = storage.tenant("forgotten");
        var sent = new ArrayList<AppendRequest>();
        await(Future.all(send(tenant, 2, sent)));
        network.cut();
        for (var request : List.copyOf(sent)) {
            assertThat(await(storage.append(request))).isEqualTo(Receipt.spooled(3, false));
        }
        await(Future.all(send(tenant, 1, sent)));
        // as another collector does when a day is over
        try (var connection = TestDatabase.connect(server.target());
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("delete from export_receipt where log_id = " + tenant.id()))
                    .isEqualTo(2);
        }

        network.restore();
        awaitEmpty();

        assertStoredOnce(tenant, sent);
        assertVerifies(tenant);
    }

    @Test
    void aRestartDuringTheOutage_keepsTheSpool() {
        var tenant = storage.tenant("restart");
        var sent = new ArrayList<AppendRequest>();
        network.cut();
        await(Future.all(send(tenant, 20, sent)));
        storage.close();
        network.restore();

        open();

        awaitEmpty();
        assertStoredOnce(tenant, sent);
        assertVerifies(tenant);
    }

    @Test
    void whoWaitsForACheckpoint_isRefused() {
        var tenant = storage.tenant("signed");
        network.cut();
        await(Future.all(send(tenant, 1, new ArrayList<>())));
        var request = TestRecords.request(tenant, TestRecords.many(1));
        var signed = new AppendRequest(tenant, request.exportKey(), request.records(), request.deadlineNanos(), true);

        assertThatThrownBy(() -> await(storage.append(signed)))
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.Reason.DATABASE_AWAY, Refusal::reason)
                .satisfies(refusal -> assertThat(refusal.retryAfterSeconds()).isLessThanOrEqualTo(2));

        network.restore();
        awaitEmpty();
        assertThat(await(storage.append(signed)).isPlaced()).isTrue();
    }

    @Test
    void knownKeysStayKnownAndUnknownOnesDoNot() {
        var tenant = storage.tenant("keys");
        var key = await(storage.storage().keys().create(tenant, null, "k", EnumSet.of(Scope.INGEST)))
                .value();
        var revoked = await(storage.storage().keys().create(tenant, null, "r", EnumSet.of(Scope.INGEST)));
        var authenticator = storage.storage().authenticator();
        assertThat(await(authenticator.authenticate(key))).isPresent();
        assertThat(await(authenticator.authenticate(revoked.value()))).isPresent();
        assertThat(await(storage.storage().keys().revoke(tenant, revoked.key().id())))
                .isTrue();
        assertThat(await(authenticator.authenticate(key))).isPresent();
        network.cut();
        // what is remembered for seconds is forgotten by then
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(11); System.nanoTime() < end; ) {
            assertThat(await(authenticator.authenticate(key))).isPresent();
            await(storage.vertx().timer(20, TimeUnit.MILLISECONDS));
        }
        assertThatThrownBy(() -> await(authenticator.authenticate("a key that nobody knows")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> await(authenticator.authenticate(revoked.value())))
                .isInstanceOf(Refusal.class);
        network.restore();
    }

    @Test
    void aTenantThatNeverPauses_leavesTheSpool() {
        var tenant = storage.tenant("busy");
        var sent = new ArrayList<AppendRequest>();
        network.cut();
        await(Future.all(send(tenant, 50, sent)));
        network.restore();

        var inFlight = new ArrayDeque<>(send(tenant, 32, sent));
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                !await(inFlight.remove()).isPlaced(); ) {
            assertThat(System.nanoTime()).as("goes into the spool for ever").isLessThan(end);
            inFlight.addAll(send(tenant, 1, sent));
        }

        await(Future.all(List.copyOf(inFlight)));
        awaitEmpty();
        assertStoredOnce(tenant, sent);
        assertVerifies(tenant);
    }

    @Test
    void recordsThatCannotBeStored_becomeGaps() {
        var tenant = storage.tenant("gaps");
        network.cut();
        var sent = new ArrayList<AppendRequest>();
        send(tenant, 2, sent);
        var nul = TestRecords.sealed(draft -> draft.put(Field.TOOL_NAME, "a\u0000b"));
        await(storage.append(TestRecords.request(tenant, List.of(nul))));
        send(tenant, 2, sent);
        network.restore();
        awaitEmpty();

        var gaps = await(storage.storage()
                .adminPool()
                .preparedQuery("select count(*) from record where log_id = $1 and kind = 'gap'")
                .execute(Tuple.of(tenant.id())));
        assertThat(gaps.iterator().next().getLong(0)).isOne();
        assertVerifies(tenant);
    }

    @Test
    void anErasure_waitsUntilTheSpoolIsEmpty() {
        var tenant = storage.tenant("erasure");
        network.cut();
        await(Future.all(send(tenant, 1, new ArrayList<>())));
        var request = new ErasureRequest(tenant, "a@example.com", "asked", ErasableParts.STANDARD, false, "test");

        assertThatThrownBy(() -> await(storage.storage().erasures().start(request, progress -> {})))
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.Reason.OVERLOADED, Refusal::reason);

        network.restore();
        awaitEmpty();
        assertThat(await(await(storage.storage().erasures().start(request, progress -> {}))
                                .ended())
                        .progress()
                        .erased())
                .isZero();
    }

    @Test
    void theCountersAddUp() {
        var tenant = storage.tenant("sums");
        var sent = new ArrayList<AppendRequest>();
        network.cut();
        await(Future.all(send(tenant, 7, sent)));
        assertThat(gauge("entries")).isEqualTo(7);
        assertThat(count("taken")).isEqualTo(7);
        network.restore();
        awaitEmpty();

        assertThat(count("taken") + count("found") - count("drained") - count("rejected") - count("damaged"))
                .isEqualTo(gauge("entries"));
        assertThat(storage.registry()
                        .get("deedbook.storage.records")
                        .tag("outcome", "drained")
                        .counter()
                        .count())
                .isEqualTo(21);
        assertThat(storage.registry()
                        .get("deedbook.storage.requests")
                        .tag("outcome", "spooled")
                        .counter()
                        .count())
                .isEqualTo(7);
    }

    private static List<Future<Receipt>> send(Tenant tenant, int count, List<AppendRequest> sent) {
        var answers = new ArrayList<Future<Receipt>>();
        for (var number = 0; number < count; number++) {
            var request = TestRecords.request(tenant, TestRecords.many(3));
            sent.add(request);
            answers.add(storage.append(request));
        }
        return answers;
    }

    /** Sends until one goes to the spool: sessions hear in their own time that the server is read-only. */
    private static void awaitNotPlaced(Tenant tenant, List<AppendRequest> sent) {
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                await(send(tenant, 1, sent).get(0)).isPlaced(); ) {
            assertThat(System.nanoTime()).as("all go to the ledger").isLessThan(end);
        }
    }

    private static void awaitEmpty() {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (storage.storage().spool().isSpooling()) {
            assertThat(System.nanoTime()).as("the spool is not empty in time").isLessThan(end);
            await(storage.vertx().timer(20, TimeUnit.MILLISECONDS));
        }
    }

    /** Every record that was sent is there, once, with the receive time it had. */
    private static void assertStoredOnce(Tenant tenant, List<AppendRequest> sent) {
        var rows = await(storage.storage()
                .adminPool()
                .preparedQuery("select id, received_unix_nanos from record where log_id = $1 order by idx")
                .execute(Tuple.of(tenant.id())));
        var stored = new ArrayList<UUID>();
        rows.forEach(row -> {
            stored.add(row.getUUID(0));
            assertThat(row.getLong(1)).isEqualTo(TestRecords.RECEIVED_UNIX_NANOS);
        });
        assertThat(stored).containsExactlyInAnyOrderElementsOf(ids(sent));
    }

    private static void assertOrder(Tenant tenant, List<AppendRequest> sent) {
        var rows = await(storage.storage()
                .adminPool()
                .preparedQuery("select id from record where log_id = $1 and id = any($2) order by idx")
                .execute(Tuple.of(tenant.id(), (Object) ids(sent).toArray(UUID[]::new))));
        var stored = new ArrayList<UUID>();
        rows.forEach(row -> stored.add(row.getUUID(0)));
        assertThat(stored).containsExactlyElementsOf(ids(sent));
    }

    private static List<UUID> ids(List<AppendRequest> sent) {
        return sent.stream()
                .flatMap(request -> request.records().stream())
                .map(record -> {
                    var bytes = ByteBuffer.wrap(record.id());
                    return new UUID(bytes.getLong(), bytes.getLong());
                })
                .toList();
    }

    private static void assertVerifies(Tenant tenant) {
        await(storage.storage().publisher().publishNow());
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
    }

    private static double gauge(String name) {
        return storage.registry().get("deedbook.storage.spool." + name).gauge().value();
    }

    private static double count(String name) {
        return storage.registry()
                .get("deedbook.storage.spool." + name)
                .counter()
                .count();
    }
}
