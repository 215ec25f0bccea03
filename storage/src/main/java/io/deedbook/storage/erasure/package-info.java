// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Erasing parts of records, with an entry of the ledger that says which, legal holds that forbid it, and retention that
 * does it when a time is over. Start at {@link io.deedbook.storage.erasure.Erasures};
 * {@link io.deedbook.storage.erasure.BatchEraser} is where anything is erased at all.
 */
@NullMarked
package io.deedbook.storage.erasure;

import org.jspecify.annotations.NullMarked;
