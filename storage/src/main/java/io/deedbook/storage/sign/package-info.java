// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Keys, the signer, and what it remembers outside the database; start at {@code LogSigner}. */
@NullMarked
package io.deedbook.storage.sign;

import org.jspecify.annotations.NullMarked;
