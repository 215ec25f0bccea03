// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.Growth;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.sign.LogSigner;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes the committed head of one log, once: reads the leaves since the last signature, writes the tiles that became
 * full, has the head signed if it is what those leaves lead to, and stores the checkpoint. It may be cut off at any step:
 * the next one begins at what is on disk, and signing a head again gives the same bytes.
 */
final class HeadPublication {
    /** Leaves read at a time: whole tiles of 256, and 256 KiB of hashes. */
    private static final int CHUNK_LEAVES = 32 * TilePath.WIDTH_MAX;

    private final Vertx vertx;
    private final SqlConnection connection;
    private final int logId;
    private final LogSigner signer;
    private final Frontier head;
    private final Growth growth;
    private final long[] nextTiles;

    // Mutable state, owned by whichever step of the publication is at work.
    private long nextLeaf;
    private int raisedLevel = 1;

    private HeadPublication(
            Vertx vertx,
            SqlConnection connection,
            int logId,
            LogSigner signer,
            Frontier head,
            Growth growth,
            long[] nextTiles) {
        this.vertx = vertx;
        this.connection = connection;
        this.logId = logId;
        this.signer = signer;
        this.head = head;
        this.growth = growth;
        this.nextTiles = nextTiles;
    }

    /**
     * Publishes what is committed, within the transaction of {@code connection}, which holds the log's advisory lock.
     *
     * @return the size that is signed now; fails with {@link FrozenLogException} when it must not be signed
     */
    static Future<Long> run(Vertx vertx, SqlConnection connection, KeyDirectory keys, int logId) {
        return connection
                .preparedQuery("select l.public_id, l.vkey, h.size, h.frontier"
                        + " from log l join log_head h on h.log_id = l.id where l.id = $1")
                .execute(Tuple.of(logId))
                .compose(rows -> TileTable.nextNumbers(connection, logId)
                        .compose(nextTiles -> vertx.executeBlocking(
                                () -> {
                                    var row = rows.iterator().next();
                                    var signer = keys.open(row.getString(0), Vkey.parseLog(row.getString(1)));
                                    var head = Frontier.of(
                                            row.getLong(2), row.getBuffer(3).getBytes());
                                    return new HeadPublication(
                                            vertx, connection, logId, signer, head, signer.growth(), nextTiles);
                                },
                                false)))
                .compose(HeadPublication::publish)
                .recover(HeadPublication::frozen);
    }

    /** A head, key or leaf that is not as it must be is no fault of the network: nothing may be signed over it. */
    private static Future<Long> frozen(Throwable failure) {
        if (failure instanceof MalformedException || failure instanceof BrokenLogException) {
            return Future.failedFuture(
                    new FrozenLogException(Reason.INCONSISTENT, String.valueOf(failure.getMessage())));
        }
        return Future.failedFuture(failure);
    }

    private Future<Long> publish() {
        if (head.size() == 0 && growth.size() == 0) {
            return Future.succeededFuture(0L);
        }
        // A head that is smaller than what was signed reads nothing here; the signer refuses it.
        var begin = Math.min(nextTiles[0] * TilePath.WIDTH_MAX, growth.size());
        return grow(begin - begin % TilePath.WIDTH_MAX)
                .compose(grown -> raise())
                .compose(raised -> vertx.executeBlocking(this::sign, false))
                .compose(note -> connection
                        .preparedQuery("insert into checkpoint (log_id, size, note) values ($1, $2, $3)"
                                + " on conflict do nothing")
                        .execute(Tuple.of(logId, head.size(), note)))
                .map(stored -> head.size());
    }

    private String sign() {
        try {
            return signer.sign(growth, head).format();
        } catch (IOException e) {
            throw new FrozenLogException(Reason.STATE_UNWRITABLE, "what is signed can't be written down");
        }
    }

    /** Reads leaves from {@code begin}, a multiple of 256, to the head. */
    private Future<Void> grow(long begin) {
        nextLeaf = begin;
        return AsyncLoop.repeat(this::growByChunk);
    }

    private Future<Boolean> growByChunk() {
        if (nextLeaf >= head.size()) {
            return Future.succeededFuture(false);
        }
        var begin = nextLeaf;
        nextLeaf = Math.min(begin + CHUNK_LEAVES, head.size());
        return LeafHashes.read(connection, logId, begin, nextLeaf)
                .compose(leaves -> vertx.executeBlocking(() -> take(begin, leaves), false))
                .compose(tiles -> TileTable.insert(connection, logId, tiles))
                .map(inserted -> true);
    }

    /** Adds to the tree what it does not have yet, and makes the tiles that are not stored yet. */
    private List<Tile> take(long begin, List<byte[]> leaves) {
        var known = (int) Math.min(growth.size() - begin, leaves.size());
        growth.append(leaves.subList(known, leaves.size()));
        var tiles = new ArrayList<Tile>();
        for (var from = 0; from + TilePath.WIDTH_MAX <= leaves.size(); from += TilePath.WIDTH_MAX) {
            var number = (begin + from) / TilePath.WIDTH_MAX;
            if (number >= nextTiles[0]) {
                tiles.add(Tile.of(0, number, leaves.subList(from, from + TilePath.WIDTH_MAX)));
            }
        }
        return tiles;
    }

    /** Makes the tiles above those of leaves that became full, level by level. */
    private Future<Void> raise() {
        return AsyncLoop.repeat(this::raiseByOne);
    }

    private Future<Boolean> raiseByOne() {
        while (nextTiles[raisedLevel] >= TilePath.fullTiles(raisedLevel, head.size())) {
            if (++raisedLevel == TileTable.LEVELS) {
                return Future.succeededFuture(false);
            }
        }
        var level = raisedLevel;
        var number = nextTiles[level]++;
        return TileTable.roots(connection, logId, level - 1, number * TilePath.WIDTH_MAX, TilePath.WIDTH_MAX)
                .compose(roots -> TileTable.insert(connection, logId, List.of(Tile.of(level, number, roots))))
                .map(inserted -> true);
    }
}
