// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.LogSigner;
import io.deedbook.storage.sign.SignerAwayException;
import io.deedbook.storage.sign.StaleProofException;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Has one log's heads signed by an external signer. What that signed last it says itself when a proof begins elsewhere.
 */
final class RemoteSigner implements LogSigner {
    private final SignerConnection connection;
    private final List<Vkey> keys;
    /** By origin: where the next proof probably begins. */
    private final ConcurrentMap<String, Long> signedSizes;

    RemoteSigner(SignerConnection connection, List<Vkey> keys, ConcurrentMap<String, Long> signedSizes) {
        if (keys.isEmpty()) {
            throw new FrozenLogException(Reason.KEY_LOST, "the database names no key of the log");
        }
        this.connection = connection;
        this.keys = List.copyOf(keys);
        this.signedSizes = signedSizes;
    }

    /** The ids of keys, as a signer is asked for them. */
    static String ids(List<Vkey> keys) {
        return keys.stream().map(key -> HexFormat.of().formatHex(key.keyId())).collect(Collectors.joining(","));
    }

    private String origin() {
        return keys.get(0).name();
    }

    @Override
    public long signedSize() {
        return signedSizes.getOrDefault(origin(), 0L);
    }

    @Override
    public SignedNote sign(CheckpointSubmission submission) throws IOException {
        var answer = connection.post("/sign?keys=" + ids(keys), submission.format());
        return switch (answer.status()) {
            case 200 -> signed(submission.checkpoint(), answer.body());
            case 409 -> throw stale(answer.body());
            case 422 ->
                throw new FrozenLogException(
                        Reason.INCONSISTENT, "the signer refuses the proof: the tree does not extend the signed one");
            default -> throw answer.refusal();
        };
    }

    /**
     * Takes what a signer says it signed.
     *
     * @throws FrozenLogException when that is not by the log's keys
     */
    SignedNote signed(String checkpoint, String lines) {
        try {
            var note = SignedNote.parse(checkpoint + '\n' + lines);
            var whole = note.text().equals(checkpoint)
                    && keys.stream().allMatch(key -> note.verify(List.of(key)) == SignedNote.Verdict.TRUSTED);
            if (!whole) {
                throw new FrozenLogException(Reason.KEY_CHANGED, "the signer's signatures are not by the log's keys");
            }
            signedSizes.put(origin(), Checkpoint.parse(checkpoint).size());
            return note;
        } catch (MalformedException e) {
            throw new FrozenLogException(Reason.KEY_CHANGED, "the signer's answer is no signature: " + e.reason());
        }
    }

    private RuntimeException stale(String body) {
        try {
            var size = Long.parseLong(body.strip());
            signedSizes.put(origin(), size);
            return new StaleProofException(size);
        } catch (NumberFormatException e) {
            return new SignerAwayException("the signer's answer has no size");
        }
    }
}
