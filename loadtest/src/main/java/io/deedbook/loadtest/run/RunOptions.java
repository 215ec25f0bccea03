// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

/**
 * How a run is judged and told.
 *
 * @param settleSeconds how long an acknowledged event may take to show: a collector may answer from its spool
 * @param verify whether {@code deedbook verify} is run over our own collectors' ledgers
 * @param heap of our own collectors, for the report; empty for a given one
 */
public record RunOptions(int settleSeconds, boolean verify, String heap) {}
