// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Signs the heads of one log, each only when it extends the one signed before. What was signed is remembered in a file
 * outside the database, so that a database that lost records can't make the key contradict itself. All methods block; several
 * processes may share the file.
 */
public final class LogSigner {
    private final Signer signer;
    private final Path stateFile;

    LogSigner(Signer signer, Path stateFile) {
        this.signer = signer;
        this.stateFile = stateFile;
    }

    /** The key to verify the log's checkpoints with. */
    public Vkey vkey() {
        return signer.vkey();
    }

    /** Notes that nothing was signed yet; for a new log only. */
    void start() throws IOException {
        write(Frontier.empty());
    }

    /**
     * Begins at the head that was signed last.
     *
     * @throws FrozenLogException when that is not known any more ({@link Reason#STATE_LOST})
     */
    public Growth growth() {
        return new Growth(state().frontier());
    }

    /**
     * Signs {@code head}, which must be what {@code growth} arrived at, after writing down that it does.
     *
     * @param growth begun since the last signature
     * @param head as the database has it
     * @throws FrozenLogException when {@code head} does not extend what was signed; nothing is signed then
     * @throws IOException when the state can't be written; nothing is signed then
     */
    public SignedNote sign(Growth growth, Frontier head) throws IOException {
        return StateLock.holding(stateFile, () -> signAlone(growth, head));
    }

    private SignedNote signAlone(Growth growth, Frontier head) throws IOException {
        var signed = state().frontier();
        if (head.size() < signed.size()) {
            throw new FrozenLogException(
                    Reason.ROLLBACK, "the database has " + head.size() + " records, signed were " + signed.size());
        }
        if (!growth.signed().equals(signed) || !growth.grown().equals(head)) {
            throw new FrozenLogException(
                    Reason.INCONSISTENT,
                    "the tree of " + head.size() + " records does not extend the signed one of " + signed.size());
        }
        var note = signer.signNote(new Checkpoint(signer.vkey().name(), head.size(), head.root()).format());
        if (head.size() > signed.size()) {
            write(head);
        }
        return note;
    }

    private SignerState state() {
        try {
            var state = SignerState.read(stateFile);
            if (!state.origin().equals(signer.vkey().name())) {
                throw new MalformedException("signer-state-origin");
            }
            return state;
        } catch (MalformedException | IOException e) {
            throw new FrozenLogException(
                    Reason.STATE_LOST,
                    "what was signed last can't be read file=" + stateFile.getFileName() + " cause="
                            + (e instanceof MalformedException malformed ? malformed.reason() : "unreadable"));
        }
    }

    private void write(Frontier frontier) throws IOException {
        DurableFile.write(stateFile, new SignerState(signer.vkey().name(), frontier).format());
    }
}
