// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Retention;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the records of a tenant are kept.
 *
 * @param tenant of everybody without a policy of their own
 * @param teams of those with one
 */
public record RetentionPlan(Retention tenant, Map<String, Retention> teams) {
    public RetentionPlan {
        teams = Map.copyOf(teams);
    }

    /** For how long content is kept, in times before which a record must have been received for it to go. */
    static final class Cutoffs {
        private static final long NEVER = Long.MIN_VALUE;

        private final long tenant;
        private final Map<String, Long> teams = new HashMap<>();
        private long latest = NEVER;
        private long earliest = Long.MAX_VALUE;

        private Cutoffs(RetentionPlan plan, long nowUnixNanos) {
            tenant = cutoff(plan.tenant(), nowUnixNanos);
            plan.teams().forEach((team, retention) -> teams.put(team, cutoff(retention, nowUnixNanos)));
        }

        private long cutoff(Retention retention, long nowUnixNanos) {
            var cutoff = retention.contentCutoffUnixNanos(nowUnixNanos);
            cutoff.ifPresent(time -> {
                latest = Math.max(latest, time);
                earliest = Math.min(earliest, time);
            });
            return cutoff.orElse(NEVER);
        }

        boolean isOver(@Nullable String team, long receivedUnixNanos) {
            return receivedUnixNanos < (team == null ? tenant : teams.getOrDefault(team, tenant));
        }

        /** From when on nothing is over. */
        long latest() {
            return latest;
        }

        /** Before which everything is over that ever will be. */
        long earliest() {
            return earliest;
        }
    }

    Cutoffs contentCutoffs(long nowUnixNanos) {
        return new Cutoffs(this, nowUnixNanos);
    }

    /**
     * The time before which an entry must have been received to go whole: a log has one, which is the longest of all.
     */
    OptionalLong entryCutoffUnixNanos(long nowUnixNanos) {
        var cutoffs = Stream.concat(Stream.of(tenant), teams.values().stream())
                .map(retention -> retention.entryCutoffUnixNanos(nowUnixNanos))
                .toList();
        return cutoffs.stream().anyMatch(OptionalLong::isEmpty)
                ? OptionalLong.empty()
                : cutoffs.stream().mapToLong(OptionalLong::getAsLong).min();
    }

    /** The same text for the same plan. */
    String basis() {
        return tenant.toString() + new TreeMap<>(teams);
    }
}
