// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests after a group that others kept waiting. */
class GatheredGroupIT {
    private static final long MILLIS_MAX = 60_000;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.of(vertx, AppendRequest.class, Receipt.class);
    private final DatabaseUrl url = TestDatabase.create();
    private TestStorage storage;
    private Tenant tenant;

    @BeforeEach
    void open() {
        storage = TestStorage.on(url);
        tenant = storage.tenant("one");
    }

    @AfterEach
    void close() {
        await(vertx.close());
        storage.close();
    }

    @Test
    void requestsThatGather_areWrittenTogetherOnceTheyAreEnough() {
        deploy(Duration.ofSeconds(40));
        await(send(1));

        var few = send(3);
        var enough = send(Gathering.RECORDS_ENOUGH - 3);

        await(Future.all(few, enough));
        assertThat(transactions()).isEqualTo(2);
    }

    @Test
    void aRequestThatGathersAlone_isWrittenWhenItsTimeIsOver() {
        deploy(Duration.ofMillis(40));
        for (var request = 1; request <= 4; request++) {
            assertThat(await(send(2)).firstIndex()).isEqualTo(2L * (request - 1));
        }
        assertThat(transactions()).isEqualTo(4);
    }

    /** A writer whose groups all wait for so long, as they say. */
    private void deploy(Duration waited) {
        var ledger = new PostgresLedger(
                vertx,
                WriterConnection.of(url, Roles.establish(url)),
                new Partitions(storage.storage().adminPool()),
                CommitListener.NONE);
        var slow = new Appending() {
            @Override
            public Future<List<AppendOutcome>> append(
                    List<AppendRequest> group, long millisMax, Lead before, Lead own) {
                return ledger.append(group, millisMax, before, own).onSuccess(outcomes -> own.locked(waited.toNanos()));
            }

            @Override
            public Future<Void> tryOut(AppendRequest request, long millisMax) {
                return ledger.tryOut(request, millisMax);
            }
        };
        var gathering = new Gathering(TimeUnit.MINUTES.toNanos(1));
        await(vertx.deployVerticle(
                new WriterVerticle(bus, slow, new WriterMetrics(new SimpleMeterRegistry()), gathering)));
    }

    private Future<Receipt> send(int records) {
        return bus.ask(WriterVerticle.ADDRESS, TestRecords.request(tenant, TestRecords.many(records)), MILLIS_MAX);
    }

    private long transactions() {
        return await(storage.storage()
                        .adminPool()
                        .preparedQuery("select count(distinct xmin::text) from record where log_id = $1")
                        .execute(Tuple.of(tenant.id())))
                .iterator()
                .next()
                .getLong(0);
    }
}
