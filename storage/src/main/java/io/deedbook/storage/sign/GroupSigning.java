// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.GuardedSigner.Unwritten;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Signs the heads of several logs at once: each is looked at as alone, all are written down with one fsync, and only then are there
 * signatures. The state files hold the same, for whoever reads them next; where a machine stopped before they were on disk, they
 * are made anew from the journals. Methods block; thread-safe.
 */
final class GroupSigning {
    private final Path directory;
    private final Function<String, Path> stateFile;
    private final SignerJournal journal;

    // Mutable state, guarded by this.
    private boolean recovered;

    /** @param stateFile that of an origin */
    GroupSigning(Path directory, Function<String, Path> stateFile, SecureRandom random) {
        this.directory = directory;
        this.stateFile = stateFile;
        journal = new SignerJournal(directory, random);
    }

    /**
     * Brings the state files up to what the journals say, once; nothing may be signed before.
     *
     * @throws MalformedException when a journal is damaged
     */
    synchronized void recover() throws IOException {
        if (recovered) {
            return;
        }
        if (Files.isDirectory(directory)) {
            for (var head : SignerJournal.read(directory).values()) {
                recover(head);
            }
        }
        recovered = true;
    }

    private void recover(Checkpoint head) throws IOException {
        var file = stateFile.apply(head.origin());
        if (isBehind(file, head)) {
            StateLock.holding(file, () -> {
                if (isBehind(file, head)) {
                    DurableFile.write(file, state(head));
                }
                return true;
            });
        }
    }

    private static boolean isBehind(Path file, Checkpoint head) throws IOException {
        try {
            return !Files.exists(file) || SignerState.read(file).size() < head.size();
        } catch (MalformedException e) {
            return true;
        }
    }

    private static byte[] state(Checkpoint head) {
        return SignerState.format(head).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Signs what may be signed.
     *
     * @param signers of the submissions; those of logs that have none, and all but the first of a log, get nothing
     */
    List<Optional<SignedNote>> sign(List<Optional<GuardedSigner>> signers, List<CheckpointSubmission> submissions) {
        var files = signers.stream()
                .flatMap(Optional::stream)
                .map(GuardedSigner::stateFile)
                .toList();
        try {
            return StateLock.holdingAll(files, () -> signAlone(signers, submissions));
        } catch (IOException e) {
            return submissions.stream()
                    .map(submission -> Optional.<SignedNote>empty())
                    .toList();
        }
    }

    private List<Optional<SignedNote>> signAlone(
            List<Optional<GuardedSigner>> signers, List<CheckpointSubmission> submissions) throws IOException {
        var logs = new HashSet<Path>();
        var unwritten = new ArrayList<Optional<Unwritten>>();
        for (var position = 0; position < signers.size(); position++) {
            var submission = submissions.get(position);
            unwritten.add(signers.get(position)
                    .filter(signer -> logs.add(signer.stateFile()))
                    .flatMap(signer -> sign(signer, submission)));
        }
        var grown = unwritten.stream()
                .flatMap(Optional::stream)
                .filter(Unwritten::grew)
                .map(Unwritten::head)
                .toList();
        if (!grown.isEmpty()) {
            journal.append(grown);
        }
        return unwritten.stream().map(signed -> signed.flatMap(this::shown)).toList();
    }

    private static Optional<Unwritten> sign(GuardedSigner signer, CheckpointSubmission submission) {
        try {
            return Optional.of(signer.signUnwritten(submission));
        } catch (FrozenLogException | StaleProofException | MalformedException e) {
            return Optional.empty();
        }
    }

    /** Lets other processes see what is in the journal; what they can't see is as good as not signed. */
    private Optional<SignedNote> shown(Unwritten signed) {
        try {
            if (signed.grew()) {
                DurableFile.replace(stateFile.apply(signed.head().origin()), signed.state());
            }
            return Optional.of(signed.note());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
