// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.Frontier;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The trees whose checkpoints this process stored last, of the logs that it published most recently. Owned by the
 * publisher's context.
 */
final class SignedTrees {
    private final int logsMax;
    private final LinkedHashMap<Integer, Frontier> trees = new LinkedHashMap<>(16, 0.75f, true);

    SignedTrees(int logsMax) {
        this.logsMax = logsMax;
    }

    /** The tree that was stored last, or null where that is not known. */
    @Nullable
    Frontier of(int logId) {
        return trees.get(logId);
    }

    void put(int logId, Frontier tree) {
        trees.put(logId, tree);
        if (trees.size() > logsMax) {
            trees.remove(trees.keySet().iterator().next());
        }
    }
}
