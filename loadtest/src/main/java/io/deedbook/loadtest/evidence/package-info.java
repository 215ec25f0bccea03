// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What was sent and what is in the ledger, and whether they agree. Start reading at
 * {@link io.deedbook.loadtest.evidence.ReadBack}.
 */
@NullMarked
package io.deedbook.loadtest.evidence;

import org.jspecify.annotations.NullMarked;
