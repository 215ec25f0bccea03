// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;

/** Takes the right to erase for a few statements of a transaction, and gives it back. */
final class EraserRights {
    private final String take;
    private final String giveBack;

    /** @param role that may erase, or empty where the login role has to do it itself */
    EraserRights(String role) {
        take = role.isEmpty() ? "set local deedbook.eraser = 'on'" : "set local role " + role;
        giveBack = role.isEmpty() ? "set local deedbook.eraser = 'off'" : "set local role none";
    }

    /**
     * Does {@code work} with the right; when it fails so has the transaction, which gives the right back by its end.
     */
    <T> Future<T> holding(SqlConnection connection, Supplier<Future<T>> work) {
        return connection
                .query(take)
                .execute()
                .compose(taken -> work.get())
                .compose(done -> connection.query(giveBack).execute().map(done));
    }
}
