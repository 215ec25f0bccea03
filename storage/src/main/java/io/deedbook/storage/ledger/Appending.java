// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.vertx.core.Future;
import java.util.List;

/** Where what the writer gathered goes. */
interface Appending {
    /**
     * Appends what of {@code group} is new, all or nothing.
     *
     * @param millisMax after which it fails, and does not begin any more if it has not begun
     * @return after COMMIT, one outcome a request in the same order; fails when nothing is stored, or when it is
     *     unknown whether all is, in which case a resent request finds its receipt
     */
    default Future<List<AppendOutcome>> append(List<AppendRequest> group, long millisMax) {
        return append(group, millisMax, Lead.NOBODY, Lead.unheard());
    }

    /**
     * Does the same behind another group, which may be in its COMMIT.
     *
     * @param millisMax counts from the end of {@code before}
     * @param before without whose COMMIT this does not begin, and fails with a {@link NotBegunException} at its end
     * @param own told how far this one is
     */
    Future<List<AppendOutcome>> append(List<AppendRequest> group, long millisMax, Lead before, Lead own);

    /**
     * Whether {@code request} would be stored: does all that {@link #append} does but COMMIT, and fails where that
     * would.
     */
    Future<Void> tryOut(AppendRequest request, long millisMax);
}
