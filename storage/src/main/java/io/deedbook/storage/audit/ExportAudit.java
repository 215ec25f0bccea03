// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TileBuilder;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Audits an export, or a whole log in the layout of C2SP tlog-tiles: who signed its checkpoint, that every entry leads
 * to the root that was signed, that every tile and every earlier checkpoint fits, and what became of each part of each
 * record. For one run; blocks.
 */
public final class ExportAudit {
    private static final int NOTE_BYTES_MAX = 4 * SignedNote.CHARS_MAX;
    private static final int POLICY_BYTES_MAX = 1024 * 1024;
    private static final String RECORDS = "records.jsonl";
    private static final int PROGRESS_ENTRIES = 65_536;

    private final AuditFiles files;
    private final Trust trust;
    private final LongConsumer progress;
    private final AuditTally tally = new AuditTally();
    private final Erasures erasures = new Erasures();

    // Mutable state, owned by the thread that audits.
    private final Deque<Long> earlierSizes = new ArrayDeque<>();
    private @Nullable Checkpoint kept;
    private long first;

    /** @param progress is told now and then how many entries were read */
    public ExportAudit(AuditFiles files, Trust trust, LongConsumer progress) {
        this.files = files;
        this.trust = trust;
        this.progress = progress;
    }

    /**
     * Audits.
     *
     * @throws MalformedException when what is there is no export and no log, so that nothing can be said of it
     * @throws IOException when it can't be read
     */
    public AuditReport run() throws IOException {
        var manifestFile = files.read("export.json", ExportManifest.BYTES_MAX);
        var manifest = manifestFile.isEmpty() ? null : ExportManifest.parse(manifestFile.get());
        var note = text("checkpoint", NOTE_BYTES_MAX);
        if (note == null) {
            throw new MalformedException("no-checkpoint");
        }
        var policy = policy();
        var checkpoints = new TrustedCheckpoints(policy, trust.nowUnixSeconds(), tally);
        var checkpoint = checkpoints.read(note, "checkpoint");
        Set<String> cosigners = Set.of();
        var keyChange = checkpoint == null ? keyChange(manifest, note) : Optional.<KeyChange>empty();
        if (checkpoint != null) {
            cosigners = policy.cosigners(SignedNote.parse(note));
            var whole = manifest == null || manifest.complete();
            kept = KeptCheckpoint.of(trust, checkpoints, checkpoint, whole, tally)
                    .orElse(null);
            var records = new RecordAudit(tally, erasures, checkpoints, whole);
            if (manifest == null && hasRecords()) {
                tally.add(AuditCode.FILE_MISSING, AuditFinding.WHOLE, "export.json");
            }
            if (manifest != null
                    && (manifest.size() != checkpoint.size()
                            || !manifest.origin().equals(checkpoint.origin()))) {
                tally.add(AuditCode.CHECKPOINT_MALFORMED, manifest.size(), "the export is of another checkpoint");
            } else if (manifest == null || manifest.complete()) {
                readLog(manifest, checkpoint, checkpoints, records);
            } else {
                readRecords(manifest, checkpoint, note, records);
            }
            checkpoints.judge();
            erasures.judge(tally);
        }
        return new AuditReport(
                files.name(),
                checkpoint == null ? keyChange.map(KeyChange::origin).orElse("") : checkpoint.origin(),
                checkpoint == null ? keyChange.map(KeyChange::signedSize).orElse(0L) : checkpoint.size(),
                trust.policy().isPresent(),
                cosigners,
                checkpoint != null && ((manifest == null && first == 0) || (manifest != null && manifest.complete())),
                tally.entries,
                tally.checkpoints,
                tally.tiles,
                tally.parts(),
                keyChange,
                tally.first(),
                tally.findings());
    }

