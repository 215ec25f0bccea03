// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/**
 * Whether the next group may follow one that is being committed. Where other writers come between, what followed is
 * copied a second time and leaves dead rows, so each loss makes twice as many groups wait for their turn, and each group
 * that follows half as many. Owned by the writer's
 * event loop.
 */
final class FollowPace {
    private static final int PAUSE_GROUPS_MAX = 64;

    // Mutable state.
    private int pauseGroups = 1;
    private int left;

    /** Asked once for each group. */
    boolean mayFollow() {
        if (left > 0) {
            left--;
            return false;
        }
        return true;
    }

    void followed() {
        pauseGroups = Math.max(1, pauseGroups / 2);
    }

    void lost() {
        left = pauseGroups;
        pauseGroups = Math.min(PAUSE_GROUPS_MAX, 2 * pauseGroups);
    }
}
