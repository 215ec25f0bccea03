// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.deedbook.pipeline.policy.Tenant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What to export: the whole log, or what of it belongs to a person, a session or a time.
 *
 * @param team when not null, only records of this team: of the reader's key
 * @param subject what names the person, or null
 * @param session the session's id, or null
 * @param fromUnixNanos when records occurred, inclusive
 * @param toUnixNanos exclusive
 * @param requestedBy the id of a key, or {@code operator}
 */
public record ExportRequest(
        Tenant tenant,
        @Nullable String team,
        @Nullable String subject,
        @Nullable String session,
        OptionalLong fromUnixNanos,
        OptionalLong toUnixNanos,
        String requestedBy) {
    public ExportRequest {
        if ((subject == null ? 0 : 1) + (session == null ? 0 : 1) + (isTime(fromUnixNanos, toUnixNanos) ? 1 : 0) > 1) {
            throw new IllegalArgumentException("An export is of one of a subject, a session and a time.");
        }
    }

    private static boolean isTime(OptionalLong from, OptionalLong to) {
        return from.isPresent() || to.isPresent();
    }

    /** {@code log}, {@code subject}, {@code session}, {@code time}, or {@code query} for all that a team may read. */
    String kind() {
        if (subject != null) {
            return "subject";
        }
        if (session != null) {
            return "session";
        }
        if (isTime(fromUnixNanos, toUnixNanos)) {
            return "time";
        }
        return team == null ? "log" : "query";
    }

    /** Whether it is of every entry that there is. */
    boolean complete() {
        return kind().equals("log");
    }

    @Override
    public String toString() {
        return "ExportRequest[tenant=" + tenant.name() + ", kind=" + kind() + "]";
    }
}
