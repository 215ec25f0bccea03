// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what a signed checkpoint says of itself: format, origin, and signatures by keys that may sign. */
final class CheckpointCheck {
    private final Findings findings;

    CheckpointCheck(Findings findings) {
        this.findings = findings;
    }

    /** A checkpoint and those of the keys that signed it. */
    record Signed(Checkpoint checkpoint, List<Vkey> signers) {}

    /**
     * Reads a checkpoint.
     *
     * @param index what findings are noted under
     * @param keys that may have signed it
     * @return null when it can't be relied on, and why is among the findings
     */
    @Nullable
    Signed read(String note, long index, Collection<Vkey> keys) {
        try {
            var signed = SignedNote.parse(note);
            var checkpoint = Checkpoint.parse(signed.text());
            var known = keys.stream()
                    .filter(key -> key.name().equals(checkpoint.origin()))
                    .toList();
            if (known.isEmpty()) {
                findings.add(FindingCode.UNKNOWN_ORIGIN, index, "checkpoint");
                return null;
            }
            var verdict = signed.verify(known);
            if (verdict == SignedNote.Verdict.TRUSTED) {
                return new Signed(checkpoint, known.size() == 1 ? known : signers(signed, known));
            }
            var code = verdict == SignedNote.Verdict.BAD_SIGNATURE
                    ? FindingCode.BAD_SIGNATURE
                    : FindingCode.NO_TRUSTED_SIGNATURE;
            findings.add(code, index, "checkpoint");
        } catch (MalformedException e) {
            findings.add(FindingCode.CHECKPOINT_MALFORMED, index, e.reason());
        }
        return null;
    }

    private static List<Vkey> signers(SignedNote note, List<Vkey> keys) {
        return keys.stream()
                .filter(key -> note.verify(List.of(key)) == SignedNote.Verdict.TRUSTED)
                .toList();
    }
}
