// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.evidence.TileTable.LogTile;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.GrownTree;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.ProofMaker;
import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TreeHasher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes several logs in one transaction, each from a tree that was signed and the leaf hashes since, of which those
 * are read that are not in memory: five statements for all of them. It decides on nothing but what is as it must be. A
 * log whose hashes do not lead to its head, or that can't be signed, is left to {@link HeadPublication}, which reads
 * everything and says what is wrong.
 */
final class GroupPublication {
    /** Logs in one transaction, so that few have to be published again when it fails. */
    static final int LOGS_MAX = 64;

    /** Each log may have so many hashes read whatever the others need: a tile, and what comes in a second. */
    private static final long LEAVES_MIN = 2L * TilePath.WIDTH_MAX;

    private static final String LOCK =
            "select id from unnest($2::int[]) as asked (id) where pg_try_advisory_xact_lock($1, id)";
    private static final String INSERT = "insert into checkpoint (log_id, size, note)"
            + " select * from unnest($1::int[], $2::bigint[], $3::text[]) on conflict do nothing";

    private final Vertx vertx;
    private final LogKeys keys;
    private final RecentHashes recent;
    private final SignedTrees trees;

    GroupPublication(Vertx vertx, LogKeys keys, RecentHashes recent, SignedTrees trees) {
        this.vertx = vertx;
        this.keys = keys;
        this.recent = recent;
        this.trees = trees;
    }

    /**
     * What became of a group.
     *
     * @param signed the trees for which there are checkpoints now, by log
     * @param left logs that are nobody else's at the moment, and have to be published alone
     */
    record Outcome(Map<Integer, Frontier> signed, Set<Integer> left) {}

    /** A log that grew, and the hashes of its leaves from {@code first} on. */
    private record Grown(LogHead head, Frontier before, long first, byte[] hashes) {}

    /** A log that grew, and the hashes of its leaves from {@code first} on, of which some are to be read. */
    private record Growing(LogHead head, Frontier before, long first, LeafGap gap) {
        Optional<Grown> grown() {
            return gap.whole().map(hashes -> new Grown(head, before, first, Tile.concatenated(hashes)));
        }
    }

    /** What is stored for a log, and whether tiles above those of leaves became full. */
    private record Signed(LogHead head, List<Tile> tiles, boolean upper, String note) {}

    /** Publishes what is committed, within the transaction of {@code connection}. */
    Future<Outcome> run(SqlConnection connection, List<Integer> logIds) {
        var asked = logIds.toArray(Integer[]::new);
        // sent together, yet the second sees all that was committed when the locks were there
        var locked = connection.preparedQuery(LOCK).execute(Tuple.of(CheckpointPublisher.LOCK_CLASS, (Object) asked));
        var heads = LogHead.read(connection, asked);
        return Future.join(locked, heads).compose(read -> publish(connection, ids(locked.result()), heads.result()));
    }

    private static Set<Integer> ids(RowSet<Row> rows) {
        var ids = new HashSet<Integer>();
        rows.forEach(row -> ids.add(row.getInteger(0)));
        return ids;
    }

    private Future<Outcome> publish(SqlConnection connection, Set<Integer> locked, RowSet<Row> rows) {
        var growing = new ArrayList<Growing>();
        var leavesMax = Math.max(LEAVES_MIN, LeafHashes.CHUNK_LEAVES / rows.size());
        for (var head : heads(rows, locked)) {
            if (isPublished(head)) {
                locked.remove(head.logId());
            } else {
                growing(head)
                        .filter(log -> log.gap().readTo() - log.gap().readFrom() <= leavesMax)
                        .ifPresent(growing::add);
            }
        }
        return LeafHashes.fill(connection, growing.stream().map(Growing::gap).toList())
                .compose(filled -> vertx.executeBlocking(() -> signAll(growing), false))
                .compose(signed -> store(connection, signed).map(stored -> {
                    var trees = new HashMap<Integer, Frontier>();
                    signed.forEach(
                            log -> trees.put(log.head().logId(), log.head().tree()));
                    // which were proven to lead to their heads
                    growing.stream()
                            .map(Growing::gap)
                            .filter(gap -> trees.containsKey(gap.logId()))
                            .forEach(gap -> gap.remember(recent));
                    locked.removeAll(trees.keySet());
                    return new Outcome(trees, locked);
                }));
    }

    /** Those that are locked, and are as they must be. */
    private static List<LogHead> heads(RowSet<Row> rows, Set<Integer> locked) {
        var heads = new ArrayList<LogHead>();
        for (var row : rows) {
            try {
                if (locked.contains(row.getInteger(0))) {
                    heads.add(LogHead.of(row));
                }
            } catch (MalformedException e) {
                // is said by who publishes it alone
            }
        }
        return heads;
    }

