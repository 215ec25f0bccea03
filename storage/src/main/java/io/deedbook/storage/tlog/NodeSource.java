// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

/** Where proofs get the hashes of perfect subtrees from. */
@FunctionalInterface
public interface NodeSource {
    /**
     * The 32-byte root over the leaves {@code index << level} to {@code (index + 1) << level}, exclusive.
     *
     * @param level 0 for the leaf hashes themselves
     * @param index place among the nodes of this level
     */
    byte[] node(int level, long index);
}
