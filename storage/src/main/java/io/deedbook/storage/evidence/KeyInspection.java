// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.sign.SignerAwayException;
import io.deedbook.storage.tlog.MalformedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks whether this process could publish logs that others publish: whether their keys are there and can be written
 * beside, and what they signed last lies between the checkpoint and the head. It signs nothing, reads no records and
 * takes no locks, so it leaves the log with whoever publishes it.
 */
final class KeyInspection {
    /** Each may be silent for seconds; logs that were not asked for then are looked at another time. */
    private static final int SIGNER_AWAY_MAX = 3;

    private KeyInspection() {}

    /** The logs that had better be published here, which says what is wrong with them if anything is. */
    static Future<Set<Integer>> run(Vertx vertx, SqlClient client, LogKeys keys, Collection<Integer> logIds) {
        if (logIds.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        var asked = logIds.toArray(Integer[]::new);
        // checkpoints, what was signed, heads: in this order each is as large as the one before, whoever publishes
        return LogHead.read(client, asked)
                .compose(rows -> vertx.executeBlocking(() -> signedSizes(rows, keys), false))
                .compose(signed -> LogHead.read(client, asked).map(rows -> doubtful(rows, signed)));
    }

    /** Of the logs that could be published here what was signed last, 0 where nobody was asked. Blocks. */
    private static Map<Integer, Long> signedSizes(RowSet<Row> rows, LogKeys keys) {
        var sizes = new HashMap<Integer, Long>();
        if (!keys.areWritable()) {
            return sizes;
        }
        var away = 0;
        for (var row : rows) {
            if (away == SIGNER_AWAY_MAX) {
                sizes.put(row.getInteger(0), 0L);
                continue;
            }
            try {
                var head = LogHead.of(row);
                keys.open(head.keys());
                keys.lastSigned(head.origin())
                        .filter(signed -> signed.size() >= head.checkpointSize())
                        .ifPresent(signed -> sizes.put(head.logId(), signed.size()));
            } catch (SignerAwayException e) {
                away++;
            } catch (FrozenLogException | MalformedException | IOException e) {
                // is said by who publishes it alone
            }
        }
        return sizes;
    }

    private static Set<Integer> doubtful(RowSet<Row> rows, Map<Integer, Long> signed) {
        var doubtful = new HashSet<Integer>();
        for (var row : rows) {
            var logId = row.getInteger(0);
            if (signed.getOrDefault(logId, Long.MAX_VALUE) > LogHead.size(row)) {
                doubtful.add(logId);
            }
        }
        return doubtful;
    }
}
