// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** A JDBC connection that the server ends at the nth statement, before or after it was run. */
final class CutJdbc {
    private final DatabaseUrl url;
    private final boolean afterwards;

    // Mutable state, owned by the appending thread.
    private int left;

    CutJdbc(DatabaseUrl url, int nth, boolean afterwards) {
        this.url = url;
        this.afterwards = afterwards;
        left = nth;
    }

    private interface Call {
        Object answer(Method method, Object[] arguments) throws Throwable;
    }

    private interface Statement {
        Object run() throws Throwable;
    }

    Connection cut(Connection connection) throws SQLException {
        var process = connection.unwrap(PGConnection.class).getBackendPID();
        return proxy(Connection.class, (method, arguments) -> switch (method.getName()) {
            case "prepareStatement" -> cut((PreparedStatement) invoke(connection, method, arguments), process);
            case "commit" -> counted(process, () -> invoke(connection, method, arguments));
            case "unwrap" -> copying(connection, process);
            default -> invoke(connection, method, arguments);
        });
    }

    private PreparedStatement cut(PreparedStatement statement, int process) {
        return proxy(
                PreparedStatement.class,
                (method, arguments) -> method.getName().startsWith("execute")
                        ? counted(process, () -> invoke(statement, method, arguments))
                        : invoke(statement, method, arguments));
    }

    private PGConnection copying(Connection connection, int process) throws SQLException {
        var manager = new CopyManager(connection.unwrap(BaseConnection.class)) {
            @Override
            public CopyIn copyIn(String sql) throws SQLException {
                var copy = super.copyIn(sql);
                return proxy(
                        CopyIn.class,
                        (method, arguments) -> method.getName().equals("endCopy")
                                ? counted(process, () -> invoke(copy, method, arguments))
                                : invoke(copy, method, arguments));
            }
        };
        return proxy(PGConnection.class, (method, arguments) -> manager);
    }

    private Object counted(int process, Statement statement) throws Throwable {
        if (--left != 0) {
            return statement.run();
        }
        if (afterwards) {
            statement.run();
        }
        try (var admin = TestDatabase.connect(url);
                var end = admin.createStatement()) {
            end.execute("select pg_terminate_backend(" + process + ")");
        }
        if (afterwards) {
            throw new SQLException("the connection was cut", "08006");
        }
        return statement.run();
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.answer(method, arguments)));
    }
}
