// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import java.util.List;

/**
 * What came out of checking one log.
 *
 * @param tenant the tenant's name
 * @param origin of the log
 * @param vkey that signs now, as far as the trusted one leads to it
 * @param earlierVkeys that signed before it, the first one first
 * @param keySource where the trusted one came from
 * @param records how many were checked
 * @param signedRecords how many the largest tree has that a trusted key signed, of all that the log has
 * @param checkpoints how many were checked, the kept one not counted
 * @param tiles how many were checked
 * @param erasedParts parts of records that are gone as the log itself says
 * @param removedEntries entries at the beginning that are gone whole, as the log itself says; their hashes were checked
 * @param findings at most {@link #FINDINGS_MAX}, in the order of the log
 * @param findingCount how many there are in all
 */
public record VerificationReport(
        String tenant,
        String origin,
        String vkey,
        List<String> earlierVkeys,
        KeySource keySource,
        long records,
        long signedRecords,
        long checkpoints,
        long tiles,
        long erasedParts,
        long removedEntries,
        List<Finding> findings,
        long findingCount) {
    /** The most findings that a report lists. */
    public static final int FINDINGS_MAX = 100;

    /** Where the key came from that is trusted from the beginning. */
    public enum KeySource {
        /** From whoever asked for the check: the only one that proves something to a stranger. */
        GIVEN,
        /** From the key directory beside the collector. */
        KEY_FILE,
        /** From the checked database itself, which whoever rewrote it may have replaced. */
        DATABASE
    }

    public VerificationReport {
        earlierVkeys = List.copyOf(earlierVkeys);
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean ok() {
        return findingCount == 0;
    }
}
