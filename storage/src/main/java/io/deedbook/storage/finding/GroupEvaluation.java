// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.finding.FindingWriter.Found;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates a page of each of several logs: one statement that reads, one turn of a worker thread, and one COMMIT for
 * all in which nothing is found, one for those in which something is. What goes wrong with a log goes wrong with it
 * alone. Used on the evaluator's context.
 */
final class GroupEvaluation {
    private static final Logger LOG = LoggerFactory.getLogger(GroupEvaluation.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Conclusions of one page that are stored; a log of which more is found is being made to say so. */
    private static final int CONCLUSIONS_MAX = 10_000;
    /** Of these in one transaction, because exports of the tenant wait for it. */
    private static final int CONCLUSIONS_AT_ONCE_MAX = 100;
    /** As many records weigh as much as a conclusion: under the locks each is looked at once more. */
    private static final int RECORDS_PER_CONCLUSION = 10;

    private final Vertx vertx;
    private final FindingCursors cursors;
    private final FindingWriter writer;
    private final FindingMetrics metrics;
    // Mutable state, owned by the context.
    private boolean dropping;

    GroupEvaluation(Vertx vertx, FindingCursors cursors, FindingWriter writer, FindingMetrics metrics) {
        this.vertx = vertx;
        this.cursors = cursors;
        this.writer = writer;
        this.metrics = metrics;
    }

    /**
     * Evaluates the next records of these logs, or what falls due where there are none; each page says what became of
     * it.
     *
     * @param held has all of them, and keeps those that don't fail however long that takes
     */
    Future<Void> run(List<LogPage> pages, HeldLogs held, long now) {
        return GroupReading.run(pages, held)
                .compose(read -> judge(PageSteps.sound(pages), held, now))
                .compose(judged -> write(PageSteps.sound(pages), held, now));
    }

    private Future<Void> judge(List<LogPage> pages, HeldLogs held, long now) {
        return vertx.executeBlocking(
                        () -> {
                            pages.forEach(page -> judgeKnown(page, now));
                            return null;
                        },
                        false)
                .compose(done -> PageSteps.each(
                        pages.stream()
                                .filter(page -> page.failure() == null && !page.isJudged())
                                .toList(),
                        held,
                        page -> held.keep(page.logId())
                                .compose(kept -> page.state().recall(page.records()))
                                .compose(recalled -> page.state().blocking(() -> {
                                    judge(page, now);
                                    return null;
                                }))));
    }

    /** Judges a page that shows no sessions whose earlier records have to be read first. */
    private void judgeKnown(LogPage page, long now) {
        try {
            if (page.state().evaluation().unknownSessions(page.records()).isEmpty()) {
                judge(page, now);
            }
        } catch (RuntimeException bug) {
            page.failed(bug);
        }
    }

    private void judge(LogPage page, long now) {
        var started = THREADS.getCurrentThreadCpuTime();
        page.judge(now);
        metrics.evaluated(page.records().size(), THREADS.getCurrentThreadCpuTime() - started);
    }

    private Future<Void> write(List<LogPage> pages, HeldLogs held, long now) {
        var quiet = pages.stream().filter(page -> page.conclusions().isEmpty()).toList();
        var found = pages.stream().filter(page -> !page.conclusions().isEmpty()).toList();
        return moveTogether(quiet, held).compose(moved -> writeTogether(found, held, now));
    }

    /**
     * What was found in several logs goes into one transaction while it is not too much for one; where that fails,
     * into one for each half, until what fails is alone.
     */
    private Future<Void> writeTogether(List<LogPage> pages, HeldLogs held, long now) {
        var done = Future.<Void>succeededFuture();
        for (var some : Packs.of(pages, GroupEvaluation::weight, CONCLUSIONS_AT_ONCE_MAX)) {
            done = done.compose(before -> writePack(some, held, now));
        }
        return done;
    }

    private Future<Void> writePack(List<LogPage> pages, HeldLogs held, long now) {
        if (pages.size() == 1) {
            return PageSteps.each(pages, held, page -> write(page, held, now));
        }
        return PageSteps.each(pages, held, page -> held.keep(page.logId())).compose(kept -> {
            var sound = PageSteps.sound(pages);
            return writeAtOnce(sound, now).recover(failure -> {
                var half = sound.size() / 2;
                return writePack(sound.subList(0, half), held, now)
                        .compose(first -> writePack(sound.subList(half, sound.size()), held, now))
                        .onSuccess(written -> noteLost(sound, failure));
            });
        });
    }

    /** Where all cursors are elsewhere, what failed may have been committed, and it is that which failed. */
    private static void noteLost(List<LogPage> pages, Throwable failure) {
        if (!(failure instanceof LeaseLostException)
                && pages.stream().allMatch(page -> page.failure() instanceof LeaseLostException)) {
            pages.forEach(page -> page.failed(failure));
        }
    }

    private static int weight(LogPage page) {
        var records = 0L;
        for (var conclusion : page.conclusions()) {
            records += conclusion.indexes().size();
        }
        return (int) Math.max(page.conclusions().size(), Math.min(Integer.MAX_VALUE, records / RECORDS_PER_CONCLUSION));
    }

    private Future<Void> writeAtOnce(List<LogPage> pages, long now) {
        if (pages.isEmpty()) {
            return Future.succeededFuture();
        }
        var found = pages.stream()
                .map(page -> new Found(page.conclusions(), page.move()))
                .toList();
        var leasedNanos = System.nanoTime();
        return writer.write(found, now)
                .onSuccess(written ->
                        pages.forEach(page -> page.state().moved(page.move().to(), leasedNanos)));
    }

    private Future<Void> moveTogether(List<LogPage> pages, HeldLogs held) {
        var moves = pages.stream().map(LogPage::move).toList();
        var leasedNanos = System.nanoTime();
        return cursors.move(moves).transform(answer -> {
            for (var position = 0; position < moves.size(); position++) {
                var page = pages.get(position);
                var move = moves.get(position);
                if (answer.failed()) {
                    PageSteps.failed(page, held, answer.cause());
                } else if (answer.result().contains(move.logId())) {
                    page.state().moved(move.to(), leasedNanos);
                } else {
                    PageSteps.failed(page, held, new LeaseLostException());
                }
            }
            return Future.succeededFuture();
        });
    }

    /**
     * In as many transactions as it takes; the last one moves the cursor, and until then a repeat finds the same again.
     */
    private Future<Void> write(LogPage page, HeldLogs held, long now) {
        var conclusions = bounded(page.conclusions());
        var move = page.move();
        var stay = new Move(move.logId(), move.from(), move.from(), move.due());
        var written = held.keep(page.logId());
        var start = 0;
        while (conclusions.size() - start > CONCLUSIONS_AT_ONCE_MAX) {
            var some = conclusions.subList(start, start + CONCLUSIONS_AT_ONCE_MAX);
            written = written.compose(before -> writer.write(List.of(new Found(some, stay)), now))
                    .compose(before -> held.keep(page.logId()));
            start += CONCLUSIONS_AT_ONCE_MAX;
        }
        var rest = conclusions.subList(start, conclusions.size());
        return written.compose(before -> {
            var leasedNanos = System.nanoTime();
            return writer.write(List.of(new Found(rest, move)), now)
                    .onSuccess(moved -> page.state().moved(move.to(), leasedNanos));
        });
    }

    private List<Conclusion> bounded(List<Conclusion> conclusions) {
        if (conclusions.size() <= CONCLUSIONS_MAX) {
            return conclusions;
        }
        metrics.dropped(conclusions.size() - (long) CONCLUSIONS_MAX);
        if (!dropping) {
            dropping = true;
            LOG.warn("More is found at once than is stored, the rest is only counted. limit={}", CONCLUSIONS_MAX);
        }
        return conclusions.subList(0, CONCLUSIONS_MAX);
    }
}
