// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Remembers for which texts something holds that is dear to find out: a tenant's events carry the same few addresses
 * and the same names of attributes over and over. Bounded; thread-safe.
 */
final class KnownTexts {
    private final int countMax;
    private final int charsMax;
    private final Predicate<String> holds;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param charsMax longer texts are not remembered
     * @param holds tells it of a text that is not known; always the same for the same text
     */
    KnownTexts(int countMax, int charsMax, Predicate<String> holds) {
        this.countMax = countMax;
        this.charsMax = charsMax;
        this.holds = holds;
    }

    boolean contains(String text) {
        if (text.length() > charsMax) {
            return holds.test(text);
        } else if (known.contains(text)) {
            return true;
        } else if (!holds.test(text)) {
            return false;
        }
        if (known.size() >= countMax) {
            known.clear();
        }
        known.add(text);
        return true;
    }
}
