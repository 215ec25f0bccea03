// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.tlog.MalformedException;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Holds a record against its leaf: which parts open, which are gone. What the log says of keys and erasures is noted.
 */
final class RecordAudit {
    private static final Set<String> ERASING = Set.of("erasure", "retention");
    private static final Set<String> NAMING_KEYS = Set.of("genesis", "key", "retention");
    /** What may be erased; every other entry says something of the ledger itself. */
    private static final Set<String> ERASABLE = Set.of("record", "finding");

    private final AuditTally tally;
    private final Erasures erasures;
    private final TrustedCheckpoints checkpoints;
    private final boolean complete;

    /** @param complete whether everything is there: then nothing can be withheld */
    RecordAudit(AuditTally tally, Erasures erasures, TrustedCheckpoints checkpoints, boolean complete) {
        this.complete = complete;
        this.tally = tally;
        this.erasures = erasures;
        this.checkpoints = checkpoints;
    }

    /** Checks a record whose leaf was proven to be in the log. */
    void check(ExportedRecord record) {
        AuditedLeaf leaf;
        try {
            leaf = AuditedLeaf.parse(record.leaf());
        } catch (MalformedException e) {
            tally.add(AuditCode.LEAF_NOT_CANONICAL, record.index(), "leaf");
            return;
        }
        if (!ERASABLE.contains(leaf.kind())) {
            erasures.noteKept(record.index());
        }
        for (var part : record.parts().keySet()) {
            if (!leaf.commitments().containsKey(part)) {
                tally.count(PartVerdict.ALTERED);
                tally.add(AuditCode.ALTERED, record.index(), "part " + part.wireName() + " is not in the leaf");
            }
        }
        for (var commitment : leaf.commitments().entrySet()) {
            check(record, leaf, commitment.getKey(), commitment.getValue());
        }
    }

    private void check(ExportedRecord record, AuditedLeaf leaf, Part part, byte[] commitment) {
        var open = record.parts().get(part);
        if (open == null) {
            if (record.withheld().contains(part) && !complete && ERASABLE.contains(leaf.kind())) {
                erasures.noteWithheld(part, record.index());
            } else {
                erasures.noteAbsent(part, record.index());
            }
        } else if (MessageDigest.isEqual(commitment, Commitment.of(part, open.salt(), open.content()))) {
            tally.count(PartVerdict.VERIFIED);
            erasures.notePresent(part, record.index());
            if (part == Part.CONTENT) {
                take(record.index(), leaf.kind(), open.content());
            }
        } else {
            tally.count(PartVerdict.ALTERED);
            tally.add(AuditCode.ALTERED, record.index(), "part " + part.wireName());
        }
    }

    private void take(long index, String kind, byte[] content) {
        try {
            if (ERASING.contains(kind)) {
                erasures.add(index, EntryText.read(content));
            }
            if (NAMING_KEYS.contains(kind)) {
                checkpoints.addNamed(EntryText.read(content).values());
            }
        } catch (MalformedException e) {
            tally.add(AuditCode.RECORD_MALFORMED, index, e.reason());
        }
    }
}
