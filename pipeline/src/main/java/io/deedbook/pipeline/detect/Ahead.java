// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** A cheap condition that every match fulfils, asked before the pattern is run. It must never refuse a match. */
@FunctionalInterface
interface Ahead {
    /** Nothing is known beforehand. */
    Ahead ANY = (text, start, end) -> true;

    /** Whether a match is possible where the trigger stands at {@code [start, end)}. */
    boolean possible(String text, int start, int end);
}
