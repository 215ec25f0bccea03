// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.HashMap;
import java.util.Map;

/** What it means that a field's text is one of some texts, whatever its case. Immutable. */
final class EqualTexts {
    private static final int[] NONE = {};

    private final int slot;
    private final Map<String, int[]> numbers;
    /** The lengths and first characters of the texts, as bits: most other texts are told from them by that alone. */
    private final long shapes;

    /**
     * @param numbers by the folded text
     */
    EqualTexts(int slot, Map<String, int[]> numbers) {
        this.slot = slot;
        this.numbers = new HashMap<>(numbers);
        var all = 0L;
        for (var text : numbers.keySet()) {
            all |= shape(text);
        }
        shapes = all;
    }

    int slot() {
        return slot;
    }

    /** What this text means; not to be written to. */
    int[] numbers(String text) {
        return (shapes & shape(text)) == 0 ? NONE : numbers.getOrDefault(Fold.fold(text), NONE);
    }

    /** One bit that two texts share when they are the same but for case, and seldom else. */
    static long shape(String text) {
        var first = text.isEmpty() ? 0 : Fold.fold(text.charAt(0));
        return 1L << (text.length() * 7 + first);
    }
}
