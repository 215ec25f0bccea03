// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run over one log. It reads the latest checkpoint's size first, then the head, then the records below the head:
 * what is appended meanwhile is left to the next run, and nothing that a checkpoint covers can be missing.
 */
final class LogVerification {
    private static final int PAGE_ROWS = 256;
    private static final int PAGE_CHECKPOINTS = 1_000;
    private static final String KEPT = "the kept checkpoint";

    private final Vertx vertx;
    private final Pool pool;
    private final VerifiedLog log;
    private final long checkpointSize;
    private final VerifyOptions options;
    private final Findings findings;
    private final CheckpointCheck checkpoints;
    private final Erased erased = new Erased();
    private final KeyChain chain;
    private final LogReplay replay;
    private final TileCheck tiles;

    // Mutable state, owned by whichever step of the run is at work.
    private final List<Anchor> anchors = new ArrayList<>(2);
    private List<Vkey> keptSigners = List.of();
    private long headSize;
    private byte[] headFrontier = new byte[0];
    private long checkpointCount;
    /** What the largest tree has that a trusted key signed. */
    private long signedSize;

    private long lastIndex = Long.MIN_VALUE;
    private long lastUnixNanos = Long.MAX_VALUE;
    private long nextCheckpoint = Long.MIN_VALUE;

    /**
     * A tree that is known from outside the database, and what it is called in findings: the log must begin with it.
     */
    private record Anchor(long size, byte[] root, String name) {}

    LogVerification(
            Vertx vertx, Pool pool, VerifiedLog log, long checkpointSize, VerifyOptions options, Findings findings) {
        this.vertx = vertx;
        this.pool = pool;
        this.log = log;
        this.checkpointSize = checkpointSize;
        this.options = options;
        this.findings = findings;
        this.checkpoints = new CheckpointCheck(findings);
        this.chain = new KeyChain(log.key(), log.keys(), findings);
        this.replay = new LogReplay(findings, erased);
        this.tiles = new TileCheck(pool, log.id(), checkpointSize, findings);
    }

    Future<VerificationReport> run() {
        return pool.preparedQuery("select size, frontier from log_head where log_id = $1")
                .execute(Tuple.of(log.id()))
                .compose(rows -> vertx.executeBlocking(
                        () -> begin(rows.iterator().hasNext() ? rows.iterator().next() : null), false))
                .compose(begun -> readErased())
                .compose(read -> AsyncLoop.repeat(this::page))
                .compose(played -> vertx.executeBlocking(this::end, false))
                .compose(ended -> tiles.checkExtra())
                .compose(checked -> checkBeyondHead())
                .compose(checked -> checkUnsignedTail())
                .map(checked -> report());
    }

    private VerificationReport report() {
        var signers = chain.signers();
        var current = signers.get(signers.size() - 1);
        return new VerificationReport(
                log.tenantName(),
                current.name(),
                current.toString(),
                signers.subList(0, signers.size() - 1).stream()
                        .map(Vkey::toString)
                        .toList(),
                log.keySource(),
                replay.records(),
                signedSize,
                checkpointCount,
                tiles.count(),
                replay.erasedParts(),
                replay.removed(),
                findings.first(),
                findings.count());
    }

    private @Nullable Void begin(@Nullable Row head) {
        if (head == null) {
            findings.add(FindingCode.HEAD_MALFORMED, Finding.WHOLE_LOG, "the head is missing");
        } else {
            headSize = head.getLong(0);
            headFrontier = head.getBuffer(1).getBytes();
        }
        if (checkpointSize > headSize) {
            findings.add(FindingCode.ROLLBACK, headSize, "a stored checkpoint is of " + checkpointSize + " records");
        }
        if (options.keptCheckpoint() != null) {
            var kept = checkpoints.read(options.keptCheckpoint(), Finding.WHOLE_LOG, chain.keys());
            if (kept != null) {
                keptSigners = kept.signers();
                expect(new Anchor(kept.checkpoint().size(), kept.checkpoint().root(), KEPT));
            }
        }
        var signed = log.signed();
        if (signed != null) {
            expect(new Anchor(signed.size(), signed.root(), "what the signer signed last"));
        }
        return null;
    }

