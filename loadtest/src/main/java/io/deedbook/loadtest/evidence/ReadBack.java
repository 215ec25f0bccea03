// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks for everything that was sent in the ledgers' leaves, which are what is signed and proven: each acknowledged
 * event has to be there once, and none twice. That the rows which the API shows agree with the leaves is for
 * {@code deedbook verify} to say.
 */
public final class ReadBack {
    private static final long PAUSE_MILLIS = 500;

    private final Journal journal;
    private final List<LogReader> logs;
    private final List<Long> read = new ArrayList<>();
    private final Coverage coverage;

    /**
     * Before the load: what is in the logs by now is passed over later.
     *
     * @param logs one a tenant
     * @param coverage is told the leaves of the first tenant
     * @throws IOException when the collector doesn't let us read
     */
    public ReadBack(Journal journal, List<LogReader> logs, Coverage coverage) throws IOException {
        this.journal = journal;
        this.logs = List.copyOf(logs);
        this.coverage = coverage;
        for (var log : logs) {
            read.add(log.find() ? log.size() : 0);
        }
    }

    /**
     * After the load.
     *
     * @param settleSeconds how long an acknowledged event may take to show: it may wait in a spool, and for a
     *     checkpoint
     */
    public Verdict verdict(long settleSeconds) throws InterruptedException {
        try {
            var count = new Count(journal);
            var settledNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(settleSeconds);
            readOn(count);
            // the last look begins after that time, however long a look at many tenants takes
            for (var last = false; count.missing() > 0 && !last; ) {
                Thread.sleep(PAUSE_MILLIS);
                last = settledNanos - System.nanoTime() <= 0;
                readOn(count);
            }
            return count.verdict();
        } catch (IOException e) {
            var message = e.getMessage();
            return Verdict.unknown(message == null ? "Reading back failed." : message);
        }
    }

    private void readOn(Count count) throws IOException {
        for (var tenant = 0; tenant < logs.size(); tenant++) {
            var log = logs.get(tenant);
            if (log.find()) {
                readOn(count, tenant, log);
            }
        }
    }

    private void readOn(Count count, int tenant, LogReader log) throws IOException {
        var size = log.size();
        if (size <= read.get(tenant)) {
            return;
        }
        log.leaves(read.get(tenant), size, leaf -> {
            if (leaf.isRecord()) {
                count.add(tenant, leaf.occurredUnixNanos());
                if (tenant == 0) {
                    coverage.add(leaf);
                }
            }
        });
        read.set(tenant, size);
    }
}
