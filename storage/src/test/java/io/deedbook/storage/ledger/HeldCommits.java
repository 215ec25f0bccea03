// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Holds transactions of a database back: in COMMIT, those with a request of so many records, and before they have a
 * log's head. All over one session. A COMMIT with a request of {@link #REFUSED} records fails for its data.
 */
final class HeldCommits implements AutoCloseable {
    static final int REFUSED = 7;

    /** A constraint trigger that is deferred runs in COMMIT. */
    private static final String HOLD = """
            create function hold_commit() returns trigger language plpgsql as '
                begin
                    perform pg_advisory_xact_lock_shared(30, new.count);
                    if new.count = 7 then
                        raise exception using errcode = ''22000'';
                    end if;
                    return null;
                end';
            create constraint trigger hold_commit after insert on export_receipt
                deferrable initially deferred for each row execute function hold_commit()""";

    private static final String WAITING =
            " from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()";
    private static final String IN_COMMIT = WAITING + " and locktype = 'advisory'";

    private final SqlConnection session;

    /** In a database that has none yet. */
    static void install(Pool owner) {
        await(owner.query(HOLD).execute());
    }

    HeldCommits(Pool owner) {
        session = await(owner.getConnection());
    }

    /** From now on. */
    void hold(int requestRecords) {
        run("select pg_advisory_lock(30, " + requestRecords + ")");
    }

    void letGo(int requestRecords) {
        run("select pg_advisory_unlock(30, " + requestRecords + ")");
    }

    void holdHead(Tenant tenant) {
        run("begin");
        await(session.preparedQuery("select from log_head where log_id = $1 for update")
                .execute(Tuple.of(tenant.id())));
    }

    void letGoOfHead() {
        run("rollback");
    }

    /** Until a transaction waits, for whatever is held. */
    void awaitWaiting() {
        awaitOne("select count(distinct pid)" + WAITING);
    }

    /** Until a transaction is in its COMMIT. */
    void awaitCommit() {
        awaitOne("select count(distinct pid)" + IN_COMMIT);
    }

    private void awaitOne(String count) {
        awaitTrue(() -> await(session.query(count).execute()).iterator().next().getInteger(0) == 1);
    }

    /** Looks until it is so, but not for ever. */
    static void awaitTrue(BooleanSupplier isSo) {
        var endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime() - endNanos).as("comes about in time").isNegative();
        }
    }

    /** Ends the session of whoever is in its COMMIT. */
    void cut() {
        run("select pg_terminate_backend(pid)" + IN_COMMIT);
    }

    private void run(String sql) {
        await(session.query(sql).execute());
    }

    @Override
    public void close() {
        // the session goes back to its pool
        run("begin; rollback; select pg_advisory_unlock_all()");
        await(session.close());
    }
}
