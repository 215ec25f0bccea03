// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.sign.LogSigner;
import io.deedbook.storage.sign.StaleProofException;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TilePath;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes the committed head of one log, once: writes the tiles that became full, proves that the head is what the
 * records lead to and extends what was signed last, has it signed, and stores the checkpoint. It may be cut off at any
 * step: the next one begins at what is on disk, and signing a head again gives the same bytes.
 */
final class HeadPublication {
    private final Vertx vertx;
    private final SqlConnection connection;
    private final int logId;
    private final String origin;
    private final Frontier head;
    private final LogSigner signer;
    private final long signedSize;
    private final long[] nextTiles;

    // Mutable state, owned by whichever step of the publication is at work.
    private long nextLeaf;

    private HeadPublication(Vertx vertx, SqlConnection connection, LogHead head, LogSigner signer, long[] nextTiles) {
        this.vertx = vertx;
        this.connection = connection;
        this.logId = head.logId();
        this.origin = head.origin();
        this.head = head.tree();
        this.signer = signer;
        this.signedSize = signer.signedSize();
        this.nextTiles = nextTiles;
    }

    /**
     * Publishes what is committed, within the transaction of {@code connection}, which holds the log's advisory lock.
     *
     * @return the tree that is signed now; fails with {@link FrozenLogException} when it must not be signed
     */
    static Future<Frontier> run(Vertx vertx, SqlConnection connection, LogKeys keys, int logId) {
        return LogHead.read(connection, logId)
                .compose(rows -> TileTable.nextNumbers(connection, logId)
                        .compose(nextTiles -> vertx.executeBlocking(
                                () -> {
                                    var head = LogHead.of(rows.iterator().next());
                                    return new HeadPublication(
                                            vertx, connection, head, keys.open(head.keys()), nextTiles);
                                },
                                false)))
                .compose(HeadPublication::publish)
                .recover(HeadPublication::frozen);
    }

    /** A head, key or leaf that is not as it must be is no fault of the network: nothing may be signed over it. */
    private static Future<Frontier> frozen(Throwable failure) {
        if (failure instanceof MalformedException || failure instanceof BrokenLogException) {
            return Future.failedFuture(
                    new FrozenLogException(Reason.INCONSISTENT, String.valueOf(failure.getMessage())));
        }
        return Future.failedFuture(failure);
    }

    private Future<Frontier> publish() {
        if (head.size() < signedSize) {
            return Future.failedFuture(behind(signedSize));
        }
        if (head.size() == 0) {
            return Future.succeededFuture(head);
        }
        return fill().compose(filled -> UpperTiles.make(connection, logId, head.size(), nextTiles))
                .compose(raised -> prove(signedSize))
                .compose(this::sign)
                .recover(failure ->
                        failure instanceof StaleProofException stale ? signFrom(stale) : Future.failedFuture(failure))
                .compose(note -> connection
                        .preparedQuery("insert into checkpoint (log_id, size, note) values ($1, $2, $3)"
                                + " on conflict do nothing")
                        .execute(Tuple.of(logId, head.size(), note)))
                .map(head);
    }

    private FrozenLogException behind(long size) {
        return new FrozenLogException(
                Reason.ROLLBACK, "the database has " + head.size() + " records, signed were " + size);
    }

    /** The signer knows better what it signed last; it is asked once more, with a proof from there. */
    private Future<String> signFrom(StaleProofException stale) {
        return stale.signedSize() > head.size()
                ? Future.failedFuture(behind(stale.signedSize()))
                : prove(stale.signedSize()).compose(this::sign);
    }

    /**
     * What the head is, as the records say and not the head, and the proof that it extends the tree of {@code oldSize}.
     */
    private Future<CheckpointSubmission> prove(long oldSize) {
        return new TreeNodes(connection, logId, head.size())
                .prove(maker -> {
                    var hashes = new ArrayList<>(maker.consistency(oldSize, head.size()));
                    hashes.add(maker.root(head.size()));
                    return hashes;
                })
                .map(hashes -> {
                    var root = hashes.get(hashes.size() - 1);
                    if (!MessageDigest.isEqual(root, head.root())) {
                        throw new BrokenLogException("the records do not lead to the head");
                    }
                    return new CheckpointSubmission(
                            oldSize,
                            hashes.subList(0, hashes.size() - 1),
                            new Checkpoint(origin, head.size(), root).format());
                });
    }

    private Future<String> sign(CheckpointSubmission submission) {
        return vertx.executeBlocking(
                () -> {
                    try {
                        return signer.sign(submission).format();
                    } catch (IOException e) {
                        throw new FrozenLogException(Reason.STATE_UNWRITABLE, "what is signed can't be written down");
                    }
                },
                false);
    }

    /** Makes the tiles of leaves that became full. */
    private Future<Void> fill() {
        nextLeaf = nextTiles[0] * TilePath.WIDTH_MAX;
        return AsyncLoop.repeat(this::fillByChunk);
    }

    private Future<Boolean> fillByChunk() {
        var end = TilePath.fullTiles(0, head.size()) * TilePath.WIDTH_MAX;
        if (nextLeaf >= end) {
            return Future.succeededFuture(false);
        }
        var begin = nextLeaf;
        nextLeaf = Math.min(begin + LeafHashes.CHUNK_LEAVES, end);
        return LeafHashes.read(connection, logId, begin, nextLeaf)
                .compose(leaves -> vertx.executeBlocking(() -> tiles(begin, leaves), false))
                .compose(tiles -> TileTable.insert(connection, logId, tiles))
                .map(inserted -> true);
    }

    private static List<Tile> tiles(long begin, List<byte[]> leaves) {
        var tiles = new ArrayList<Tile>();
        for (var from = 0; from < leaves.size(); from += TilePath.WIDTH_MAX) {
            var number = (begin + from) / TilePath.WIDTH_MAX;
            tiles.add(Tile.of(0, number, leaves.subList(from, from + TilePath.WIDTH_MAX)));
        }
        return tiles;
    }
}
