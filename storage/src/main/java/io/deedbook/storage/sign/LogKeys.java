// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes and uses the keys of all logs, which are told apart by their origins: files beside the collector
 * ({@link KeyDirectory}), or with an external signer. Thread-safe; all methods block.
 */
public interface LogKeys {
    /**
     * Makes a key for a log.
     *
     * @param start for the first key of an origin what counts as signed; later ones go on from what is
     */
    Vkey create(Checkpoint start) throws IOException;

    /**
     * Lets a key that signs a log make another one its successor; {@link KeyHandover} says what that means.
     *
     * @param to made here by {@link #create}, for the same origin, after {@code from}
     * @return the signature in base64
     * @throws FrozenLogException when one of the keys is not there
     */
    String handOver(Vkey from, Vkey to) throws IOException;

    /**
     * The signer of a log.
     *
     * @param keys all that sign it now, of one origin
     * @throws FrozenLogException when one of the keys is not there
     */
    LogSigner open(List<Vkey> keys);

    /**
     * What is to be signed.
     *
     * @param keys all that sign the log now, of one origin
     */
    record Request(List<Vkey> keys, CheckpointSubmission submission) {
        public Request {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Signs heads of several logs, no two of one log, where that may cost less than each alone.
     *
     * @return a signed checkpoint for each request, or nothing, after which {@link #open} and the signer say why
     */
    default List<Optional<SignedNote>> signAll(List<Request> requests) {
        return requests.stream().map(this::signAlone).toList();
    }

    private Optional<SignedNote> signAlone(Request request) {
        try {
            return Optional.of(open(request.keys()).sign(request.submission()));
        } catch (FrozenLogException | StaleProofException | MalformedException | IOException e) {
            return Optional.empty();
        }
    }

    /** Whether what is signed can be written down, as far as that shows without doing it. */
    default boolean areWritable() {
        return true;
    }

    /** What the keys of this origin signed last; empty where that is not known. */
    Optional<Checkpoint> lastSigned(String origin) throws IOException;
}