    private Optional<KeyChange> keyChange(@Nullable ExportManifest manifest, String note) throws IOException {
        if (trust.policy().isEmpty() || (manifest != null && !manifest.complete())) {
            return Optional.empty();
        }
        return new FormerKeyAudit(files, trust.policy().get(), trust.nowUnixSeconds(), tally)
                .run(note, manifest == null ? 0 : manifest.first());
    }

    private TlogPolicy policy() throws IOException {
        if (trust.policy().isPresent()) {
            return trust.policy().get();
        }
        var file = files.read("policy", POLICY_BYTES_MAX);
        if (file.isEmpty()) {
            throw new MalformedException("no-policy");
        }
        return TlogPolicy.parse(file.get());
    }

    private @Nullable String text(String path, int bytesMax) throws IOException {
        return files.read(path, bytesMax)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse(null);
    }

    /** Every entry from the first on: the tree is built out of them. */
    private void readLog(
            @Nullable ExportManifest manifest,
            Checkpoint checkpoint,
            TrustedCheckpoints checkpoints,
            RecordAudit records)
            throws IOException {
        earlierSizes.addAll(files.numbers("checkpoints"));
        var entries = new LogEntries(files, checkpoint.size(), tally);
        var tree = new TileBuilder();
        first = manifest == null ? 0 : manifest.first();
        if (first % TilePath.WIDTH_MAX != 0) {
            throw new MalformedException("manifest");
        }
        try (var lines = manifest == null ? null : lines()) {
            var count = 0L;
            for (var number = 0L; number * TilePath.WIDTH_MAX < checkpoint.size(); number++) {
                var begin = number * TilePath.WIDTH_MAX;
                if (manifest == null && begin == first && tally.entries == 0 && !entries.isServed(number)) {
                    first += TilePath.WIDTH_MAX; // a server that removed its oldest entries
                }
                if (begin < first) {
                    for (var hash : entries.leafHashes(number)) {
                        grow(tree, hash, entries, checkpoints);
                    }
                } else {
                    for (var leaf : entries.bundle(number)) {
                        var record = lines == null ? null : lines.next();
                        if (record != null) {
                            count++;
                            compare(record, tree.size(), leaf, records);
                        }
                        tally.entries++;
                        grow(tree, Leaf.hash(leaf), entries, checkpoints);
                    }
                }
                if (tree.size() < Math.min(begin + TilePath.WIDTH_MAX, checkpoint.size())) {
                    return; // something is missing, which is among the findings: no tree can be built beyond it
                }
                if (tree.size() % PROGRESS_ENTRIES == 0) {
                    progress.accept(tree.size());
                }
            }
            if (manifest != null) {
                if (count != manifest.records()
                        || count != checkpoint.size() - first
                        || (lines != null && lines.next() != null)) {
                    tally.add(AuditCode.RECORD_COUNT, AuditFinding.WHOLE, "records.jsonl");
                }
                erasures.judgeEntries(first, tally);
            }
        } catch (MalformedException e) {
            tally.add(AuditCode.RECORD_MALFORMED, tree.size(), e.reason());
            return;
        }
        finish(tree, checkpoint, entries);
    }

    private RecordLines lines() throws IOException {
        var file = files.open(RECORDS);
        if (file.isEmpty()) {
            throw new MalformedException("no-records");
        }
        return new RecordLines(file.get());
    }

    private boolean hasRecords() throws IOException {
        try (var file = files.open(RECORDS).orElse(null)) {
            return file != null;
        }
    }

    private void compare(ExportedRecord record, long index, byte[] leaf, RecordAudit records) {
        if (record.index() != index || !Arrays.equals(record.leaf(), leaf)) {
            tally.add(AuditCode.ENTRY_MISMATCH, index, "records.jsonl");
        } else {
            records.check(record);
        }
    }

