// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Re-derives a whole log and says what does not hold; start at {@code LedgerVerifier}. */
@NullMarked
package io.deedbook.storage.verify;

import org.jspecify.annotations.NullMarked;
