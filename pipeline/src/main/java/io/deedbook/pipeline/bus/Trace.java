// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.bus;

import org.jspecify.annotations.Nullable;

/**
 * Where a bug happened, for the log: the types and stack traces of an exception and its causes. Their messages are left
 * out, because they can repeat what a sender sent, as {@code For input string: …} does.
 */
public final class Trace extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int CAUSES_MAX = 8;

    private Trace(Throwable failure, @Nullable Trace cause) {
        super(failure.getClass().getName(), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    /** The trace of {@code failure}. */
    public static Trace of(Throwable failure) {
        return of(failure, CAUSES_MAX);
    }

    private static Trace of(Throwable failure, int causesMax) {
        var cause = failure.getCause();
        return new Trace(failure, cause == null || causesMax == 0 ? null : of(cause, causesMax - 1));
    }
}
