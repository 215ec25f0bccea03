// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs with keys at hand, and remembers in the journal of this process and in a file beside them. Several processes
 * may share the file: reading, checking and writing it is one step under its lock.
 */
final class GuardedSigner implements LogSigner {
    private final String origin;
    private final List<Signer> signers;
    private final Path stateFile;
    private final SignerJournal journal;

    /** @param signers at least one; the names of their keys are the log's origin */
    GuardedSigner(List<Signer> signers, Path stateFile, SignerJournal journal) {
        this.origin = signers.get(0).vkey().name();
        this.signers = List.copyOf(signers);
        this.stateFile = stateFile;
        this.journal = journal;
    }

    @Override
    public long signedSize() {
        return state().size();
    }

    @Override
    public SignedNote sign(CheckpointSubmission submission) throws IOException {
        return StateLock.holding(stateFile, () -> {
            var signed = signUnwritten(submission);
            journal.append(List.of(signed.head()));
            show(signed);
            return signed.note();
        });
    }

    /** Lets other processes see what is in the journal; what they can't see is as good as not signed. */
    void show(Unwritten signed) throws IOException {
        if (signed.grew()) {
            DurableFile.replace(stateFile, signed.state());
        }
    }

    Path stateFile() {
        return stateFile;
    }

    /**
     * A signature that nobody may see before it is written down what was signed.
     *
     * @param grew whether the state file has less
     */
    record Unwritten(Checkpoint head, boolean grew, SignedNote note) {
        byte[] state() {
            return SignerState.format(head).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Looks, and signs. For whoever holds the lock of the state file. */
    Unwritten signUnwritten(CheckpointSubmission submission) {
        var head = Checkpoint.parse(submission.checkpoint());
        if (!head.format().equals(submission.checkpoint()) || !head.origin().equals(origin)) {
            throw new MalformedException("submission-checkpoint");
        }
        var signed = state();
        if (submission.oldSize() != signed.size()) {
            throw new StaleProofException(signed.size());
        }
        if (head.size() < signed.size()) {
            throw new FrozenLogException(
                    Reason.ROLLBACK, "the database has " + head.size() + " records, signed were " + signed.size());
        }
        if (!submission.shows(signed.size(), signed.root(), head)) {
            throw new FrozenLogException(
                    Reason.INCONSISTENT,
                    "the tree of " + head.size() + " records does not extend the signed one of " + signed.size());
        }
        var note = new SignedNote(submission.checkpoint(), signatures(submission.checkpoint()));
        return new Unwritten(head, head.size() > signed.size(), note);
    }

    private List<NoteSignature> signatures(String text) {
        var message = text.getBytes(StandardCharsets.UTF_8);
        var signatures = new ArrayList<NoteSignature>();
        for (var signer : signers) {
            signatures.add(new NoteSignature(origin, signer.vkey().keyId(), signer.sign(message)));
        }
        return signatures;
    }

    private Checkpoint state() {
        try {
            var state = SignerState.read(stateFile);
            if (!state.origin().equals(origin)) {
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
}
