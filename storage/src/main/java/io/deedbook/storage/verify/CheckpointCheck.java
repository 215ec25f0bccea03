// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what a signed checkpoint says of itself: format, origin and signature by the trusted key. */
final class CheckpointCheck {
    private final Vkey key;
    private final Findings findings;

    CheckpointCheck(Vkey key, Findings findings) {
        this.key = key;
        this.findings = findings;
    }

    /**
     * Reads a checkpoint.
     *
     * @param index what findings are noted under
     * @return null when it can't be relied on, and why is among the findings
     */
    @Nullable
    Checkpoint read(String note, long index) {
        try {
            var signed = SignedNote.parse(note);
            var checkpoint = Checkpoint.parse(signed.text());
            if (!checkpoint.origin().equals(key.name())) {
                findings.add(FindingCode.UNKNOWN_ORIGIN, index, "checkpoint");
                return null;
            }
            var verdict = signed.verify(List.of(key));
            if (verdict == SignedNote.Verdict.TRUSTED) {
                return checkpoint;
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
}
