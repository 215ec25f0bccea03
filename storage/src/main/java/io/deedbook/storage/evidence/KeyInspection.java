// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.tlog.MalformedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks whether this process could publish logs that others publish: whether their keys are there, and what they signed
 * is what the database says. It signs nothing, reads no records and takes no locks, so it leaves the log with whoever
 * publishes it. A signer that is away fails it.
 */
final class KeyInspection {
    private KeyInspection() {}

    /** The logs that had better be published here, which says what is wrong with them if anything is. */
    static Future<Set<Integer>> run(Vertx vertx, SqlClient client, LogKeys keys, Collection<Integer> logIds) {
        if (logIds.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return LogHead.read(client, logIds.toArray(Integer[]::new))
                .compose(rows -> vertx.executeBlocking(() -> doubtful(rows, keys), false));
    }

    /** Blocks. */
    private static Set<Integer> doubtful(RowSet<Row> rows, LogKeys keys) {
        var doubtful = new HashSet<Integer>();
        for (var row : rows) {
            if (!isSound(row, keys)) {
                doubtful.add(row.getInteger(0));
            }
        }
        return doubtful;
    }

    private static boolean isSound(Row row, LogKeys keys) {
        try {
            var head = LogHead.of(row);
            keys.open(head.keys());
            // more than the head of a moment ago may have been signed since; looking again shows that
            return keys.lastSigned(head.origin())
                    .filter(signed -> signed.size() >= head.checkpointSize()
                            && signed.size() <= head.tree().size())
                    .isPresent();
        } catch (FrozenLogException | MalformedException | IOException e) {
            return false;
        }
    }
}
