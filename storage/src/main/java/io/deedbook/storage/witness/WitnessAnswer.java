// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.witness;

import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import java.util.List;

/**
 * What a submitted checkpoint is answered with.
 *
 * @param status of HTTP
 * @param contentType of {@code body}
 * @param body signature lines for 200, a size for 409, else a sentence for a person
 */
public record WitnessAnswer(int status, String contentType, String body) {
    /** Of everything that is read by people. */
    public static final String TEXT = "text/plain; charset=utf-8";

    /** 200: the witness's signatures. */
    static WitnessAnswer cosigned(List<NoteSignature> signatures) {
        return new WitnessAnswer(200, TEXT, SignedNote.lines(signatures));
    }

    /** 409: the witness has seen another size last. */
    static WitnessAnswer conflict(long size) {
        return new WitnessAnswer(409, CheckpointSubmission.SIZE_TYPE, CheckpointSubmission.formatSize(size));
    }

    /** 400: not what the format asks for. */
    static WitnessAnswer malformed(String reason) {
        return refused(400, reason);
    }

    /** 403: no key that the witness trusts signed it. */
    static WitnessAnswer untrusted(String reason) {
        return refused(403, reason);
    }

    /** 404: the witness does not know the log. */
    static WitnessAnswer unknownLog() {
        return refused(404, "unknown-origin");
    }

    /** 422: it is not shown that the log only grew. */
    static WitnessAnswer inconsistent(String reason) {
        return refused(422, reason);
    }

    private static WitnessAnswer refused(int status, String reason) {
        return new WitnessAnswer(status, TEXT, reason + '\n');
    }
}
