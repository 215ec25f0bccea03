// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.SignedNote;
import java.io.IOException;

/**
 * Signs the heads of one log, each only when it is proven to extend the one signed before. What was signed is
 * remembered outside the database, so that a database that lost records can't make the keys contradict themselves.
 * Methods block.
 */
public interface LogSigner {
    /**
     * The size of the tree that was signed last, as far as is known here: where the next proof begins.
     *
     * @throws FrozenLogException when that is not known any more ({@link FrozenLogException.Reason#STATE_LOST})
     */
    long signedSize();

    /**
     * Signs a head, after writing down that it does.
     *
     * @param submission the text of a checkpoint, and the proof that it extends what was signed last
     * @return the checkpoint with a signature by each key that signs the log now
     * @throws StaleProofException when the proof begins elsewhere; nothing is signed then
     * @throws FrozenLogException when the head does not extend what was signed; nothing is signed then
     * @throws SignerAwayException when nobody answers; whether it was signed is unknown, and signing it again is
     *     harmless
     * @throws IOException when the state can't be written; nothing is signed then
     */
    SignedNote sign(CheckpointSubmission submission) throws IOException;
}