    private Future<Void> readErased() {
        return erased.read(vertx, pool, log.id())
                .compose(read -> vertx.executeBlocking(
                        () -> {
                            erased.keys().forEach(chain::accept);
                            return null;
                        },
                        false));
    }

    private void expect(Anchor anchor) {
        if (anchor.size() > headSize) {
            findings.add(FindingCode.ROLLBACK, headSize, anchor.name() + " is of " + anchor.size() + " records");
        } else {
            anchors.add(anchor);
        }
    }

    /** Checks the next records and the checkpoints that end among them; answers whether there may be more. */
    private Future<Boolean> page() {
        erased.settle();
        return RecordRows.read(pool, log.id(), lastIndex, lastUnixNanos, headSize, PAGE_ROWS)
                .compose(rows -> readErased().map(rows))
                .compose(rows -> {
                    var first = rows.isEmpty() ? headSize : rows.get(0).getLong("idx");
                    var removedEnd = RemovedEntries.end(erased, first, headSize);
                    return replay.size() < removedEnd ? removedPage(removedEnd) : page(rows);
                });
    }

    /**
     * Takes the hashes of entries that were removed from their tiles; answers true, because records come after them.
     */
    private Future<Boolean> removedPage(long removedEnd) {
        return RemovedEntries.hashes(pool, log.id(), replay.size(), removedEnd).compose(hashes -> {
            if (hashes.isEmpty()) {
                // no tile has them, so nothing shows what they were
                replay.passTo(removedEnd);
                return Future.succeededFuture(true);
            }
            var end = replay.size() + hashes.size();
            return notes(end)
                    .compose(notes -> vertx.executeBlocking(() -> playRemoved(hashes, notes), false))
                    .compose(tiles::check)
                    .map(checked -> true);
        });
    }

    private List<Tile> playRemoved(List<byte[]> hashes, RowSet<Row> notes) {
        var due = new ArrayDeque<Row>(notes.size());
        notes.forEach(due::add);
        var full = new ArrayList<Tile>();
        checkCheckpoints(due);
        for (var hash : hashes) {
            full.addAll(replay.acceptRemoved(hash));
            checkCheckpoints(due);
        }
        return full;
    }

    /** The checkpoints that were not checked and end by {@code end}. */
    private Future<RowSet<Row>> notes(long end) {
        var begin = nextCheckpoint;
        nextCheckpoint = end + 1;
        return pool.preparedQuery("select size, note from checkpoint where log_id = $1"
                        + " and size >= $2 and size <= $3 order by size limit $4")
                .execute(Tuple.of(log.id(), begin, end, PAGE_CHECKPOINTS));
    }

    private Future<Boolean> page(List<Row> rows) {

        var more = RecordRows.isMore(rows, PAGE_ROWS);
        if (more) {
            lastIndex = rows.get(rows.size() - 1).getLong("idx");
            lastUnixNanos = rows.get(rows.size() - 1).getLong("received_unix_nanos");
        }
        var end = more ? lastIndex + 1 : headSize;
        return notes(end)
                .compose(notes -> vertx.executeBlocking(() -> play(rows, end, notes), false))
                .compose(tiles::check)
                .map(checked -> more);
    }

    private List<Tile> play(List<Row> rows, long end, RowSet<Row> notes) {
        var due = new ArrayDeque<Row>(notes.size());
        notes.forEach(due::add);
        var full = new ArrayList<Tile>();
        checkCheckpoints(due);
        for (var row : rows) {
            var record = RecordRows.record(row);
            full.addAll(replay.accept(record));
            chain.accept(record);
            checkCheckpoints(due);
        }
        replay.passTo(end);
        checkCheckpoints(due);
        return full;
    }