    private void grow(TileBuilder tree, byte[] leafHash, LogEntries entries, TrustedCheckpoints checkpoints)
            throws IOException {
        for (var tile : tree.add(leafHash)) {
            entries.compare(tile.level(), tile.number(), tile.hashes());
        }
        while (!earlierSizes.isEmpty() && earlierSizes.peek() <= tree.size()) {
            earlier(earlierSizes.remove(), tree, checkpoints);
        }
        if (kept != null && kept.size() == tree.size()) {
            if (!MessageDigest.isEqual(kept.root(), tree.root())) {
                tally.add(AuditCode.INCONSISTENT, kept.size(), "the kept checkpoint has another root");
            }
            kept = null;
        }
    }

    private void earlier(long size, TileBuilder tree, TrustedCheckpoints checkpoints) throws IOException {
        var note = text("checkpoints/" + size, NOTE_BYTES_MAX);
        var checkpoint = note == null ? null : checkpoints.readEarlier(note, size);
        if (checkpoint == null || size == 0) {
            return;
        }
        tally.checkpoints++;
        if (checkpoint.size() != size) {
            tally.add(AuditCode.CHECKPOINT_MALFORMED, size, "it is of another size");
        } else if (!MessageDigest.isEqual(checkpoint.root(), tree.root())) {
            tally.add(AuditCode.ROOT_MISMATCH, size, "checkpoint");
        }
    }

    private void finish(TileBuilder tree, Checkpoint checkpoint, LogEntries entries) throws IOException {
        tally.checkpoints++;
        if (!MessageDigest.isEqual(checkpoint.root(), tree.root())) {
            tally.add(AuditCode.ROOT_MISMATCH, checkpoint.size(), "checkpoint");
        }
        for (var size : earlierSizes) {
            tally.add(AuditCode.ROLLBACK, checkpoint.size(), "there is a checkpoint of " + size + " entries");
        }
        for (var level = 0; TilePath.HEIGHT * level < Long.SIZE - 1; level++) {
            var partial = tree.partial(level);
            if (partial.length > 0) {
                entries.compare(level, TilePath.fullTiles(level, tree.size()), partial);
            }
        }
    }

    /** Some entries, each with a proof of its own. */
    private void readRecords(ExportManifest manifest, Checkpoint checkpoint, String note, RecordAudit records)
            throws IOException {
        tally.checkpoints++;
        var count = 0L;
        try (var lines = lines()) {
            for (var record = lines.next(); record != null; record = lines.next()) {
                count++;
                if (isProven(record, checkpoint, note)) {
                    tally.entries++;
                    records.check(record);
                }
                if (count % PROGRESS_ENTRIES == 0) {
                    progress.accept(count);
                }
            }
        } catch (MalformedException e) {
            tally.add(AuditCode.RECORD_MALFORMED, AuditFinding.WHOLE, e.reason());
        }
        if (count != manifest.records()) {
            tally.add(AuditCode.RECORD_COUNT, AuditFinding.WHOLE, "records.jsonl");
        }
    }

    private boolean isProven(ExportedRecord record, Checkpoint checkpoint, String note) {
        if (record.proof() == null) {
            tally.add(AuditCode.PROOF_MALFORMED, record.index(), "there is none");
            return false;
        }
        try {
            var proof = TlogProof.parse(record.proof());
            if (proof.index() != record.index() || record.index() >= checkpoint.size()) {
                tally.add(AuditCode.INDEX_OUT_OF_RANGE, record.index(), "proof");
                return false;
            }
            // All of an export is proven against one checkpoint, whose signatures were judged once.
            if (!proof.note().equals(note)) {
                tally.add(AuditCode.PROOF_MALFORMED, record.index(), "its checkpoint is not the export's");
                return false;
            }
            if (proof.verifyUnder(Leaf.hash(record.leaf()), checkpoint) == TlogProof.Verdict.INCLUDED) {
                return true;
            }
            tally.add(AuditCode.INCLUSION_FAILED, record.index(), "proof");
        } catch (MalformedException e) {
            tally.add(AuditCode.PROOF_MALFORMED, record.index(), e.reason());
        }
        return false;
    }
}