    /** Whether another process was here since this one looked; no log is meant that lost what this one signed. */
    private boolean isPublished(LogHead head) {
        var before = trees.of(head.logId());
        return before != null
                && before.size() < head.tree().size()
                && head.checkpointSize() == head.tree().size();
    }

    private Optional<Growing> growing(LogHead head) {
        var before = trees.of(head.logId());
        var size = head.tree().size();
        if (before == null
                || before.size() > head.checkpointSize()
                || head.checkpointSize() > size
                // stored with that checkpoint: one too many is nobody's who publishes
                || head.nextTile() != TilePath.fullTiles(0, head.checkpointSize())) {
            return Optional.empty();
        }
        var first = fills(0, before, head) ? TilePath.fullTiles(0, before.size()) * TilePath.WIDTH_MAX : before.size();
        return Optional.of(new Growing(head, before, first, LeafGap.of(recent, head.logId(), first, size)));
    }

    /** Whether a tile of this level became full. */
    private static boolean fills(int level, Frontier before, LogHead head) {
        return TilePath.fullTiles(level, before.size())
                < TilePath.fullTiles(level, head.tree().size());
    }

    /** A log whose hashes lead to its head, and what is asked of its signer. */
    private record Proven(Grown log, GrownTree nodes, CheckpointSubmission submission) {}

    /** Blocks. */
    private List<Signed> signAll(List<Growing> growing) {
        var proven = new ArrayList<Proven>();
        for (var log : growing) {
            log.grown().flatMap(GroupPublication::prove).ifPresent(proven::add);
        }
        var notes = keys.signAll(proven.stream()
                .map(log -> new LogKeys.Request(log.log().head().keys(), log.submission()))
                .toList());
        var all = new ArrayList<Signed>();
        for (var position = 0; position < proven.size(); position++) {
            var log = proven.get(position);
            notes.get(position).ifPresent(note -> all.add(signed(log, note.format())));
        }
        return all;
    }

    private static Optional<Proven> prove(Grown log) {
        var tree = log.head().tree();
        var nodes = new GrownTree(log.before(), log.first(), log.hashes());
        var maker = new ProofMaker(nodes);
        var root = maker.root(tree.size());
        if (!MessageDigest.isEqual(root, tree.root())) {
            return Optional.empty();
        }
        var signedSize = log.head().checkpointSize();
        var submission = new CheckpointSubmission(
                signedSize,
                maker.consistency(signedSize, tree.size()),
                new Checkpoint(log.head().origin(), tree.size(), root).format());
        return Optional.of(new Proven(log, nodes, submission));
    }

    private static Signed signed(Proven proven, String note) {
        var log = proven.log();
        return new Signed(log.head(), tiles(log, proven.nodes()), fills(1, log.before(), log.head()), note);
    }

    private static List<Tile> tiles(Grown log, GrownTree nodes) {
        var tiles = new ArrayList<Tile>();
        var end = TilePath.fullTiles(0, log.head().tree().size());
        for (var number = TilePath.fullTiles(0, log.before().size()); number < end; number++) {
            var offset = (int) (number * TilePath.WIDTH_MAX - log.first()) * TreeHasher.HASH_BYTES;
            var hashes = Arrays.copyOfRange(log.hashes(), offset, offset + TilePath.BYTES_MAX);
            tiles.add(new Tile(0, number, hashes, nodes.node(TilePath.HEIGHT, number)));
        }
        return tiles;
    }

    private static Future<Void> store(SqlConnection connection, List<Signed> signed) {
        if (signed.isEmpty()) {
            return Future.succeededFuture();
        }
        var tiles = signed.stream()
                .flatMap(log ->
                        log.tiles().stream().map(tile -> new LogTile(log.head().logId(), tile)))
                .toList();
        var inserted = TileTable.insert(connection, tiles);
        var checkpoints = connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        signed.stream().map(log -> log.head().logId()).toArray(Integer[]::new),
                        signed.stream().map(log -> log.head().tree().size()).toArray(Long[]::new),
                        signed.stream().map(Signed::note).toArray(String[]::new)));
        var stored = Future.join(inserted, checkpoints).<Void>mapEmpty();
        for (var log : signed) {
            if (log.upper()) {
                stored = stored.compose(before -> makeUpper(connection, log.head()));
            }
        }
        return stored;
    }

    private static Future<Void> makeUpper(SqlConnection connection, LogHead head) {
        return TileTable.nextNumbers(connection, head.logId())
                .compose(next ->
                        UpperTiles.make(connection, head.logId(), head.tree().size(), next));
    }
}
