// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Remembers which texts are an e-mail address and nothing else: a tenant's events carry the same few addresses over
 * and over, and finding that out costs more than all else that is done with the field. Bounded; thread-safe.
 */
final class KnownAddresses {
    private static final int COUNT_MAX = 256;

    private final Predicate<String> isAddress;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param isAddress tells it of a text that is not known; always the same for the same text */
    KnownAddresses(Predicate<String> isAddress) {
        this.isAddress = isAddress;
    }

    boolean contains(String text) {
        if (known.contains(text)) {
            return true;
        }
        if (!isAddress.test(text)) {
            return false;
        }
        if (known.size() >= COUNT_MAX) {
            known.clear();
        }
        known.add(text);
        return true;
    }
}