    /** Compares the checkpoints whose size the tree has reached. */
    private void checkCheckpoints(Queue<Row> due) {
        for (var row = due.peek(); row != null && row.getLong(0) <= replay.size(); row = due.peek()) {
            due.remove();
            checkpointCount++;
            var size = row.getLong(0);
            var signed = checkpoints.read(row.getString(1), size, chain.keys());
            if (signed == null) {
                continue;
            }
            if (signed.checkpoint().size() != size) {
                findings.add(FindingCode.SIZE_MISMATCH, size, "checkpoint");
            } else if (!isRoot(signed.checkpoint().root(), size)) {
                findings.add(FindingCode.ROOT_MISMATCH, size, "checkpoint");
            } else {
                chain.accept(size, signed.signers(), size);
            }
        }
        anchors.removeIf(this::checked);
    }

    private boolean checked(Anchor anchor) {
        if (anchor.size() > replay.size()) {
            return false;
        }
        if (!isRoot(anchor.root(), anchor.size())) {
            findings.add(FindingCode.INCONSISTENT, anchor.size(), anchor.name() + " has another root");
        } else if (anchor.name().equals(KEPT)) {
            chain.accept(anchor.size(), keptSigners, Finding.WHOLE_LOG);
        }
        return true;
    }

    /** Whether the records so far are of this size and lead to this root. */
    private boolean isRoot(byte[] root, long size) {
        if (size != replay.size()) {
            return false;
        }
        var frontier = replay.frontier();
        return frontier != null && MessageDigest.isEqual(root, frontier.root());
    }

    private @Nullable Void end() {
        signedSize = chain.end();
        try {
            var head = Frontier.of(headSize, headFrontier);
            if (!head.equals(replay.frontier())) {
                findings.add(FindingCode.ROOT_MISMATCH, headSize, "head");
            }
        } catch (MalformedException e) {
            findings.add(FindingCode.HEAD_MALFORMED, headSize, e.reason());
        }
        return null;
    }

    /**
     * Without checkpoints everything derives from what is there, whatever it is. So where the newest trusted one is
     * missing, by what was received after it, that is a finding; and where there is none, whatever times the records
     * say.
     */
    private Future<Void> checkUnsignedTail() {
        var before = options.signedBefore();
        if (before == null || signedSize >= headSize) {
            return Future.succeededFuture();
        }
        return pool.preparedQuery("select received_unix_nanos from record where log_id = $1 and idx >= $2 and idx < $3"
                        + " order by idx limit 1")
                .execute(Tuple.of(log.id(), signedSize, headSize))
                .map(rows -> {
                    var received =
                            rows.size() == 0 ? 0L : rows.iterator().next().getLong(0);
                    if (signedSize == 0 || received < TimeUnit.MILLISECONDS.toNanos(before.toEpochMilli())) {
                        findings.add(
                                FindingCode.UNSIGNED_TAIL,
                                signedSize,
                                "signed for " + signedSize + " of " + headSize + " records");
                    }
                    return null;
                });
    }

    /** The last index is read before the head that must lie beyond it, so that appends meanwhile are no findings. */
    private Future<Void> checkBeyondHead() {
        return pool.preparedQuery("select coalesce(max(idx), -1) from record where log_id = $1")
                .execute(Tuple.of(log.id()))
                .compose(last -> pool.preparedQuery("select size from log_head where log_id = $1")
                        .execute(Tuple.of(log.id()))
                        .map(head -> {
                            var lastIndex = last.iterator().next().getLong(0);
                            if (head.size() > 0
                                    && lastIndex >= head.iterator().next().getLong(0)) {
                                findings.add(FindingCode.ENTRIES_UNEXPECTED, lastIndex, "beyond the head");
                            }
                            return null;
                        }));
    }
}
