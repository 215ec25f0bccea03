// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What texts came to, the longest unused left out where there are too many or they are too long together: what a text
 * comes to takes memory as the text is long. Thread-safe.
 */
final class KeptByText<V> {
    private final int countMax;
    private final long charsMax;

    // Mutable state, under the lock of this.
    private final LinkedHashMap<String, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    KeptByText(int countMax, long charsMax) {
        this.countMax = countMax;
        this.charsMax = charsMax;
    }

    synchronized @Nullable V get(String text) {
        return kept.get(text);
    }

    synchronized void put(String text, V value) {
        if (kept.put(text, value) == null) {
            chars += text.length();
        }
        while (kept.size() > countMax || chars > charsMax) {
            var eldest = kept.keySet().iterator().next();
            kept.remove(eldest);
            chars -= eldest.length();
        }
    }

    synchronized int count() {
        return kept.size();
    }

    synchronized long chars() {
        return chars;
    }
}
