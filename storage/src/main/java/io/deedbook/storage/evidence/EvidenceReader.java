// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.tlog.EntryBundle;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Hands out what a log has published: checkpoints, proofs and tiles. Thread-safe. Futures fail with the SQL client's
 * own exceptions, with {@link java.util.concurrent.TimeoutException} after ten seconds, or with
 * {@link BrokenLogException}.
 */
public final class EvidenceReader {
    private static final int TIMEOUT_SECONDS = 10;
    private static final String STORED = "select size, note from cosigned_checkpoint where log_id = $1";
    private static final int INCLUSIONS_SECONDS = 60;

    private final SqlClient client;

    /** @param client needs to read the tables checkpoint, tile and record */
    public EvidenceReader(SqlClient client) {
        this.client = client;
    }

    /**
     * The key to verify the log with, as the database names it. Whoever relies on it keeps it from the beginning.
     *
     * @return fails with {@link BrokenLogException} when the tenant has no log
     */
    public Future<Vkey> vkey(Tenant tenant) {
        return client.preparedQuery("select vkey from log where id = $1")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> {
                    for (var row : rows) {
                        return Vkey.parseLog(row.getString(0));
                    }
                    throw new BrokenLogException("the tenant has no log");
                })
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Whose log this is.
     *
     * @param publicId as in the log's origin and addresses
     * @param epoch that the address names; empty for whichever it is
     */
    public Future<Optional<Tenant>> owner(String publicId, OptionalInt epoch) {
        return client.preparedQuery("select t.id, t.name, l.origin from log l join tenant t on t.id = l.id"
                        + " where l.public_id = $1")
                .execute(Tuple.of(publicId))
                .map(rows -> {
                    for (var row : rows) {
                        if (epoch.isEmpty() || row.getString(2).endsWith("/" + publicId + "/" + epoch.getAsInt())) {
                            return Optional.of(new Tenant(row.getInteger(0), row.getString(1)));
                        }
                    }
                    return Optional.<Tenant>empty();
                })
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** The latest signed checkpoint with the witnesses' lines it has, or empty before the first one. */
    public Future<Optional<String>> checkpoint(Tenant tenant) {
        return checkpoint(tenant, OptionalLong.empty());
    }

    /** The signed checkpoint of exactly this size, or the latest one for empty. */
    public Future<Optional<String>> checkpoint(Tenant tenant, OptionalLong size) {
        return stored(tenant, size)
                .map(checkpoint -> checkpoint.map(StoredCheckpoint::note))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * The tlog-proof of a leaf.
     *
     * @param leaf its bytes, which go into {@code extra}
     * @param size of the checkpoint to prove against; empty for the latest
     * @return empty when there is no such checkpoint, or it does not cover the leaf
     */
    public Future<Optional<String>> proof(Tenant tenant, long index, byte[] leaf, OptionalLong size) {
        return stored(tenant, size)
                .compose(checkpoint -> checkpoint.isEmpty()
                                || index < 0
                                || index >= checkpoint.get().size()
                        ? Future.succeededFuture(Optional.<String>empty())
                        : proof(tenant, index, leaf, checkpoint.get()).map(Optional::of))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Future<String> proof(Tenant tenant, long index, byte[] leaf, StoredCheckpoint checkpoint) {
        return new TreeNodes(client, tenant.id(), checkpoint.size())
                .prove(maker -> maker.inclusion(index, checkpoint.size()))
                .map(path -> new TlogProof(leaf, index, path, checkpoint.note()).format());
    }

    /**
     * The inclusion paths of some leaves, in their order.
     *
     * @param size of a stored checkpoint, beyond all of them
     */
    public Future<List<List<byte[]>>> inclusions(Tenant tenant, List<Long> indexes, long size) {
        return new TreeNodes(client, tenant.id(), size)
                .prove(maker -> indexes.stream()
                        .map(index -> maker.inclusion(index, size))
                        .toList())
                .timeout(INCLUSIONS_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * The hashes that show that the tree of {@code newSize} leaves begins with the one of {@code oldSize}.
     *
     * @return empty unless 0 ≤ oldSize ≤ newSize and newSize is covered by a checkpoint
     */
    public Future<Optional<List<byte[]>>> consistency(Tenant tenant, long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            return Future.succeededFuture(Optional.empty());
        }
        return stored(tenant, OptionalLong.empty())
                .compose(checkpoint ->
                        checkpoint.isEmpty() || newSize > checkpoint.get().size()
                                ? Future.succeededFuture(Optional.<List<byte[]>>empty())
                                : new TreeNodes(client, tenant.id(), newSize)
                                        .prove(maker -> maker.consistency(oldSize, newSize))
                                        .map(Optional::of))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** The hashes of a tile, full or partial, as far as a checkpoint covers them; empty beyond. */
    public Future<Optional<Buffer>> tile(Tenant tenant, TilePath tile) {
        return covered(
                tenant,
                tile,
                size -> new TreeNodes(client, tenant.id(), size)
                        .hashes(tile)
                        .map(hashes -> Buffer.buffer(hashes).slice(0, tile.width() * TreeHasher.HASH_BYTES)));
    }

    /**
     * The leaves below a tile, full or partial, as an {@link EntryBundle}, as far as a checkpoint covers them; empty
     * beyond, and where they were removed because their time was over.
     *
     * @param tile of level 0
     */
    public Future<Optional<Buffer>> entries(Tenant tenant, TilePath tile) {
        return pruned(tenant)
                .compose(pruned -> tile.number() * TilePath.WIDTH_MAX < pruned
                        ? Future.succeededFuture(Optional.<Buffer>empty())
                        : leaves(tenant, tile));
    }

    private Future<Long> pruned(Tenant tenant) {
        return client.preparedQuery("select coalesce((select size from pruned_log where log_id = $1), 0)")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> rows.iterator().next().getLong(0))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Future<Optional<Buffer>> leaves(Tenant tenant, TilePath tile) {
        return covered(
                tenant,
                tile,
                size -> Leaves.read(client, tenant.id(), tile)
                        .map(leaves -> Buffer.buffer(EntryBundle.format(leaves))));
    }

    private Future<Optional<Buffer>> covered(Tenant tenant, TilePath tile, LongFunction<Future<Buffer>> read) {
        return stored(tenant, OptionalLong.empty())
                .compose(checkpoint -> {
                    var size = checkpoint.map(StoredCheckpoint::size).orElse(0L);
                    return tile.width() > width(tile, size)
                            ? Future.succeededFuture(Optional.<Buffer>empty())
                            : read.apply(size).map(Optional::of);
                })
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** How many hashes the tile has in a tree of this size. */
    private static int width(TilePath tile, long size) {
        var full = TilePath.fullTiles(tile.level(), size);
        if (tile.number() < full) {
            return TilePath.WIDTH_MAX;
        }
        return tile.number() == full ? TilePath.partialWidth(tile.level(), size) : 0;
    }

    /** The latest checkpoint that has the quorum of witnesses; empty while none has. */
    public Future<Optional<String>> witnessedCheckpoint(Tenant tenant) {
        return witnessedSize(tenant)
                .compose(size ->
                        size.isPresent() ? checkpoint(tenant, size) : Future.succeededFuture(Optional.<String>empty()));
    }

    /** How many entries the latest checkpoint covers that has the quorum of witnesses; empty while none has. */
    public Future<OptionalLong> witnessedSize(Tenant tenant) {
        return client.preparedQuery("select max(size) from witnessed_checkpoint where log_id = $1")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> {
                    var size = rows.iterator().next().getLong(0);
                    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
                })
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Future<Optional<StoredCheckpoint>> stored(Tenant tenant, OptionalLong size) {
        var query = size.isPresent()
                ? client.preparedQuery(STORED + " and size = $2").execute(Tuple.of(tenant.id(), size.getAsLong()))
                : client.preparedQuery(STORED + " order by size desc limit 1").execute(Tuple.of(tenant.id()));
        return query.map(rows -> {
            for (var row : rows) {
                return Optional.of(new StoredCheckpoint(row.getLong(0), row.getString(1)));
            }
            return Optional.empty();
        });
    }

    private record StoredCheckpoint(long size, String note) {}
}
