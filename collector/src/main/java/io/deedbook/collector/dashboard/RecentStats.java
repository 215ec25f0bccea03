// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.read.Stats;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts that were asked for a moment ago are not asked for again: counting reads what is in no summary. Owned by one
 * event loop.
 */
final class RecentStats {
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ANSWERS_MAX = 256;

    private final RecordReader reader;

    // Mutable state, owned by the event loop
    private final Map<Counted, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Counted, Answer> eldest) {
            return size() > ANSWERS_MAX;
        }
    };

    RecentStats(RecordReader reader) {
        this.reader = reader;
    }

    private record Counted(Tenant tenant, @Nullable String team) {}

    private record Answer(long askedNanos, Future<Stats> stats) {}

    Future<Stats> of(Principal principal) {
        var now = System.nanoTime();
        var counted = new Counted(principal.tenant(), principal.team());
        var known = answers.get(counted);
        if (known != null
                && now - known.askedNanos() < KEEP_NANOS
                && !known.stats().failed()) {
            return known.stats();
        }
        var answer = new Answer(now, reader.stats(principal.tenant(), principal.team()));
        answers.put(counted, answer);
        return answer.stats();
    }
}
