// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.bus.Refusal.Reason;

/** The result of asking the {@link Admission} for room. */
enum Grant {
    GRANTED,
    /** The tenant's own share has no room. */
    SHARE_SPENT,
    /** The process has no room. */
    OVERLOADED;

    private static final int RETRY_AFTER_SECONDS = 2;

    /** What the sender is told who gets no room. */
    Refusal refusal() {
        return this == SHARE_SPENT
                ? new Refusal(
                        Reason.SHARE_SPENT,
                        "The tenant has too much in work at the moment. Send the request again.",
                        RETRY_AFTER_SECONDS)
                : new Refusal(
                        Reason.OVERLOADED,
                        "The server has too much in work. Send the request again.",
                        RETRY_AFTER_SECONDS);
    }
}
