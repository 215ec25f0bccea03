// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the logs of a group while the records of one of them are slow to read. */
class SlowReadIT {
    /** Half of it is waited for. */
    private static final Duration LEASE = Duration.ofSeconds(2);
    /** Half of it is longer than a busy machine takes from one statement to the next. */
    private static final Duration LONG_LEASE = Duration.ofSeconds(6);
    /** Too many of two logs to be read together. */
    private static final int RECORDS = LogState.PAGE_RECORDS / 2 + 1;

    private DatabaseUrl url;
    private TestStorage storage;
    private Tenant slow;
    private Tenant waiting;
    private final List<Integer> read = new ArrayList<>();

    @BeforeEach
    void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        slow = storage.tenant("slow");
        waiting = storage.tenant("waiting");
        for (var tenant : List.of(slow, waiting)) {
            await(storage.append(TestRecords.request(tenant, TestRecords.many(RECORDS))));
        }
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void logsThatWaitWhileTheRecordsOfAnotherAreRead_areKept() {
        var leases = new HashMap<Integer, OffsetDateTime>();
        var evaluator = evaluator(logId -> leasedUntil(waiting)
                .onSuccess(until -> leases.put(logId, until))
                .compose(until -> logId == slow.id() ? halfGone(until, LEASE) : Future.succeededFuture()));

        await(evaluator.evaluateNow());

        assertThat(leases.get(waiting.id())).isAfter(leases.get(slow.id()));
        assertThat(evaluatedTo(slow)).isEqualTo(RECORDS);
        assertThat(evaluatedTo(waiting)).isEqualTo(RECORDS);
        await(evaluator.stop());
    }

    @Test
    void aLogThatAnotherHasTakenMeanwhile_isLeftToIt() {
        var evaluator = evaluator(logId -> logId == slow.id()
                ? taken(waiting).compose(done -> leasedUntil(slow)).compose(until -> halfGone(until, LEASE))
                : Future.succeededFuture());

        await(evaluator.evaluateNow());

        assertThat(read).contains(slow.id()).doesNotContain(waiting.id());
        assertThat(evaluatedTo(slow)).isEqualTo(RECORDS);
        assertThat(evaluatedTo(waiting)).isZero();
        await(evaluator.stop());
    }

    @Test
    void aLogThatFailed_isKeptNoLongerWhileTheRecordsOfOthersAreRead() {
        var last = storage.tenant("last");
        await(storage.append(TestRecords.request(last, TestRecords.many(RECORDS))));
        var leases = new ArrayList<OffsetDateTime>();
        // it is read once more before it has failed, and its lease must not be renewed in between
        var evaluator = evaluator(LONG_LEASE, logId -> {
            if (logId == waiting.id()) {
                return halfGone(leases.get(0), LONG_LEASE);
            }
            var asked = leasedUntil(slow).onSuccess(leases::add);
            return logId == slow.id() ? asked.compose(until -> Future.failedFuture("no records")) : asked.mapEmpty();
        });

        var round = evaluator.evaluateNow();
        assertThatThrownBy(() -> await(round)).hasMessage("no records");

        assertThat(leases).hasSizeGreaterThan(1).containsOnly(leases.get(0));
        assertThat(evaluatedTo(waiting)).isEqualTo(RECORDS);
        assertThat(evaluatedTo(last)).isEqualTo(RECORDS);
        await(evaluator.stop());
    }

    @Test
    void logsThatAreReadTogetherWithOneThatFails_areReadAlone() {
        var few = List.of(storage.tenant("few"), storage.tenant("fewer"), storage.tenant("fewest"));
        few.forEach(tenant -> await(storage.append(TestRecords.request(tenant, TestRecords.many(3)))));
        var failing = few.get(1).id();
        var evaluator =
                evaluator(logId -> logId == failing ? Future.failedFuture("no records") : Future.succeededFuture());

        var round = evaluator.evaluateNow();
        assertThatThrownBy(() -> await(round)).hasMessage("no records");

        assertThat(evaluatedTo(few.get(0))).isEqualTo(3);
        assertThat(evaluatedTo(few.get(1))).isZero();
        assertThat(evaluatedTo(few.get(2))).isEqualTo(3);
        assertThat(evaluatedTo(slow)).isEqualTo(RECORDS);
        await(evaluator.stop());
    }

    @Test
    void aLogThatFailed_isAnothersAtOnce() {
        var evaluator = evaluator(logId -> Future.failedFuture("no records"));
        var other = evaluator(logId -> Future.succeededFuture());
        var round = evaluator.evaluateNow();
        assertThatThrownBy(() -> await(round)).hasMessage("no records");

        await(other.evaluateNow());

        assertThat(evaluatedTo(slow)).isEqualTo(RECORDS);
        assertThat(evaluatedTo(waiting)).isEqualTo(RECORDS);
        await(evaluator.evaluateNow());
        await(evaluator.stop());
        await(other.stop());
    }

    /** @param before is waited for before the records of a log are read */
    private FindingEvaluator evaluator(Function<Integer, Future<Void>> before) {
        return evaluator(LEASE, before);
    }

    private FindingEvaluator evaluator(Duration lease, Function<Integer, Future<Void>> before) {
        return WaitingEvaluator.of(storage, url, lease, sql -> sql.endsWith("order by 1, 2"), parameters -> {
            var ready = Future.<Void>succeededFuture();
            for (var logId : parameters.getArrayOfIntegers(0)) {
                read.add(logId);
                ready = ready.compose(done -> before.apply(logId));
            }
            return ready;
        });
    }

    private Pool admin() {
        return storage.storage().adminPool();
    }

    private Future<OffsetDateTime> leasedUntil(Tenant tenant) {
        return admin().preparedQuery("select leased_until from finding_cursor where log_id = $1")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> rows.iterator().next().getOffsetDateTime(0));
    }

    private Future<Void> halfGone(OffsetDateTime until, Duration lease) {
        return admin().preparedQuery("select pg_sleep(greatest(0, extract(epoch from $1 - clock_timestamp())))")
                .execute(Tuple.of(until.minus(lease.dividedBy(2))))
                .mapEmpty();
    }

    private Future<Void> taken(Tenant tenant) {
        return admin().preparedQuery("update finding_cursor set holder = 'other',"
                        + " leased_until = now() + interval '1 hour' where log_id = $1")
                .execute(Tuple.of(tenant.id()))
                .mapEmpty();
    }

    private long evaluatedTo(Tenant tenant) {
        return await(admin().preparedQuery("select next_index from finding_cursor where log_id = $1")
                        .execute(Tuple.of(tenant.id())))
                .iterator()
                .next()
                .getLong(0);
    }
}
