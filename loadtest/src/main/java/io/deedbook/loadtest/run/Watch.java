// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.evidence.Coverage;
import io.deedbook.loadtest.host.Machine;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the collector from outside while it is loaded, on a thread of its own: its checkpoints and its memory. */
final class Watch implements AutoCloseable {
    private final Coverage coverage;
    private final Target target;
    private final AtomicLong peakBytes = new AtomicLong(-1);
    private final Thread looking;

    Watch(Coverage coverage, Target target) {
        this.coverage = coverage;
        this.target = target;
        looking = new Thread(this::look, "watch");
        looking.setDaemon(true);
    }

    void start() {
        looking.start();
    }

    /** Looks on for so long, now that the load is over. */
    void finish(long lookOnMillis) throws InterruptedException {
        Thread.sleep(lookOnMillis);
        close();
        looking.join();
    }

    /** Largest resident size of a collector, -1 when unknown. */
    long peakBytes() {
        return peakBytes.get();
    }

    @Override
    public void close() {
        looking.interrupt();
    }

    private void look() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                coverage.look();
                target.pids().forEach(pid -> peakBytes.accumulateAndGet(Machine.peakBytes(pid), Math::max));
                Thread.sleep(Coverage.LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
