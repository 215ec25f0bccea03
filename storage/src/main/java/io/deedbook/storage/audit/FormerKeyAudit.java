// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.sign.KeyHandover;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointVerdict;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TileBuilder;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Audits the beginning of a log whose checkpoint is by another key than the reader's: as far as the reader's key
 * signed, and which key it made its successor. Nothing else is said of what came later. For one run; blocks.
 */
final class FormerKeyAudit {
    private static final int NOTE_BYTES_MAX = 4 * SignedNote.CHARS_MAX;
    private static final int CHECKPOINTS_MAX = 10_000;
    private static final String KEY = "key";
    // the members of an entry of this kind
    private static final String VKEY = "vkey";
    private static final String HANDOVER = "handover";

    private final AuditFiles files;
    private final TlogPolicy policy;
    private final long nowUnixSeconds;
    private final AuditTally tally;

    /** @param policy which the reader brought along, and whose keys alone count */
    FormerKeyAudit(AuditFiles files, TlogPolicy policy, long nowUnixSeconds, AuditTally tally) {
        this.files = files;
        this.policy = TlogPolicy.ofLogs(
                policy.logs().stream().map(TlogPolicy.Log::key).toList());
        this.nowUnixSeconds = nowUnixSeconds;
        this.tally = tally;
    }

    /**
     * Audits.
     *
     * @param note the log's checkpoint, which is not trusted
     * @param first entry that is there, by which the export begins
     * @return empty where the reader's key signed nothing of what is there
     */
    Optional<KeyChange> run(String note, long first) throws IOException {
        var size = size(note);
        var checkpoint = size < 0 ? null : lastSigned(size);
        if (checkpoint == null || !isBeginning(checkpoint, size, first)) {
            return Optional.empty();
        }
        var successor = successor();
        return Optional.of(new KeyChange(
                checkpoint.origin(),
                checkpoint.size(),
                successor == null ? AuditFinding.WHOLE : successor.getKey(),
                successor == null ? null : successor.getValue()));
    }

    /** The size that the log says it has, or −1 when this is no matter of keys. */
    private long size(String note) {
        try {
            var signed = SignedNote.parse(note);
            return policy.check(signed, nowUnixSeconds) == CheckpointVerdict.NO_TRUSTED_SIGNATURE
                    ? Checkpoint.parse(signed.text()).size()
                    : -1;
        } catch (MalformedException e) {
            return -1;
        }
    }

    /** The largest checkpoint that the reader's key signed. */
    private @Nullable Checkpoint lastSigned(long size) throws IOException {
        var sizes = new ArrayList<>(files.numbers("checkpoints"));
        Collections.reverse(sizes);
        for (var one : sizes.subList(0, Math.min(sizes.size(), CHECKPOINTS_MAX))) {
            var bytes = files.read("checkpoints/" + one, NOTE_BYTES_MAX);
            var checkpoint = bytes.isEmpty() ? null : signed(new String(bytes.get(), StandardCharsets.UTF_8));
            if (checkpoint != null && checkpoint.size() == one && one > 0 && one <= size) {
                return checkpoint;
            }
        }
        return null;
    }

    private @Nullable Checkpoint signed(String note) {
        try {
            var signed = SignedNote.parse(note);
            return policy.check(signed, nowUnixSeconds) == CheckpointVerdict.TRUSTED
                    ? Checkpoint.parse(signed.text())
                    : null;
        } catch (MalformedException e) {
            return null;
        }
    }

    private boolean isBeginning(Checkpoint checkpoint, long size, long first) throws IOException {
        var entries = new LogEntries(files, size, tally);
        var tree = new TileBuilder();
        for (var number = 0L; tree.size() < checkpoint.size(); number++) {
            var begin = tree.size();
            var there = begin >= first;
            for (var bytes : there ? entries.bundle(number) : entries.leafHashes(number)) {
                if (tree.size() < checkpoint.size()) {
                    tree.add(there ? Leaf.hash(bytes) : bytes);
                    tally.entries += there ? 1 : 0;
                }
            }
            if (tree.size() < Math.min(begin + TilePath.WIDTH_MAX, checkpoint.size())) {
                return false; // something is missing, which is among the findings
            }
        }
        tally.checkpoints++;
        if (!MessageDigest.isEqual(checkpoint.root(), tree.root())) {
            tally.add(AuditCode.ROOT_MISMATCH, checkpoint.size(), "checkpoint");
            return false;
        }
        return true;
    }

    /** The last key to which the signatures of handovers lead from the reader's, and the entry that names it. */
    private Map.@Nullable Entry<Long, Vkey> successor() throws IOException {
        var file = files.open("records.jsonl");
        if (file.isEmpty()) {
            return null;
        }
        var chain =
                new ArrayList<>(policy.logs().stream().map(TlogPolicy.Log::key).toList());
        Map.Entry<Long, Vkey> last = null;
        try (var lines = new RecordLines(file.get())) {
            for (var record = lines.next(); record != null; record = lines.next()) {
                var next = handedOver(record, chain);
                if (next != null) {
                    chain.add(next);
                    last = Map.entry(record.index(), next);
                }
            }
        } catch (MalformedException e) {
            tally.add(AuditCode.RECORD_MALFORMED, AuditFinding.WHOLE, e.reason());
        }
        return last;
    }

    private static @Nullable Vkey handedOver(ExportedRecord record, Iterable<Vkey> chain) {
        var content = record.parts().get(Part.CONTENT);
        if (content == null || !AuditedLeaf.parse(record.leaf()).kind().equals(KEY)) {
            return null;
        }
        var texts = EntryText.read(content.content());
        var named = texts.get(VKEY);
        if (named == null) {
            return null;
        }
        var next = Vkey.parseLog(named);
        for (var key : chain) {
            if (KeyHandover.isBy(key, next, texts.get(HANDOVER))) {
                return next;
            }
        }
        return null;
    }
}
