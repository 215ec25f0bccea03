// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * A log with 100,000 records in three partitions, and how the server goes about finding those of a session, or some of
 * them, with and without statistics.
 */
public final class SessionPlans implements AutoCloseable {
    public static final long RECORDS = 100_000;
    /** Who has each thousandth record, in {@link #TEAM}. */
    public static final String PERSON = "kim@example.com";

    public static final String TEAM = "blue";
    private static final int PARTITIONS = 3;
    /** So that they fill somewhat more than two months. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final DatabaseUrl url = TestDatabase.create();
    private final TestStorage storage = TestStorage.on(url);
    private final Tenant tenant = storage.tenant("sessions");

    // Mutable state, of the test's thread
    private String sql = "";
    private Tuple parameters = Tuple.tuple();

    /** @param sessions {@code s-0}, {@code s-1}, …, by turns */
    public SessionPlans(int sessions) {
        this(sessions, true);
    }

    private SessionPlans(int sessions, boolean analysed) {
        var admin = storage.storage().adminPool();
        await(new Partitions(admin)
                .makeFor(LongStream.iterate(0, number -> number <= RECORDS, number -> number + RECORDS / 10)
                        .map(SessionPlans::received)));
        // those made ahead are empty, and plans for them say nothing
        await(admin.query("do $$ declare p regclass; begin for p in select inhrelid::regclass from pg_inherits"
                        + " where inhparent = 'record'::regclass and inhrelid::regclass::text not similar to"
                        + " 'record_p20260[678]' loop execute format('drop table %s', p); end loop;"
                        + " for p in select inhrelid::regclass from pg_inherits where inhparent = 'record'::regclass"
                        + " loop execute format('alter table %s set (autovacuum_enabled = off)', p); end loop; end $$")
                .execute());
        await(admin.preparedQuery(
                        "insert into record (log_id, idx, id, received_unix_nanos, occurred_unix_nanos, session_id,"
                                + " sequence, leaf, leaf_hash, team, user_email, actor_salt) select $1::int, n,"
                                + " md5(n::text)::uuid, $2 + n * $3, $2 + n * $3, 's-' || n % $4, n, '',"
                                + " decode(repeat('00', 32), 'hex'), case when n % 1000 = 0 then $6 end,"
                                + " case when n % 1000 = 0 then $7 end,"
                                + " case when n % 1000 = 0 then decode(repeat('00', 32), 'hex') end"
                                + " from generate_series(0, $5::bigint - 1) n")
                .execute(Tuple.of(tenant.id(), received(0), STEP_NANOS, (long) sessions, RECORDS)
                        .addString(TEAM)
                        .addString(PERSON)));
        if (analysed) {
            await(admin.query("analyze record").execute());
        }
    }

    /** One of which no partition was ever analysed, like that of a month which has just begun. */
    public static SessionPlans withoutStatistics(int sessions) {
        return new SessionPlans(sessions, false);
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

    public Vertx vertx() {
        return storage.vertx();
    }

    /** A connection for what takes no pool; nothing of it is remembered. */
    public Connection connection() throws SQLException {
        return TestDatabase.connect(url);
    }

    /**
     * Checks that the last statement finds its records by the index of sessions, in the order of that index, and looks
     * at the id of each: with its parameters, and as it is once prepared for any.
     *
     * @param partitions in which it does so at least; in the others it has next to nothing to read by any index
     * @param sorts of what was found, for which there is another reason
     */
    public void checkLast(int partitions, int sorts) {
        plans().forEach(plan -> check(plan, partitions, sorts));
    }

    /** Checks that the last statement finds its records by the primary key of each partition, both ways too. */
    public void checkLastByKey() {
        plans().forEach(SessionPlans::checkByKey);
    }

    /** Of the last statement: with its parameters, and for any. */
    private List<List<String>> plans() {
        var admin = storage.storage().adminPool();
        return List.of(
                lines(admin.preparedQuery("explain (costs off) " + sql).execute(parameters)),
                lines(admin.query("explain (costs off, generic_plan) " + sql).execute()));
    }

    private static List<String> lines(Future<RowSet<Row>> explained) {
        var plan = new ArrayList<String>();
        await(explained)
                .forEach(row -> plan.add(row.getString(0).replace("->", "").trim()));
        return plan;
    }

    private static void checkByKey(List<String> plan) {
        var text = String.join("\n", plan);
        assertThat(plan)
                .as("%s", text)
                .filteredOn(line -> line.contains("Index Scan") || line.contains("Index Only Scan"))
                .hasSize(PARTITIONS)
                .allMatch(line -> line.contains("_pkey"));
        assertThat(plan).as("%s", text).noneMatch(line -> line.startsWith("Seq Scan"));
    }

    private static void check(List<String> plan, int partitions, int sorts) {
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
