// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.CallProxy;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A real pool whose nth statement fails, before or after the server has run it, as if the connection were cut there.
 */
final class CutPool {
    private final AtomicInteger statementsLeft;
    private final boolean afterwards;

    private CutPool(int nth, boolean afterwards) {
        this.statementsLeft = new AtomicInteger(nth);
        this.afterwards = afterwards;
    }

    static Pool of(Pool pool, int nth, boolean afterwards) {
        return new CutPool(nth, afterwards).pool(pool);
    }

    private Pool pool(Pool pool) {
        return CallProxy.of(Pool.class, (method, arguments) -> {
            if (method.getName().equals("withTransaction")) {
                @SuppressWarnings("unchecked")
                var work = (Function<SqlConnection, Future<Object>>) arguments[0];
                return pool.withTransaction(connection -> work.apply(connection(connection)));
            }
            return called(pool, method, arguments);
        });
    }

    private SqlConnection connection(SqlConnection connection) {
        return CallProxy.of(SqlConnection.class, (method, arguments) -> called(connection, method, arguments));
    }

    private Object called(Object target, Method method, Object[] arguments) throws Throwable {
        var result = CallProxy.invoke(target, method, arguments);
        if (method.getName().equals("preparedQuery") && statementsLeft.decrementAndGet() == 0) {
            return CallProxy.of(PreparedQuery.class, (execute, values) -> {
                Future<?> cut = Future.failedFuture(new IOException("the connection was cut"));
                return afterwards ? ((Future<?>) CallProxy.invoke(result, execute, values)).compose(done -> cut) : cut;
            });
        }
        return result;
    }
}
