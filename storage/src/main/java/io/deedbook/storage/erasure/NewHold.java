// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A hold that is asked for, about one of a person, a session and a time.
 *
 * @param subject what names the person, or null
 * @param session the session's id, or null
 * @param fromUnixNanos inclusive
 * @param toUnixNanos exclusive
 * @param addedBy the id of a key, or {@code operator}
 */
public record NewHold(
        @Nullable String subject,
        @Nullable String session,
        OptionalLong fromUnixNanos,
        OptionalLong toUnixNanos,
        String reason,
        String addedBy) {
    private static final int SESSION_CHARS_MAX = 128;

    public NewHold {
        var isTime = fromUnixNanos.isPresent() || toUnixNanos.isPresent();
        var count = (subject == null ? 0 : 1) + (session == null ? 0 : 1) + (isTime ? 1 : 0);
        if (count != 1) {
            throw new IllegalArgumentException("A hold is about one of a subject, a session and a time.");
        }
        if (session != null && (session.isEmpty() || session.length() > SESSION_CHARS_MAX)) {
            throw new IllegalArgumentException(
                    "The session's id is empty or longer than " + SESSION_CHARS_MAX + " characters.");
        }
        if (isTime && fromUnixNanos.orElse(Long.MIN_VALUE) >= toUnixNanos.orElse(Long.MAX_VALUE)) {
            throw new IllegalArgumentException("The time of a hold ends before it begins.");
        }
        reason = Reason.checked(reason);
    }
}
