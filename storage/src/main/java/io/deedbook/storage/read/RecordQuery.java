// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in one tenant's records. All conditions must hold. Times are the client's ({@code occurredAt}),
 * nanoseconds since the epoch.
 *
 * @param team when not null, only records of this team: set from the reader's key and never from a parameter
 * @param fromUnixNanos inclusive
 * @param toUnixNanos exclusive
 * @param equal fields with the exact value they must have; of a list field, one entry must be equal
 * @param pii a detector type that must have been found, or null
 * @param text a text that the content, target or attributes must contain in any letter case, or null
 * @param before only records with a smaller index: the keyset cursor
 * @param after only records with a larger index, for following what arrives
 * @param oldestFirst order by index ascending instead of descending
 * @param limit 1 to {@link #LIMIT_MAX}
 */
public record RecordQuery(
        @Nullable String team,
        OptionalLong fromUnixNanos,
        OptionalLong toUnixNanos,
        Map<Field, String> equal,
        @Nullable String pii,
        @Nullable String text,
        OptionalLong before,
        OptionalLong after,
        boolean oldestFirst,
        int limit) {
    /** The most records in one page, which ends earlier where its records are long. */
    public static final int LIMIT_MAX = 500;

    public RecordQuery {
        equal = Map.copyOf(equal);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + LIMIT_MAX + ")");
        }
    }

    /**
     * Whether one statement answers it without looking at much that it does not ask for: what it finds stands together
     * in the log or in an index, or it only follows what arrives.
     */
    boolean isDirect() {
        var all = team == null
                && fromUnixNanos.isEmpty()
                && toUnixNanos.isEmpty()
                && equal.isEmpty()
                && pii == null
                && text == null;
        return all
                || oldestFirst
                || equal.containsKey(Field.SESSION_ID)
                || Kind.FINDING.wireName().equals(equal.get(Field.KIND));
    }
}
