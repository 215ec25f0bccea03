// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointVerdict;
import io.deedbook.storage.tlog.MalformedException;
import java.security.MessageDigest;
import java.util.Optional;

/** Compares a checkpoint that was kept with the one at hand. */
final class KeptCheckpoint {
    private KeptCheckpoint() {}

    /**
     * Holds what the auditor kept against {@code checkpoint}.
     *
     * @param whole whether the whole log is at hand, whose beginning can be compared too
     * @return the kept checkpoint where its tree must still be found in the log
     * @throws MalformedException {@code kept-not-comparable}: of some records alone nobody can tell whether their log
     *     begins with a smaller tree
     */
    static Optional<Checkpoint> of(
            Trust trust, TrustedCheckpoints checkpoints, Checkpoint checkpoint, boolean whole, AuditTally tally) {
        var note = trust.keptCheckpoint().orElse(null);
        var kept = note == null ? null : checkpoints.readKept(note);
        if (kept == null) {
            return Optional.empty();
        }
        if (!kept.origin().equals(checkpoint.origin())) {
            tally.add(
                    CheckpointVerdict.UNKNOWN_ORIGIN.wireName(), kept.size(), "the kept checkpoint is of another log");
        } else if (kept.size() > checkpoint.size()) {
            tally.add(AuditCode.ROLLBACK, checkpoint.size(), "the kept checkpoint is of " + kept.size() + " entries");
        } else if (kept.size() == checkpoint.size()) {
            if (!MessageDigest.isEqual(kept.root(), checkpoint.root())) {
                tally.add(AuditCode.FORK, kept.size(), "the kept checkpoint has another root");
            }
        } else if (whole) {
            return Optional.of(kept);
        } else {
            throw new MalformedException("kept-not-comparable");
        }
        return Optional.empty();
    }
}
