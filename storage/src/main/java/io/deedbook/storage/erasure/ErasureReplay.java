// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.storage.erasure.BatchEraser.Batch;
import io.deedbook.storage.erasure.ErasureJournal.Line;
import io.deedbook.storage.erasure.JournalTable.Log;
import io.deedbook.storage.evidence.AsyncLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases again what the journals say was erased and the database has nevertheless: because it was restored from a
 * backup that is older. Run at start, before anybody can read.
 */
final class ErasureReplay {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureReplay.class);

    private final Vertx vertx;
    private final Pool admin;
    private final ErasureJournal journal;
    private final BatchEraser eraser;
    private final LongSupplier clockUnixNanos;

    ErasureReplay(Vertx vertx, Pool admin, ErasureJournal journal, BatchEraser eraser, LongSupplier clockUnixNanos) {
        this.vertx = vertx;
        this.admin = admin;
        this.journal = journal;
        this.eraser = eraser;
        this.clockUnixNanos = clockUnixNanos;
    }

    /** Goes through all journals; answers the partitions in which something was erased. */
    Future<Set<String>> run() {
        var partitions = new TreeSet<String>();
        return JournalTable.logs(admin)
                .compose(logs -> {
                    var left = logs.iterator();
                    return AsyncLoop.repeat(() ->
                            left.hasNext() ? replay(left.next(), partitions).map(true) : Future.succeededFuture(false));
                })
                .map(partitions);
    }

    private Future<Void> replay(Log log, Set<String> partitions) {
        return vertx.executeBlocking(() -> journal.name(log.publicId()), false)
                .compose(name -> name.isEmpty()
                        ? Future.succeededFuture()
                        : JournalTable.applied(admin, log.tenant().id(), name.get())
                                .compose(applied -> replay(log, applied, partitions)));
    }

    private Future<Void> replay(Log log, long applied, Set<String> partitions) {
        var place = new AtomicLong(applied);
        var erased = new AtomicLong();
        // the next start looks again at a line of which a hold kept something, and at those after it
        var noted = new AtomicBoolean(true);
        return AsyncLoop.repeat(() -> vertx.executeBlocking(() -> journal.read(log.publicId(), place.get()), false)
                        .compose(lines -> {
                            var left = lines.iterator();
                            return AsyncLoop.repeat(() -> {
                                        if (!left.hasNext()) {
                                            return Future.succeededFuture(false);
                                        }
                                        var line = left.next();
                                        return replay(log, line, partitions, noted)
                                                .map(count -> {
                                                    place.set(line.end().bytes());
                                                    erased.addAndGet(count);
                                                    return true;
                                                });
                                    })
                                    .map(done -> !lines.isEmpty());
                        }))
                .onSuccess(done -> {
                    if (erased.get() > 0) {
                        LOG.warn(
                                "The database is older than an erasure, which was done again. log={} records={}",
                                log.publicId(),
                                erased.get());
                    }
                });
    }

    private Future<Integer> replay(Log log, Line line, Set<String> partitions, AtomicBoolean noted) {
        var now = clockUnixNanos.getAsLong();
        var batch = new Batch(
                log.tenant(),
                line.targets().stream().map(Target::index).toList(),
                line.targets().stream().map(Target::id).collect(Collectors.toSet()),
                line.parts(),
                now);
        return eraser.erase(
                        batch,
                        targets -> ErasureEntries.erased("replay", "", line.parts(), "journal", targets, now),
                        (connection, erased) -> Future.succeededFuture())
                .compose(erased -> {
                    partitions.addAll(erased.partitions());
                    noted.compareAndSet(true, erased.held() == 0);
                    return noted.get()
                            ? JournalTable.apply(admin, log.tenant().id(), line.end())
                                    .map(erased.targets().size())
                            : Future.succeededFuture(erased.targets().size());
                });
    }
}
