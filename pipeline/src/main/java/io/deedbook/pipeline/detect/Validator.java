// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.Nullable;

/**
 * Decides on what a pattern matched, with what a pattern can't tell: check digits, dates, tables, where a value ends.
 * It sees the whole text, so that it may narrow or widen the stretch, within a limit of its own.
 */
@FunctionalInterface
interface Validator {
    /** Takes every match as it is. */
    Validator NONE = (text, start, end) -> new Span(start, end);

    /** What is to be replaced, or null when the match is no finding. */
    @Nullable
    Span validate(String text, int start, int end);
}
