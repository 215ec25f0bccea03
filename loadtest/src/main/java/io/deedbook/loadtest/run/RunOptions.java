// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

/**
 * How a run is judged and told.
 *
 * @param lookOnMillis how long checkpoints are still looked for when the load is over
 * @param settleSeconds how long an acknowledged event may take to show: a collector may answer from its spool
 * @param verify whether {@code deedbook verify} is run over our own collectors' ledgers
 * @param heap of our own collectors, for the report; empty for a given one
 */
public record RunOptions(long lookOnMillis, int settleSeconds, boolean verify, String heap) {
    /** Long enough for the last records to be covered, if that takes no longer than promised. */
    public static final long LOOK_ON_MILLIS_DEFAULT = 2_500;
}
