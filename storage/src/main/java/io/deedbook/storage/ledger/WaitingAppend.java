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
    private final boolean lastTry;
    private final int gapCount;

    WaitingAppend(AppendRequest request) {
        this(request, Promise.promise(), false, 0);
    }

    private WaitingAppend(AppendRequest request, Promise<Receipt> answer, boolean lastTry, int gapCount) {
        this.request = request;
        this.bytes = request.records().stream().mapToLong(WaitingAppend::bytes).sum();
        this.answer = answer;
        this.lastTry = lastTry;
        this.gapCount = gapCount;
    }

    /** The same with what could not be stored replaced: if that can't be stored either, nothing can. */
    WaitingAppend filled(Gaps.Filled filled) {
        return new WaitingAppend(filled.request(), answer, true, filled.count());
    }

    /** The same without another try. */
    WaitingAppend unfilled() {
        return new WaitingAppend(request, answer, true, 0);
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

    Future<Receipt> answer() {
        return answer.future();
    }

    void answer(AppendOutcome outcome, WriterMetrics metrics) {
        if (outcome instanceof AppendOutcome.Stored stored) {
            metrics.stored(stored.receipt());
            if (!stored.receipt().duplicate()) {
                metrics.gaps(gapCount);
            }
            answer.complete(stored.receipt());
        } else if (outcome instanceof AppendOutcome.Refused refused) {
            refuse(refused.refusal(), metrics);
        }
    }

    void refuse(Refusal refusal, WriterMetrics metrics) {
        metrics.refused(refusal.reason());
        answer.fail(refusal);
    }

    private static long bytes(SealedRecord sealed) {
        var content = sealed.contentJson();
        var attributes = sealed.attributesJson();
        return RECORD_BYTES_FIXED
                + sealed.leaf().length
                + (content == null ? 0L : content.length())
                + (attributes == null ? 0L : attributes.length());
    }
}
