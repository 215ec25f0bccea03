// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.storage.tlog.CheckpointVerdict;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogProof;
import java.util.Optional;

/** Audits one {@code .tlog-proof} file, which with us has the leaf in it: a receipt that stands alone. */
public final class ProofAudit {
    private ProofAudit() {}

    /**
     * Audits a receipt.
     *
     * @param name of the file, as a person says it
     * @param trust whose policy must be there: a receipt brings none along
     * @throws MalformedException when it is no proof, one without the leaf, or of a larger tree than the kept
     *     checkpoint
     */
    public static AuditReport run(String name, String text, Trust trust) {
        var policy = trust.policy().orElseThrow(() -> new MalformedException("no-policy"));
        var tally = new AuditTally();
        var nowUnixSeconds = trust.nowUnixSeconds();
        var proof = TlogProof.parse(text);
        if (proof.extra().length == 0) {
            throw new MalformedException("proof-without-leaf");
        }
        var trusted = proof.checkpointVerdict(policy, nowUnixSeconds);
        var checkpoint = proof.checkpoint();
        if (trusted != CheckpointVerdict.TRUSTED) {
            tally.add(trusted.wireName(), checkpoint.size(), "checkpoint");
        }
        KeptCheckpoint.of(trust, new TrustedCheckpoints(policy, nowUnixSeconds, tally), checkpoint, false, tally);
        switch (proof.verifyUnder(Leaf.hash(proof.extra()), checkpoint)) {
            case INCLUDED -> tally.entries++;
            case INDEX_OUT_OF_RANGE -> tally.add(AuditCode.INDEX_OUT_OF_RANGE, proof.index(), "proof");
            default -> tally.add(AuditCode.INCLUSION_FAILED, proof.index(), "proof");
        }
        try {
            AuditedLeaf.parse(proof.extra());
        } catch (MalformedException e) {
            tally.add(AuditCode.LEAF_NOT_CANONICAL, proof.index(), "leaf");
        }
        return new AuditReport(
                name,
                checkpoint.origin(),
                checkpoint.size(),
                true,
                policy.cosigners(SignedNote.parse(proof.note())),
                false,
                tally.entries,
                1,
                0,
                tally.parts(),
                Optional.empty(),
                tally.first(),
                tally.findings());
    }
}
