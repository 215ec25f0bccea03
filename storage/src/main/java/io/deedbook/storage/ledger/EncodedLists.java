// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoded forms of lists that come again and again as the same object, as the rules and controls that a pipeline
 * knows do. For lists that nobody changes. Used by one thread at a time.
 */
final class EncodedLists {
    /** A power of two. */
    private static final int SLOTS = 256;

    /** So that all of them are half a MiB. */
    private static final int BYTES_MAX = 2_048;

    // Mutable state, owned by the writing thread.
    private final @Nullable List<?>[] lists = new List<?>[SLOTS];
    private final byte[][] encoded = new byte[SLOTS][];

    /** The encoded form of this very list, or null. */
    byte @Nullable [] of(List<?> list) {
        var slot = slot(list);
        return lists[slot] == list ? encoded[slot] : null;
    }

    void put(List<?> list, byte[] bytes) {
        if (bytes.length <= BYTES_MAX) {
            var slot = slot(list);
            lists[slot] = list;
            encoded[slot] = bytes;
        }
    }

    private static int slot(List<?> list) {
        return System.identityHashCode(list) & (SLOTS - 1);
    }
}
