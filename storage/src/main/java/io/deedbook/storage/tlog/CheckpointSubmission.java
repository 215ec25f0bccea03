// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint with the proof that it continues an earlier one: the body of {@code add-checkpoint} (C2SP tlog-witness).
 *
 * @param oldSize of the tree that the other side is thought to have seen last; 0 for none
 * @param proof the consistency proof from it, empty from 0
 * @param checkpoint the rest of the body: a signed checkpoint, or its text alone where that is to be signed
 */
public record CheckpointSubmission(long oldSize, List<byte[]> proof, String checkpoint) {
    /** The largest body that is read, in UTF-16 units. */
    public static final int CHARS_MAX = 4_096 + SignedNote.CHARS_MAX;

    /** The media type of the answer that says which size the other side has seen. */
    public static final String SIZE_TYPE = "text/x.tlog.size";

    private static final String FIRST = "old ";
    private static final int PROOF_HASHES_MAX = 63;

    public CheckpointSubmission {
        proof = List.copyOf(proof);
        if (oldSize < 0) {
            throw new MalformedException("submission-old");
        }
        if (proof.size() > PROOF_HASHES_MAX) {
            throw new MalformedException("submission-proof");
        }
    }

    /**
     * Reads a body. What the checkpoint is, the caller finds out.
     *
     * @throws MalformedException {@code submission-length}, {@code submission-form}, {@code submission-old},
     *     {@code submission-proof}
     */
    public static CheckpointSubmission parse(String body) {
        if (body.length() > CHARS_MAX) {
            throw new MalformedException("submission-length");
        }
        var blank = body.indexOf("\n\n");
        if (blank < 0 || !body.startsWith(FIRST)) {
            throw new MalformedException("submission-form");
        }
        var lines = List.of(body.substring(0, blank).split("\n", PROOF_HASHES_MAX + 2));
        var oldSize = Decimal.parse(lines.get(0).substring(FIRST.length()), "submission-old");
        if (lines.size() > PROOF_HASHES_MAX + 1) {
            throw new MalformedException("submission-proof");
        }
        var proof = new ArrayList<byte[]>();
        for (var line : lines.subList(1, lines.size())) {
            proof.add(Base64Text.decodeHash(line, "submission-proof"));
        }
        return new CheckpointSubmission(oldSize, proof, body.substring(blank + 2));
    }

    /**
     * Whether the proof shows that the tree of {@code next} begins with the one that was seen last. Every tree begins
     * with the empty one, so from size 0 there is nothing to show, and the proof must be empty.
     */
    public boolean shows(long seenSize, byte[] seenRoot, Checkpoint next) {
        if (seenSize > 0) {
            return ProofVerifier.extend(seenSize, seenRoot, next.size(), next.root(), proof);
        }
        return proof.isEmpty() && (next.size() > 0 || MessageDigest.isEqual(next.root(), seenRoot));
    }

    /** The body that {@link #parse} reads. */
    public String format() {
        var body = new StringBuilder(FIRST).append(oldSize).append('\n');
        proof.forEach(hash -> body.append(Base64Text.encode(hash)).append('\n'));
        return body.append('\n').append(checkpoint).toString();
    }

    /** The body of type {@link #SIZE_TYPE}. */
    public static String formatSize(long size) {
        return size + "\n";
    }

    /**
     * Reads a body of type {@link #SIZE_TYPE}.
     *
     * @throws MalformedException {@code submission-size}
     */
    public static long parseSize(String body) {
        if (!body.endsWith("\n")) {
            throw new MalformedException("submission-size");
        }
        return Decimal.parse(body.substring(0, body.length() - 1), "submission-size");
    }
}
