// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import org.jspecify.annotations.Nullable;

/**
 * What reading back showed.
 *
 * @param lost events that were acknowledged and aren't in the ledger
 * @param doubled events that are in the ledger more than once, acknowledged or not
 * @param misfiled events that are in the ledger of another tenant
 * @param stored events that are in the ledger, however often
 * @param unasked events that are in the ledger although nobody was told so; no fault, a client can break off after the
 *     COMMIT
 * @param fault why it could not be read, or null
 */
public record Verdict(
        long lost,
        long doubled,
        long misfiled,
        long stored,
        long unasked,
        @Nullable String fault) {
    static Verdict unknown(String fault) {
        return new Verdict(0, 0, 0, 0, 0, fault);
    }

    /** Whether everything was read and everything acknowledged is there once. */
    public boolean holds() {
        return fault == null && lost == 0 && doubled == 0 && misfiled == 0;
    }
}
