// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.deedbook.storage.erasure.IndexRanges;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.tlog.EntryBundle;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogProof;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes the files of one export, a page at a time. */
final class ExportFiles {
    private static final int PAGE_RECORDS = 500;
    private static final int PAGE_CHECKPOINTS = 200;
    private static final int LEVELS = 8;

    private final Vertx vertx;
    private final Pool reader;
    private final RecordReader records;
    private final EvidenceReader evidence;
    private final ExportedLog log;
    private final ExportTarget target;

    ExportFiles(
            Vertx vertx,
            Pool reader,
            RecordReader records,
            EvidenceReader evidence,
            ExportedLog log,
            ExportTarget target) {
        this.vertx = vertx;
        this.reader = reader;
        this.records = records;
        this.evidence = evidence;
        this.log = log;
        this.target = target;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Writes off the event loops, then waits until the target has room. */
    private Future<Void> writing(Work work) {
        return vertx.executeBlocking(
                        () -> {
                            work.run();
                            return null;
                        },
                        false)
                .compose(written -> target.flush());
    }

    /** A small file. */
    Future<Void> file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Future<Void> file(String name, byte[] bytes) {
        return writing(() -> {
            target.begin(name);
            target.write(bytes);
            target.end();
        });
    }

    /** After the last file. */
    Future<Void> finish() {
        return writing(target::finish);
    }

    /** The checkpoints before the latest. */
    Future<Void> checkpoints() {
        var next = new AtomicLong(0);
        return AsyncLoop.repeat(() -> reader.preparedQuery(
                        "select size, note from cosigned_checkpoint where log_id = $1"
                                + " and size >= $2 and size < $3 order by size limit " + PAGE_CHECKPOINTS)
                .execute(Tuple.of(log.tenant().id(), next.get(), log.size()))
                .compose(rows -> writing(() -> {
                            for (var row : rows) {
                                next.set(row.getLong(0) + 1);
                                target.begin("checkpoints/" + row.getLong(0));
                                target.write(row.getString(1).getBytes(StandardCharsets.UTF_8));
                                target.end();
                            }
                        })
                        .map(written -> rows.size() == PAGE_CHECKPOINTS)));
    }

    /**
     * {@code records.jsonl} with these entries.
     *
     * @param proven whether each has its proof
     * @return how many lines were written
     */
    Future<Long> records(IndexRanges indexes, boolean proven) {
        var next = new AtomicLong();
        var lines = new AtomicLong();
        return writing(() -> target.begin("records.jsonl"))
                .compose(begun -> AsyncLoop.repeat(() -> {
                    var some =
                            indexes.from(next.get()).limit(PAGE_RECORDS).boxed().toList();
                    if (some.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    return records.entries(log.tenant(), some).compose(page -> {
                        var found = page.records();
                        next.set(1 + (page.more() ? found.get(found.size() - 1).index() : some.get(some.size() - 1)));
                        lines.addAndGet(found.size());
                        return page(found, proven).map(true);
                    });
                }))
                .compose(done -> writing(target::end))
                .map(done -> lines.get());
    }

    private Future<Void> page(List<StoredRecord> found, boolean proven) {
        if (!proven) {
            return writing(() -> lines(found, null));
        }
        return evidence.inclusions(
                        log.tenant(), found.stream().map(StoredRecord::index).toList(), log.size())
                .compose(paths -> writing(() -> lines(found, paths)));
    }

    private void lines(List<StoredRecord> found, @Nullable List<List<byte[]>> paths) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var position = 0; position < found.size(); position++) {
            var record = found.get(position);
            var proof = paths == null
                    ? null
                    : new TlogProof(record.leaf(), record.index(), paths.get(position), log.note()).format();
            ExportLine.write(record, proof, bytes);
        }
        target.write(bytes.toByteArray());
    }

    /** All tiles of the tree, and the bundles of its entries as far as they are there. */
    Future<Void> tiles() {
        var level = new AtomicInteger();
        return AsyncLoop.repeat(() -> {
                    var at = level.getAndIncrement();
                    return at < LEVELS ? tiles(at).map(true) : Future.succeededFuture(false);
                })
                .compose(done -> bundles());
    }

    private Future<Void> tiles(int level) {
        var number = new AtomicLong();
        return AsyncLoop.repeat(() -> {
            var tile = tile(level, number.getAndIncrement());
            if (tile == null) {
                return Future.succeededFuture(false);
            }
            return evidence.tile(log.tenant(), tile)
                    .compose(hashes ->
                            file("tile/" + tile.path(), hashes.orElseThrow().getBytes()))
                    .map(true);
        });
    }

    /** The tile of this number, full or partial, or null beyond the tree. */
    private @Nullable TilePath tile(int level, long number) {
        var full = TilePath.fullTiles(level, log.size());
        if (number < full) {
            return new TilePath(level, number, TilePath.WIDTH_MAX);
        }
        var width = TilePath.partialWidth(level, log.size());
        return number == full && width > 0 ? new TilePath(level, number, width) : null;
    }

    private Future<Void> bundles() {
        var number = new AtomicLong();
        return AsyncLoop.repeat(() -> {
            var tile = tile(0, number.getAndIncrement());
            if (tile == null) {
                return Future.succeededFuture(false);
            }
            var first = tile.number() * TilePath.WIDTH_MAX;
            return reader.preparedQuery(
                            "select leaf from record where log_id = $1 and idx >= $2 and idx < $3 order by idx")
                    .execute(Tuple.of(log.tenant().id(), first, first + tile.width()))
                    .map(ExportFiles::leaves)
                    .compose(leaves -> leaves.size() == tile.width()
                            ? file("tile/entries/" + tile.path().substring(2), EntryBundle.format(leaves))
                            : Future.succeededFuture())
                    .map(true);
        });
    }

    private static List<byte[]> leaves(RowSet<Row> rows) {
        var leaves = new ArrayList<byte[]>(rows.size());
        rows.forEach(row -> leaves.add(row.getBuffer(0).getBytes()));
        return leaves;
    }
}
