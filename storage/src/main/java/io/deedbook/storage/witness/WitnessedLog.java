// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.witness;

import io.deedbook.storage.sign.DurableFile;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One log as its witness knows it: the checkpoint that was cosigned last, in a file, exactly as it is shown to
 * monitors. Thread-safe: whoever checks a checkpoint against the file is alone with it until the file is replaced.
 * Methods block.
 */
final class WitnessedLog {
    private static final int STATE_BYTES_MAX = 4 * SignedNote.CHARS_MAX;

    private final String origin;
    private final List<Vkey> keys;
    private final Path file;
    private final CosignedIndex index;
    private final String hash;

    /**
     * @param keys any of which may sign for the log
     * @param index of the logs that were cosigned
     * @param hash by which the index knows this one
     */
    WitnessedLog(String origin, List<Vkey> keys, Path file, CosignedIndex index, String hash) {
        this.origin = origin;
        this.keys = List.copyOf(keys);
        this.file = file;
        this.index = index;
        this.hash = hash;
    }

    /**
     * The signed checkpoint that was cosigned last.
     *
     * @throws IOException also when there was one and its file is gone: who begins anew cosigns anything
     */
    Optional<SignedNote> latest() throws IOException {
        var before = read();
        if (before.isPresent() || !index.has(hash)) {
            return before;
        }
        // the first file comes before its line in the index, and both may have come since
        var after = read();
        if (after.isEmpty()) {
            throw new IOException("the file of a log that was cosigned is gone");
        }
        return after;
    }

    private Optional<SignedNote> read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            var note = SignedNote.parse(in.readNBytes(STATE_BYTES_MAX));
            if (!Checkpoint.parse(note.text()).origin().equals(origin)) {
                throw new IOException("the file is another log's");
            }
            return Optional.of(note);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedException e) {
            throw new IOException("the file is " + e.getMessage(), e);
        }
    }

    /**
     * Cosigns {@code note} when it extends what was cosigned before, after writing that down.
     *
     * @param submission that brought it
     * @param checkpoint what the note says
     * @throws IOException when the file can't be read or written; nothing is cosigned then
     */
    WitnessAnswer add(
            CheckpointSubmission submission,
            SignedNote note,
            Checkpoint checkpoint,
            List<Cosigner> cosigners,
            long unixSeconds)
            throws IOException {
        switch (note.verify(keys)) {
            case TRUSTED -> {}
            case BAD_SIGNATURE -> {
                return WitnessAnswer.untrusted("bad-signature");
            }
            case NO_TRUSTED_SIGNATURE -> {
                return WitnessAnswer.untrusted("no-trusted-signature");
            }
        }
        if (submission.oldSize() > checkpoint.size()) {
            return WitnessAnswer.malformed("submission-old");
        }
        synchronized (this) {
            var latest = latest().map(seen -> Checkpoint.parse(seen.text()));
            var seenSize = latest.map(Checkpoint::size).orElse(0L);
            if (submission.oldSize() != seenSize) {
                return WitnessAnswer.conflict(seenSize);
            }
            var seenRoot = latest.map(Checkpoint::root).orElseGet(TreeHasher::emptyRoot);
            if (!submission.shows(seenSize, seenRoot, checkpoint)) {
                return WitnessAnswer.inconsistent("inconsistent");
            }
            var cosignatures = cosigners.stream()
                    .map(cosigner -> cosigner.cosign(note.text(), unixSeconds))
                    .toList();
            write(note, cosignatures);
            return WitnessAnswer.cosigned(cosignatures);
        }
    }

    /** Keeps the lines that were verified, and none of those that anybody may have added. */
    private void write(SignedNote note, List<NoteSignature> cosignatures) throws IOException {
        var signatures = new ArrayList<NoteSignature>();
        keys.forEach(key -> note.signaturesBy(key).stream().limit(1).forEach(signatures::add));
        signatures.addAll(cosignatures);
        var content = new SignedNote(note.text(), signatures).format().getBytes(StandardCharsets.UTF_8);
        DurableFile.write(file, content);
        index.add(hash);
    }
}
