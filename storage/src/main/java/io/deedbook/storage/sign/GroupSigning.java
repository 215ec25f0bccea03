// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.GuardedSigner.Unwritten;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Signs the heads of several logs at once: each is looked at as alone, all are written down with one fsync, and only
 * then are there signatures. The state files hold the same, for whoever reads them next; where a machine stopped before
 * they were on disk, they are made anew from the journals. Methods block; thread-safe.
 */
final class GroupSigning {
    private final Path directory;
    private final Function<String, Path> stateFile;
    private final SignerJournal journal;
    /** What the journals said of logs whose state files could not be brought up to it, by origin. */
    private final ConcurrentMap<String, Checkpoint> waiting = new ConcurrentHashMap<>();

    // Mutable state, guarded by this.
    private boolean recovered;

    /** @param stateFile that of an origin */
    GroupSigning(Path directory, Function<String, Path> stateFile, SignerJournal journal) {
        this.directory = directory;
        this.stateFile = stateFile;
        this.journal = journal;
    }

    /**
     * Brings the state files up to what the journals say, once; nothing of {@code origin} may be signed before. A file
     * that can't be brought up to it leaves the other logs alone, and is tried again when it is asked for.
     *
     * @throws FrozenLogException when a journal is damaged, or the state file of this origin can't be read or written
     * @throws IOException when a journal can't be read
     */
    void recover(String origin) throws IOException {
        try {
            recoverAll();
            var head = waiting.get(origin);
            if (head != null) {
                recoverLate(head);
                waiting.remove(origin);
            }
        } catch (MalformedException e) {
            throw SignerJournal.damaged(e);
        }
    }

    private synchronized void recoverAll() throws IOException {
        if (recovered) {
            return;
        }
        if (Files.isDirectory(directory)) {
            for (var head : SignerJournal.read(directory).values()) {
                try {
                    recover(head);
                } catch (IOException e) {
                    waiting.put(head.origin(), head);
                }
            }
        }
        recovered = true;
    }

    private void recover(Checkpoint head) throws IOException {
        var file = stateFile.apply(head.origin());
        if (isBehind(file, head)) {
            StateLock.holding(file, () -> write(file, head));
        }
    }

    /** Other processes may have signed more since the journals were read: under the lock none does. */
    private void recoverLate(Checkpoint head) {
        var file = stateFile.apply(head.origin());
        try {
            if (!isBehind(file, head)) {
                return;
            }
        } catch (IOException e) {
            throw new FrozenLogException(
                    Reason.STATE_LOST,
                    "what was signed last can't be read file=" + file.getFileName() + " cause=unreadable");
        }
        try {
            StateLock.holding(file, () -> write(file, newest(head)));
        } catch (IOException e) {
            throw new FrozenLogException(
                    Reason.STATE_UNWRITABLE, "what was signed last can't be written down file=" + file.getFileName());
        }
    }

    private Checkpoint newest(Checkpoint head) throws IOException {
        var all = SignerJournal.read(directory);
        JournalFormat.add(all, head);
        // after the others: what this process took over meanwhile is here
        journal.newest(head.origin()).ifPresent(own -> JournalFormat.add(all, own));
        return all.getOrDefault(head.origin(), head);
    }

    private static boolean write(Path file, Checkpoint head) throws IOException {
        if (isBehind(file, head)) {
            DurableFile.write(file, SignerState.format(head).getBytes(StandardCharsets.UTF_8));
        }
        return true;
    }

    private static boolean isBehind(Path file, Checkpoint head) throws IOException {
        try {
            return !Files.exists(file) || SignerState.read(file).size() < head.size();
        } catch (MalformedException e) {
            return true;
        }
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
        } catch (FrozenLogException | IOException e) {
            return submissions.stream()
                    .map(submission -> Optional.<SignedNote>empty())
                    .toList();
        }
    }

    private List<Optional<SignedNote>> signAlone(
            List<Optional<GuardedSigner>> signers, List<CheckpointSubmission> submissions) throws IOException {
        var logs = new HashSet<Path>();
        var looked = new ArrayList<Optional<Signed>>();
        for (var position = 0; position < signers.size(); position++) {
            var submission = submissions.get(position);
            looked.add(signers.get(position)
                    .filter(signer -> logs.add(signer.stateFile()))
                    .flatMap(signer -> sign(signer, submission)));
        }
        journal.append(looked.stream()
                .flatMap(Optional::stream)
                .map(signed -> signed.unwritten().head())
                .toList());
        return looked.stream()
                .map(signed -> signed.flatMap(GroupSigning::shown))
                .toList();
    }

    private record Signed(GuardedSigner signer, Unwritten unwritten) {}

    private static Optional<Signed> sign(GuardedSigner signer, CheckpointSubmission submission) {
        try {
            return Optional.of(new Signed(signer, signer.signUnwritten(submission)));
        } catch (FrozenLogException | StaleProofException | MalformedException e) {
            return Optional.empty();
        }
    }

    private static Optional<SignedNote> shown(Signed signed) {
        try {
            signed.signer().show(signed.unwritten());
            return Optional.of(signed.unwritten().note());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
