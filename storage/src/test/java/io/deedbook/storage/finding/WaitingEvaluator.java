// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.storage.CallProxy;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.EntryLedger;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.WriterConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/** An evaluator that has nothing in memory, and waits for something before it runs some of its statements that read. */
final class WaitingEvaluator {
    private WaitingEvaluator() {}

    /**
     * One at the time at which {@link TestRecords} were received.
     *
     * @param waits says which statements wait
     * @param before is waited for, and given the parameters of the statement
     */
    static FindingEvaluator of(
            TestStorage storage,
            DatabaseUrl url,
            Duration lease,
            Predicate<String> waits,
            Function<Tuple, Future<Void>> before) {
        var admin = storage.storage().adminPool();
        return new FindingEvaluator(
                storage.vertx(),
                admin,
                reader(storage.storage().verifierPool(), waits, before),
                new RecentRecords(0),
                new EntryLedger(
                        storage.vertx(), WriterConnection.ofOwner(url), new Partitions(admin), CommitListener.NONE),
                tenant -> Future.succeededFuture(CorrelationSet.builtIn()),
                new SimpleMeterRegistry(),
                new FindingOptions(Duration.ofMillis(10), lease, () -> TestRecords.RECEIVED_UNIX_NANOS));
    }

    private static Pool reader(Pool pool, Predicate<String> waits, Function<Tuple, Future<Void>> before) {
        return CallProxy.of(Pool.class, (method, arguments) -> {
            var called = CallProxy.invoke(pool, method, arguments);
            if (!(called instanceof PreparedQuery<?>) || !waits.test((String) arguments[0])) {
                return called;
            }
            @SuppressWarnings("unchecked")
            var query = (PreparedQuery<RowSet<Row>>) called;
            return CallProxy.of(PreparedQuery.class, (execute, values) -> {
                var parameters = (Tuple) values[0];
                return before.apply(parameters).compose(done -> query.execute(parameters));
            });
        });
    }
}
