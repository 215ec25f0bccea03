// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.record.RecordBatch;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Runs the pipeline on a worker thread: one batch of events in, one batch of records out. Deployed once a core. */
public final class PipelineVerticle extends VerticleBase {
    /** Where batches of events are sent. */
    public static final String ADDRESS = "deedbook.pipeline";

    private final Bus bus;
    private final Pipeline pipeline;

    public PipelineVerticle(Bus bus, Pipeline pipeline) {
        this.bus = bus;
        this.pipeline = pipeline;
    }

    @Override
    public Future<?> start() {
        return bus.answer(ADDRESS, this::process).completion();
    }

    private Future<RecordBatch> process(EventBatch batch) {
        return Future.succeededFuture(pipeline.process(batch));
    }
}
