// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Spool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A spool in files, with one thread of its own that does everything with them, in the order in which it is asked.
 * Belongs to the event loop of the writer.
 */
public final class FileSpool implements Spool {
    private static final Logger log = LoggerFactory.getLogger(FileSpool.class);
    /** How often it looks for what other processes left. */
    private static final long ADOPT_MILLIS = 30_000;
    /** How long a spool that failed is left alone. */
    private static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Two transactions. */
    private static final long NEARLY_EMPTY_RECORDS = 8_192;

    private final Vertx vertx;
    private final SpoolOptions options;
    private final SpoolMetrics metrics;
    private final Channels channels;
    private final WorkerExecutor thread;
    private final Backlog backlog = new Backlog();

    // Mutable state, owned by the writer's event loop.
    private @Nullable SpoolFiles files;
    private Runnable listener = () -> {};
    private long adoptTimer;
    private boolean failed;
    private long failedNanos;

    public FileSpool(Vertx vertx, SpoolOptions options, SpoolMetrics metrics) {
        this(vertx, options, metrics, FileChannel::open);
    }

    FileSpool(Vertx vertx, SpoolOptions options, SpoolMetrics metrics, Channels channels) {
        this.vertx = vertx;
        this.options = options;
        this.metrics = metrics;
        this.channels = channels;
        thread = vertx.createSharedWorkerExecutor("deedbook-spool", 1);
    }

    /** Whether records wait in this spool, put there by whatever process. Blocks. */
    public static boolean isWaiting(SpoolOptions options) throws IOException {
        return Slot.anyWaits(options.directory());
    }

    @Override
    public Future<Void> recover() {
        var found = new Findings();
        return run(() -> SpoolFiles.open(options, metrics, channels, found)).compose(opened -> {
            files = opened;
            add(found);
            if (found.count() > 0) {
                log.info("Requests wait in the spool since the last run. requests={}", found.count());
            }
            adoptTimer = vertx.setPeriodic(1, ADOPT_MILLIS, tick -> adopt());
            return Future.succeededFuture();
        });
    }

    private void adopt() {
        if (files == null) {
            return;
        }
        run(files::adopt)
                .onComplete(
                        found -> {
                            add(found);
                            if (found.count() > 0) {
                                log.info(
                                        "Requests wait in the spool of a process that ended. requests={}",
                                        found.count());
                                listener.run();
                            }
                        },
                        failure -> log.warn(
                                "The spools of other processes can't be looked at. cause={}",
                                failure.getClass().getName()));
    }

    private void add(Findings found) {
        backlog.add(found);
        metrics.entries(backlog.count());
    }

    @Override
    public boolean isOpen() {
        return files != null && !(failed && System.nanoTime() - failedNanos < FAILED_NANOS);
    }

    @Override
    public boolean isHalfFull() {
        return metrics.bytes() > options.bytesMax() / 2;
    }

    @Override
    public boolean isNearlyEmpty() {
        return backlog.recordCount() <= NEARLY_EMPTY_RECORDS;
    }

    @Override
    public boolean isEmpty() {
        return backlog.count() == 0;
    }

    @Override
    public boolean holds(int logId) {
        return backlog.holds(logId);
    }

    @Override
    public boolean contains(AppendRequest request) {
        return backlog.contains(request);
    }

    @Override
    public Future<BitSet> append(List<AppendRequest> group) {
        var open = files;
        if (open == null) {
            return Future.succeededFuture(new BitSet());
        }
        return run(() -> open.append(group))
                .otherwise(bug -> {
                    log.error("Requests could not be put into the spool.", bug);
                    return new SegmentAppender.Written(new BitSet(), true);
                })
                .map(written -> {
                    written.taken().stream().forEach(position -> backlog.add(group.get(position)));
                    metrics.entries(backlog.count());
                    failed = written.failed();
                    failedNanos = System.nanoTime();
                    return written.taken();
                });
    }

    @Override
    public Future<List<AppendRequest>> next() {
        if (files == null) {
            return Future.succeededFuture(List.of());
        }
        return run(files::next).map(read -> {
            backlog.lost(read.lost());
            metrics.entries(backlog.count());
            return read.requests();
        });
    }

    @Override
    public Future<Void> appended(List<AppendRequest> batch, BitSet rejected) {
        if (files == null) {
            return Future.succeededFuture();
        }
        var open = files;
        return run(() -> {
                    open.appended(batch, rejected);
                    return null;
                })
                // it is in the ledger all the same, which knows it again
                .onFailure(failure -> log.warn(
                        "The spool could not note down what is in the ledger. cause={}",
                        failure.getClass().getName()))
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .onSuccess(done -> {
                    batch.forEach(backlog::remove);
                    metrics.entries(backlog.count());
                });
    }

    @Override
    public void onFound(Runnable listener) {
        this.listener = listener;
    }

    @Override
    public Future<Void> close() {
        var open = files;
        if (open == null) {
            return thread.close();
        }
        files = null;
        vertx.cancelTimer(adoptTimer);
        return run(() -> {
                    open.close();
                    return null;
                })
                .transform(closed -> thread.close());
    }

    /** One at a time, as the thread is one; ordered by Vert.x it would wait for the writer's transactions too. */
    private <T> Future<T> run(Callable<T> work) {
        return thread.executeBlocking(work, false);
    }
}
