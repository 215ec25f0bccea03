// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * A dear last word on what a detector found: asked a bounded number of times for each text, after which everything is
 * taken to be confirmed, since what is not asked must not be let through.
 */
@FunctionalInterface
interface Confirmation {
    /** Nothing is left to be confirmed. */
    Confirmation NONE = (text, span) -> true;

    /** Whether the stretch is what it looks like. */
    boolean holds(String text, Span span);
}
