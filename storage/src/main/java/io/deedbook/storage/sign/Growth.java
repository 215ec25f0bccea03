// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Frontier;
import java.util.List;

/**
 * A tree on its way from the head that was signed last to a new one. It starts at nothing but that head and takes nothing
 * but leaves, so whatever it arrives at extends what was signed. For one thread at a time.
 */
public final class Growth {
    private final Frontier signed;

    // Mutable state, owned by the thread that publishes.
    private Frontier grown;

    Growth(Frontier signed) {
        this.signed = signed;
        this.grown = signed;
    }

    /** Adds the leaves that come next, by their hashes. */
    public void append(List<byte[]> leafHashes) {
        grown = grown.append(leafHashes);
    }

    /** How many leaves the tree has by now: the index of the one to add next. */
    public long size() {
        return grown.size();
    }

    Frontier signed() {
        return signed;
    }

    Frontier grown() {
        return grown;
    }
}
