// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Appends to the tenants' logs: one transaction for all that waits; start at {@code WriterVerticle}. */
@NullMarked
package io.deedbook.storage.ledger;

import org.jspecify.annotations.NullMarked;
