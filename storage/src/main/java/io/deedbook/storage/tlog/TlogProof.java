// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * A proof that can be handed around (C2SP tlog-proof): where a leaf stands, and the checkpoint that covers it.
 *
 * @param extra the leaf's bytes with us, which makes the text a complete receipt; empty where there is none
 * @param index of the leaf
 * @param path sibling hashes, from the leaf up
 * @param note the signed checkpoint, verbatim
 */
public record TlogProof(byte[] extra, long index, List<byte[]> path, String note) {
    /** The largest text that is read, in UTF-16 units: the largest leaf in base64, 63 hashes and a note. */
    public static final int CHARS_MAX = 98_304 + SignedNote.CHARS_MAX;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final int PATH_HASHES_MAX = 63;

    /** What a proof amounts to. */
    public enum Verdict {
        INCLUDED("included"),
        /** The checkpoint is not to be relied on; {@link CheckpointVerdict} says why. */
        CHECKPOINT_REFUSED("checkpoint-refused"),
        /** The checkpoint's tree does not have the index. */
        INDEX_OUT_OF_RANGE("index-out-of-range"),
        /** The hashes do not lead from the leaf to the root. */
        INCLUSION_FAILED("inclusion-failed");

        private final String wireName;

        Verdict(String wireName) {
            this.wireName = wireName;
        }

        /** The name in reports. */
        public String wireName() {
            return wireName;
        }
    }

    public TlogProof {
        path = List.copyOf(path);
        if (index < 0) {
            throw new MalformedException("proof-index");
        }
        if (path.size() > PATH_HASHES_MAX) {
            throw new MalformedException("proof-path");
        }
    }

    /**
     * Reads the text of a {@code .tlog-proof} file.
     *
     * @throws MalformedException for whatever differs from the format, in the checkpoint too
     */
    public static TlogProof parse(String text) {
        if (text.length() > CHARS_MAX) {
            throw new MalformedException("proof-length");
        }
        var blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new MalformedException("proof-form");
        }
        var lines = List.of(text.substring(0, blank).split("\n", -1));
        var next = 0;
        if (!lines.get(next++).equals(HEADER)) {
            throw new MalformedException("proof-header");
        }
        var extra = new byte[0];
        if (next < lines.size() && lines.get(next).startsWith("extra ")) {
            extra = Base64Text.decode(lines.get(next++).substring("extra ".length()), "proof-extra");
            if (extra.length == 0) {
                throw new MalformedException("proof-extra");
            }
        }
        if (next == lines.size() || !lines.get(next).startsWith("index ")) {
            throw new MalformedException("proof-index");
        }
        var index = Decimal.parse(lines.get(next++).substring("index ".length()), "proof-index");
        if (lines.size() - next > PATH_HASHES_MAX) {
            throw new MalformedException("proof-path");
        }
        var path = new ArrayList<byte[]>();
        for (var line : lines.subList(next, lines.size())) {
            path.add(Base64Text.decodeHash(line, "proof-path"));
        }
        var note = text.substring(blank + 2);
        Checkpoint.parse(SignedNote.parse(note).text());
        return new TlogProof(extra, index, path, note);
    }

    /**
     * Checks the proof for a leaf, of which the caller knows the hash from the leaf's own bytes.
     *
     * @param policy got out of band
     * @param nowUnixSeconds the verifier's clock
     */
    public Verdict verify(byte[] leafHash, TlogPolicy policy, long nowUnixSeconds) {
        return checkpointVerdict(policy, nowUnixSeconds) == CheckpointVerdict.TRUSTED
                ? verifyUnder(leafHash, checkpoint())
                : Verdict.CHECKPOINT_REFUSED;
    }

    /** Checks the hashes alone, under a checkpoint that the caller relies on already. */
    public Verdict verifyUnder(byte[] leafHash, Checkpoint checkpoint) {
        if (index >= checkpoint.size()) {
            return Verdict.INDEX_OUT_OF_RANGE;
        }
        return ProofVerifier.includes(leafHash, index, checkpoint.size(), path, checkpoint.root())
                ? Verdict.INCLUDED
                : Verdict.INCLUSION_FAILED;
    }

    /** As {@link #verify(byte[], TlogPolicy, long)} for somebody who trusts the log's key alone. */
    public Verdict verify(byte[] leafHash, Vkey key) {
        return verify(leafHash, TlogPolicy.ofLogs(List.of(key)), 0);
    }

    /** Whether the checkpoint in it can be relied on. */
    public CheckpointVerdict checkpointVerdict(TlogPolicy policy, long nowUnixSeconds) {
        return policy.check(SignedNote.parse(note), nowUnixSeconds);
    }

    /** The checkpoint in it, whoever signed it. */
    public Checkpoint checkpoint() {
        return Checkpoint.parse(SignedNote.parse(note).text());
    }

    /** The text of a {@code .tlog-proof} file. */
    public String format() {
        var text = new StringBuilder(2048).append(HEADER).append('\n');
        if (extra.length > 0) {
            text.append("extra ").append(Base64Text.encode(extra)).append('\n');
        }
        text.append("index ").append(index).append('\n');
        for (var hash : path) {
            text.append(Base64Text.encode(hash)).append('\n');
        }
        return text.append('\n').append(note).toString();
    }
}
