// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The ledger: order, hash, append, sign, read back. Start reading at {@code Storage}, which opens all of it. */
@NullMarked
package io.deedbook.storage;

import org.jspecify.annotations.NullMarked;
