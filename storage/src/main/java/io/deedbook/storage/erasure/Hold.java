// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.redact.SubjectTokens;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold: what it covers is neither erased nor retired until it is released. It is about a person, a session or a
 * time.
 *
 * @param id of its entry in the ledger, 32 hex digits
 * @param subject the token of the person, or empty
 * @param tokens under which the person can stand in records
 * @param session the token of the session's id, or empty
 * @param fromUnixNanos of the time, inclusive; empty where it is about none
 * @param toUnixNanos of the time, exclusive
 * @param addedBy the id of a key, or {@code operator}
 * @param addedAt RFC 3339
 * @param releasedBy who released it, or null
 * @param releasedAt RFC 3339, or null
 */
public record Hold(
        String id,
        String subject,
        List<String> tokens,
        String session,
        OptionalLong fromUnixNanos,
        OptionalLong toUnixNanos,
        String reason,
        String addedBy,
        String addedAt,
        @Nullable String releasedBy,
        @Nullable String releasedAt) {
    public Hold {
        tokens = List.copyOf(tokens);
    }

    /** What of a record decides whether it is held, its session as a token. */
    record Held(
            long receivedUnixNanos,
            long occurredUnixNanos,
            List<String> identities,
            @Nullable String session,
            List<String> mentioned) {}

    /** Whether it forbids to erase from a record; what it could cover it covers. */
    boolean covers(Held record) {
        if (!tokens.isEmpty()) {
            return record.mentioned().stream().anyMatch(tokens::contains)
                    || record.identities().stream().anyMatch(tokens::contains);
        }
        if (!session.isEmpty()) {
            return session.equals(record.session());
        }
        return isWithin(record.receivedUnixNanos()) || isWithin(record.occurredUnixNanos());
    }

    private boolean isWithin(long unixNanos) {
        return unixNanos >= fromUnixNanos.orElse(Long.MIN_VALUE) && unixNanos < toUnixNanos.orElse(Long.MAX_VALUE);
    }

    /** The tokens that a value of a field can be known by. */
    static List<String> identities(Field field, String value, SubjectTokens tenant) {
        return List.of(value, tenant.identity(field, value));
    }
}
