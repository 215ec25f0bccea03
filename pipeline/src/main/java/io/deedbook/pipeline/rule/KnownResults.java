// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out of a set of bits, kept for the next record that has the same. Few sets are met in practice; past
 * a bound they are worked out anew each time. Thread-safe.
 */
final class KnownResults<T> {
    private static final int COUNT_MAX = 4096;

    private final Map<Key, T> results = new ConcurrentHashMap<>();

    /** What {@code work} gives for these bits, which the caller no longer writes to. */
    T of(long[] bits, Supplier<T> work) {
        var key = new Key(bits, Arrays.hashCode(bits));
        var known = results.get(key);
        if (known == null) {
            known = work.get();
            if (results.size() < COUNT_MAX) {
                results.put(key, known);
            }
        }
        return known;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by content
    private record Key(long[] bits, int hash) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(bits, key.bits);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
