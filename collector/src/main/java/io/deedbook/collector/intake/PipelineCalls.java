// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.collector.intake.Export.Decoded;
import io.deedbook.pipeline.PipelineVerticle;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.record.RecordBatch;
import io.deedbook.pipeline.record.SealedRecord;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Has the events of a request made into records, in batches of which a few are under way at once. */
final class PipelineCalls {
    /** So that one large request does not fill the queue of every pipeline. */
    private static final int CALLS_MAX = 8;

    private final Bus bus;

    PipelineCalls(Bus bus) {
        this.bus = bus;
    }

    /** One record an event, in order. */
    Future<List<SealedRecord>> process(Export export, Decoded decoded) {
        return processFrom(export, decoded, new ArrayList<>(decoded.events().size()));
    }

    private Future<List<SealedRecord>> processFrom(Export export, Decoded decoded, List<SealedRecord> records) {
        var eventCount = decoded.events().size();
        if (records.size() == eventCount) {
            return Future.succeededFuture(records);
        }
        List<Future<RecordBatch>> calls = new ArrayList<>(CALLS_MAX);
        for (var from = records.size(); from < eventCount && calls.size() < CALLS_MAX; from += EventBatch.EVENTS_MAX) {
            calls.add(call(export, decoded, from, Math.min(eventCount, from + EventBatch.EVENTS_MAX)));
        }
        // join and not all: what is under way counts against the request's reservation until it has ended
        return Future.join(calls).compose(ended -> {
            calls.forEach(call -> records.addAll(call.result().records()));
            return processFrom(export, decoded, records);
        });
    }

    private Future<RecordBatch> call(Export export, Decoded decoded, int from, int to) {
        var batch = new EventBatch(
                decoded.events().subList(from, to),
                decoded.admitted().policy().policy(),
                decoded.receivedUnixNanos(),
                export.deadlineNanos());
        return bus.<RecordBatch>ask(PipelineVerticle.ADDRESS, batch, export.remainingMillis())
                .map(made -> {
                    if (made.records().size() != to - from) {
                        throw new IllegalStateException(
                                "records: " + made.records().size() + " (expected: " + (to - from) + ")");
                    }
                    return made;
                });
    }
}
