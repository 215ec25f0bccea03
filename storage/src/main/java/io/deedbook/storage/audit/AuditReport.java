// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of an audit.
 *
 * @param subject what was audited: a path or an address
 * @param origin of the log, or empty when no checkpoint could be read
 * @param size of the tree that everything was held against
 * @param trustGiven whether the reader named the log's key; if not, the audit shows only that what was handed over
 *     agrees with itself
 * @param cosigners witnesses of the policy that cosigned the checkpoint
 * @param complete whether every entry of the log was there
 * @param entries how many entries were proven
 * @param checkpoints how many signed checkpoints were compared with the tree
 * @param tiles how many tiles were compared with the tree
 * @param parts how many parts came to which verdict
 * @param keyChange where the reader's key did not sign the log's checkpoint, but what came before
 * @param findings the first things that are wrong, twenty of a kind and a hundred in all
 * @param findingCount how many there are
 */
public record AuditReport(
        String subject,
        String origin,
        long size,
        boolean trustGiven,
        Set<String> cosigners,
        boolean complete,
        long entries,
        long checkpoints,
        long tiles,
        Map<PartVerdict, Long> parts,
        Optional<KeyChange> keyChange,
        List<AuditFinding> findings,
        long findingCount) {
    /** The most findings that a report lists. */
    public static final int FINDINGS_MAX = 100;

    /** Whether nothing is wrong. */
    public boolean ok() {
        return findingCount == 0;
    }
}
