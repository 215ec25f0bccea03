// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that die in the middle of a transaction. */
public final class CutConnections {
    private CutConnections() {}

    /**
     * A pool whose next connection breaks at its nth statement and takes no other after it.
     *
     * @param admin ends the connection on the server
     * @param afterwards whether the server has run the statement by then
     */
    public static Pool of(Pool pool, Pool admin, int nth, boolean afterwards) {
        var left = new AtomicInteger(nth);
        return CallProxy.of(
                Pool.class,
                (method, arguments) -> pool.getConnection()
                        .compose(connection -> connection
                                .query("select pg_backend_pid()")
                                .execute()
                                .map(rows -> cutConnection(
                                        connection, rows.iterator().next().getInteger(0), left, afterwards, admin))));
    }

    private static SqlConnection cutConnection(
            SqlConnection connection, int process, AtomicInteger left, boolean afterwards, Pool admin) {
        return CallProxy.of(SqlConnection.class, (method, arguments) -> {
            var statement = CallProxy.invoke(connection, method, arguments);
            if (!(statement instanceof Query<?>) || left.decrementAndGet() > 0) {
                return statement;
            }
            var type = statement instanceof PreparedQuery<?> ? PreparedQuery.class : Query.class;
            var last = left.get() == 0;
            return CallProxy.of(type, (execute, values) -> {
                var ran = last && afterwards
                        ? (Future<?>) CallProxy.invoke(statement, execute, values)
                        : Future.succeededFuture();
                return ran.compose(done -> kill(admin, process))
                        .compose(killed -> Future.failedFuture(new IOException("the connection was cut")));
            });
        });
    }

    private static Future<?> kill(Pool admin, int process) {
        return admin.preparedQuery("select pg_terminate_backend($1)").execute(Tuple.of(process));
    }
}
