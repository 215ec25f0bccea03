// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.postgres.Partitions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * A log with 100,000 records in three partitions, and how the server goes about finding those of a session among them.
 */
public final class SessionPlans implements AutoCloseable {
    public static final long RECORDS = 100_000;
    /** So that they fill somewhat more than two months. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final TestStorage storage = TestStorage.open();
    private final Tenant tenant = storage.tenant("sessions");

    // Mutable state, of the test's thread
    private String sql = "";
    private Tuple parameters = Tuple.tuple();

    /** @param sessions {@code s-0}, {@code s-1}, …, by turns */
    public SessionPlans(int sessions) {
        var admin = storage.storage().adminPool();
        await(new Partitions(admin)
                .makeFor(LongStream.iterate(0, number -> number <= RECORDS, number -> number + RECORDS / 10)
                        .map(SessionPlans::received)));
        await(admin.preparedQuery(
                        "insert into record (log_id, idx, id, received_unix_nanos, occurred_unix_nanos, session_id,"
                                + " sequence, leaf, leaf_hash) select $1::int, n, md5(n::text)::uuid, $2 + n * $3, $2 + n * $3,"
                                + " 's-' || n % $4, n, '', decode(repeat('00', 32), 'hex')"
                                + " from generate_series(0, $5::bigint - 1) n")
                .execute(Tuple.of(tenant.id(), received(0), STEP_NANOS, (long) sessions, RECORDS)));
        // those made ahead are empty, and plans for them say nothing
        await(admin.query("do $$ declare p regclass; begin for p in select inhrelid::regclass from pg_inherits"
                        + " where inhparent = 'record'::regclass and inhrelid::regclass::text not similar to"
                        + " 'record_p20260[678]' loop execute format('drop table %s', p); end loop; end $$")
                .execute());
        await(admin.query("analyze record").execute());
    }

    private static long received(long number) {
        return TestRecords.RECEIVED_UNIX_NANOS + number * STEP_NANOS;
    }

    public Tenant tenant() {
        return tenant;
    }

    /** A pool of which the last statement is remembered. */
    public Pool pool() {
        var pool = storage.storage().adminPool();
        return CallProxy.of(Pool.class, (method, arguments) -> {
            var result = CallProxy.invoke(pool, method, arguments);
            return method.getName().equals("preparedQuery") ? remembering(result, (String) arguments[0]) : result;
        });
    }

    private Object remembering(Object statement, String text) {
        return CallProxy.of(PreparedQuery.class, (execute, values) -> {
            sql = text;
            parameters = (Tuple) values[0];
            return CallProxy.invoke(statement, execute, values);
        });
    }

    /**
     * Checks that the last statement finds its records by the index of sessions, in the order of that index, and looks
     * at the id of each: with its parameters, and as it is once prepared for any.
     *
     * @param partitions in which it does so at least; in the others it has next to nothing to read by any index
     * @param sorts of what was found, for which there is another reason
     */
    public void checkLast(int partitions, int sorts) {
        var admin = storage.storage().adminPool();
        check(admin.preparedQuery("explain (costs off) " + sql).execute(parameters), partitions, sorts);
        check(admin.query("explain (costs off, generic_plan) " + sql).execute(), partitions, sorts);
    }

    private static void check(Future<RowSet<Row>> explained, int partitions, int sorts) {
        var plan = new ArrayList<String>();
        await(explained)
                .forEach(row -> plan.add(row.getString(0).replace("->", "").trim()));
        var text = String.join("\n", plan);
        assertThat(plan)
                .as("%s", text)
                .filteredOn(line -> line.startsWith("Index Cond: ") && line.contains("hashtextextended(session_id, "))
                .hasSizeGreaterThanOrEqualTo(partitions);
        assertThat(plan)
                .as("%s", text)
                .filteredOn(line -> line.startsWith("Filter: ") && line.contains("texteq(session_id, "))
                .hasSizeGreaterThanOrEqualTo(partitions);
        assertThat(plan)
                .as("%s", text)
                .noneMatch(line -> line.startsWith("Seq Scan") || line.startsWith("Bitmap"))
                .filteredOn(line -> line.equals("Sort") || line.equals("Incremental Sort"))
                .hasSize(sorts);
    }

    @Override
    public void close() {
        storage.close();
    }
}
