// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.record.SealedRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A request that waits for its group, and the answer it will get. Owned by the writer's event loop. */
final class WaitingAppend {
    private static final int RECORD_BYTES_FIXED = 512;

    private final AppendRequest request;
    private final long bytes;
    private final Promise<Receipt> answer;
    private final boolean drained;
    private final boolean lastTry;
    private final int gapCount;

    WaitingAppend(AppendRequest request) {
        this(request, Promise.promise(), false, false, 0);
    }

    private WaitingAppend(
            AppendRequest request, Promise<Receipt> answer, boolean drained, boolean lastTry, int gapCount) {
        this.request = request;
        this.bytes = request.records().stream().mapToLong(WaitingAppend::bytes).sum();
        this.answer = answer;
        this.drained = drained;
        this.lastTry = lastTry;
        this.gapCount = gapCount;
    }

    /** A request out of the spool, whose sender was answered long ago. */
    static WaitingAppend drained(AppendRequest request) {
        return new WaitingAppend(request, Promise.promise(), true, false, 0);
    }

    /** The same with what could not be stored replaced: if that can't be stored either, nothing can. */
    WaitingAppend filled(Gaps.Filled filled) {
        return new WaitingAppend(filled.request(), answer, drained, true, filled.count());
    }

    /** The same without another try. */
    WaitingAppend unfilled() {
        return new WaitingAppend(request, answer, drained, true, 0);
    }

    boolean isLastTry() {
        return lastTry;
    }

    AppendRequest request() {
        return request;
    }

    int records() {
        return request.records().size();
    }

    /** About the size on the wire to the database. */
    long bytes() {
        return bytes;
    }

    boolean isLate(long nowNanos) {
        return nowNanos - request.deadlineNanos() > 0;
    }

    boolean needsPlace() {
        return request.needsPlace();
    }

    boolean isAnswered() {
        return answer.future().isComplete();
    }

    Future<Receipt> answer() {
        return answer.future();
    }

    void answer(AppendOutcome outcome, WriterMetrics metrics) {
        if (outcome instanceof AppendOutcome.Stored stored) {
            if (!stored.receipt().duplicate()) {
                metrics.gaps(gapCount);
            }
            complete(stored.receipt(), metrics);
        } else if (outcome instanceof AppendOutcome.Refused refused) {
            refuse(refused.refusal(), metrics);
        }
    }

    /** Answers that the records are durable. */
    void complete(Receipt receipt, WriterMetrics metrics) {
        if (drained) {
            metrics.drained(receipt);
        } else {
            metrics.stored(receipt);
        }
        answer.complete(receipt);
    }

    void refuse(Refusal refusal, WriterMetrics metrics) {
        if (!drained) {
            metrics.refused(refusal.reason());
        }
        answer.fail(refusal);
    }

    private static long bytes(SealedRecord sealed) {
        var content = sealed.content();
        var attributes = sealed.attributes();
        return RECORD_BYTES_FIXED
                + sealed.leaf().length
                + (content == null ? 0L : content.length)
                + (attributes == null ? 0L : attributes.length);
    }
}
