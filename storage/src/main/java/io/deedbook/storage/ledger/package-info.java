// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Appends to the tenants' logs: one transaction for all that waits; start at {@code WriterVerticle}.
 *
 * <p>The order in which transactions lock what others wait for, so that none of them waits in a ring, and exports wait
 * for nothing but heads:
 *
 * <ol>
 *   <li>the row of the log in {@code summary_cursor}, by whoever erases who somebody is ({@code BatchEraser}). The job
 *       that sums up takes only this one, skips it where it is taken, and asks for no head while it has it.
 *   <li>the row of the log in {@code finding_cursor}, then new rows of {@code finding}, by whoever appends findings;
 *       several cursors in the order of their logs.
 *   <li>the rows in {@code log_head}, in the order of their logs, by whoever appends anything.
 *   <li>all else that these transactions change.
 * </ol>
 *
 * <p>Nobody takes both of the first two. Whoever has a head must never ask for one of them: they may be held for as
 * long as it takes to read many records, and the tenant's exports would wait for that.
 */
@NullMarked
package io.deedbook.storage.ledger;

import org.jspecify.annotations.NullMarked;
