// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.vertx.core.Future;
import java.util.BitSet;
import java.util.List;

/**
 * Requests whose senders were answered, and which wait outside of the ledger in the order in which they belong there.
 * Used on one event loop, on which its futures complete.
 */
public interface DrainSource {
    /** What it is, in a word for the log. */
    String name();

    /** Whether nothing waits. One that can't know says no, and has {@link #next} wait. */
    boolean isEmpty();

    /** The next of those that wait, each once; empty when there are no more. */
    Future<List<AppendRequest>> next();

    /**
     * Lets go of what {@link #next} gave last but one, or last where it was not asked again: it is in the ledger.
     *
     * @param rejected which of them the ledger will never take; they are set aside
     */
    Future<Void> appended(List<AppendRequest> batch, BitSet rejected);

    /** Has nothing more to give from now on: whoever waits for {@link #next} is given nothing. */
    default void stop() {}

    /** Gives up what it is read from; what waits stays there. */
    Future<Void> close();
}
