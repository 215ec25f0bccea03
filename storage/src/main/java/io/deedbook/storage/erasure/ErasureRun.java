// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.redact.SubjectTokens.Subject;
import io.deedbook.storage.erasure.BatchEraser.Erased;
import io.deedbook.storage.evidence.AsyncLoop;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One erasure, or the search for what one would erase: goes through the log for what is the person's own, then, if
 * asked, again for what mentions the person. Run once.
 */
final class ErasureRun {
    private final String id;
    private final ErasureRequest request;
    private final Subject subject;
    private final long size;
    private final SubjectSearch search;
    private final Batches batches;
    private final Watcher watcher;

    // Mutable state, owned by whichever step of the run is at work.
    private final Set<String> partitions = new TreeSet<>();
    private final Set<String> heldBy = new TreeSet<>();
    private long searchedBefore;
    private long next;
    private long erased;
    private long held;

    /** Erases from a few records, or says what would be erased. */
    interface Batches {
        Future<Erased> run(List<Long> indexes, Set<Part> parts);
    }

    /** Is told after each stretch of the log. */
    interface Watcher {
        Future<Void> searched(ErasureProgress progress, int heldHere);
    }

    /**
     * Makes a run.
     *
     * @param id 32 hex digits, or empty where nothing is erased
     * @param size of the log: what comes later is not looked for
     */
    ErasureRun(
            String id,
            ErasureRequest request,
            Subject subject,
            long size,
            SubjectSearch search,
            Batches batches,
            Watcher watcher) {
        this.id = id;
        this.request = request;
        this.subject = subject;
        this.size = size;
        this.search = search;
        this.batches = batches;
        this.watcher = watcher;
    }

    Future<Void> all() {
        return through(this::own, request.parts()).compose(done -> mentions());
    }

    private Future<Void> mentions() {
        var parts = EnumSet.copyOf(request.parts());
        parts.retainAll(ErasableParts.MENTIONING);
        if (!request.mentions() || parts.isEmpty()) {
            return Future.succeededFuture();
        }
        searchedBefore = size;
        next = 0;
        return through(this::mentioning, parts);
    }

    /** Looks for records between two indexes. */
    private interface Look {
        Future<List<Long>> between(long from, long to, Set<Part> parts);
    }

    private Future<List<Long>> own(long from, long to, Set<Part> parts) {
        return search.own(request.tenant().id(), from, to, subject, parts);
    }

    /** What is the person's own was counted before: it is held, or nothing is really erased. */
    private Future<List<Long>> mentioning(long from, long to, Set<Part> parts) {
        return search.mentioning(request.tenant().id(), from, to, subject, parts)
                .compose(mentioning -> mentioning.isEmpty()
                        ? Future.succeededFuture(mentioning)
                        : own(from, to, request.parts()).map(own -> without(mentioning, own)));
    }

    private static List<Long> without(List<Long> indexes, List<Long> others) {
        var left = new HashSet<>(others);
        return indexes.stream().filter(index -> !left.contains(index)).toList();
    }

    private Future<Void> through(Look look, Set<Part> parts) {
        return AsyncLoop.repeat(() -> {
            if (next >= size) {
                return Future.succeededFuture(false);
            }
            var to = Math.min(size, next + SubjectSearch.WINDOW);
            return look.between(next, to, parts)
                    .compose(indexes -> erase(indexes, parts))
                    .compose(heldHere -> {
                        next = to;
                        held += heldHere;
                        return watcher.searched(progress(ErasureProgress.RUNNING), heldHere);
                    })
                    .map(told -> true);
        });
    }

    /** Erases batch by batch; answers how many are held. */
    private Future<Integer> erase(List<Long> indexes, Set<Part> parts) {
        var heldHere = new AtomicInteger();
        var start = new AtomicInteger();
        return AsyncLoop.repeat(() -> {
                    var from = start.getAndAdd(BatchEraser.RECORDS_MAX);
                    if (from >= indexes.size()) {
                        return Future.succeededFuture(false);
                    }
                    var some = indexes.subList(from, Math.min(indexes.size(), from + BatchEraser.RECORDS_MAX));
                    return batches.run(some, parts).map(batch -> {
                        erased += batch.targets().size();
                        partitions.addAll(batch.partitions());
                        heldBy.addAll(batch.heldBy());
                        heldHere.addAndGet(batch.held());
                        return true;
                    });
                })
                .map(done -> heldHere.get());
    }

    /** How far it is. */
    ErasureProgress progress(String state) {
        return new ErasureProgress(
                id,
                state,
                subject.token(),
                searchedBefore + next,
                entries(request, size),
                erased,
                held,
                List.copyOf(heldBy));
    }

    /** How many entries a run looks at: each again where others' records are searched too. */
    static long entries(ErasureRequest request, long size) {
        return request.mentions() ? 2 * size : size;
    }

    /** From which something went, as SQL names them. */
    Set<String> partitions() {
        return partitions;
    }
}
