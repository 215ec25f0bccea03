// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.bus;

/**
 * An expected "no": something cannot be done now or not at all, and the caller is told why. It has no stack trace, is
 * counted by reason and is never a bug. Its message is meant for a person and holds no data of theirs.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The tenant's own share is spent: 429. */
        SHARE_SPENT,
        /** The process has no room: 503. */
        OVERLOADED,
        /** The database is away or too slow: 503. */
        DATABASE_AWAY,
        /** Nobody waits for the answer any more, or the process is stopping: 503. */
        TOO_LATE,
        /** Something unexpected went wrong, and was logged where it did: 503. */
        BUG
    }

    private final Reason reason;
    private final int retryAfterSeconds;

    /**
     * @param message one sentence for the person who reads the client's log
     * @param retryAfterSeconds 1 or 2: the clients drop a batch for good when it exceeds their 10 s budget
     */
    public Refusal(Reason reason, String message, int retryAfterSeconds) {
        super(message, null, false, false);
        this.reason = reason;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The time of a request is over, while its sender may still have some. */
    public static Refusal tooSlow() {
        return new Refusal(Reason.TOO_LATE, "The server was too slow. Send the request again.", 1);
    }

    public Reason reason() {
        return reason;
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
