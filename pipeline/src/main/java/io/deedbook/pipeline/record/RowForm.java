// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * What a store would make of each record on the one way that all of them share, made where the record is made: there
 * are several threads for that, and its bytes are still in the processor's caches. Thread-safe.
 */
@FunctionalInterface
public interface RowForm {
    /** For stores that need nothing of the kind. */
    RowForm NONE = made -> null;

    /** The record as its store sends it, but for its place; null leaves it to the store. */
    byte @Nullable [] row(SealedRecord sealed);
}
