// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A text that is looked for in others whatever its case, and what it means where it stands. Immutable. */
final class Literal {
    /** From the most frequent in prompts, commands and JSON; what is not among them is rare. */
    private static final String BY_FREQUENCY = " \"etaoinsrlcdhmpu-_/.:,f0gby1wv'2{}k";

    private static final byte[] WEIGHTS = weights();

    private final byte[] bytes;
    private final LiteralScanner.Hit[] hits;
    private final long slots;
    /** Whether it means something only where a text begins with it. */
    private final boolean beginning;

    /**
     * @param text folded, ASCII, not empty
     */
    Literal(String text, List<LiteralScanner.Hit> hits) {
        bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.hits = hits.toArray(LiteralScanner.Hit[]::new);
        slots = hits.stream().mapToLong(LiteralScanner.Hit::slots).reduce(0, (left, right) -> left | right);
        beginning = hits.stream().allMatch(LiteralScanner.Hit::beginning);
    }

    /** Its characters; not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    /** In the texts of which fields it means something, as bits. */
    long slots() {
        return slots;
    }

    /** Where so many characters of it begin that are likely to be met least. */
    int rarest(int chars) {
        var best = 0;
        var bestWeight = -1;
        for (var start = 0; start + chars <= bytes.length; start++) {
            var weight = 0;
            for (var index = start; index < start + chars; index++) {
                weight += WEIGHTS[bytes[index]];
            }
            if (weight > bestWeight) {
                best = start;
                bestWeight = weight;
            }
        }
        return best;
    }

    /** Sets in {@code into} what it means in a text of these fields that it stands at a place, if it does. */
    void markAt(byte[] text, int start, long fields, long[] into) {
        if ((slots & fields) == 0 || (beginning && start != 0) || !standsAt(text, start)) {
            return;
        }
        for (var hit : hits) {
            if ((hit.slots() & fields) != 0 && (start == 0 || !hit.beginning())) {
                for (var position : hit.positions()) {
                    Bits.set(into, position);
                }
            }
        }
    }

    private boolean standsAt(byte[] text, int start) {
        if (start < 0 || start > text.length - bytes.length) {
            return false;
        }
        for (var index = 0; index < bytes.length; index++) {
            if (small(text[start + index]) != bytes[index]) {
                return false;
            }
        }
        return true;
    }

    /** As {@link Fold} has it for ASCII; nothing else is in a literal. */
    private static byte small(byte unit) {
        return unit >= 'A' && unit <= 'Z' ? (byte) (unit + 32) : unit;
    }

    private static byte[] weights() {
        var weights = new byte[128];
        for (var unit = (char) 0; unit < weights.length; unit++) {
            var rank = BY_FREQUENCY.indexOf(unit);
            weights[unit] = (byte) (rank < 0 ? BY_FREQUENCY.length() : rank);
        }
        return weights;
    }
}
