// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Hands records over from the intake to the ledger, and makes of them bytes that may lie elsewhere; start at
 * {@code HandOff}.
 */
@NullMarked
package io.deedbook.storage.handoff;

import org.jspecify.annotations.NullMarked;
