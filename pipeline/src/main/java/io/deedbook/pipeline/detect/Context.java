// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/**
 * Words whose presence near a match says what it is, or that it is something else.
 *
 * @param raising lower case; one of them near a match makes it one step surer
 * @param lowering lower case; one of them near a match makes it one step less sure
 * @param required whether a match is nothing, on any level, without a raising word near it
 */
record Context(List<String> raising, List<String> lowering, boolean required) {
    static final Context NONE = new Context(List.of(), List.of(), false);

    Context {
        raising = List.copyOf(raising);
        lowering = List.copyOf(lowering);
    }

    boolean isEmpty() {
        return raising.isEmpty() && lowering.isEmpty();
    }

    int stepsUpMax() {
        return raising.isEmpty() ? 0 : 1;
    }

    Context raisedBy(List<String> words) {
        return new Context(words, lowering, required);
    }

    Context loweredBy(List<String> words) {
        return new Context(raising, words, required);
    }

    Context only() {
        return new Context(raising, lowering, true);
    }
}
