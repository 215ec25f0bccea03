// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.witness;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.ProofMaker;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A log that signs whatever it is asked to. */
final class TestLog {
    private final Vkey vkey;
    private final byte[] secret;
    private final List<byte[]> leaves;

    TestLog(String origin, int size) {
        this(origin, newSecret(), leaves(size, "leaf "));
    }

    private TestLog(String origin, byte[] secret, List<byte[]> leaves) {
        this.secret = secret;
        this.leaves = leaves;
        var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, publicKey, 0);
        vkey = Vkey.ed25519(origin, publicKey);
    }

    private static byte[] newSecret() {
        var secret = new byte[Ed25519.SECRET_KEY_SIZE];
        Ed25519.generatePrivateKey(new SecureRandom(), secret);
        return secret;
    }

    private static List<byte[]> leaves(int size, String text) {
        var hasher = new TreeHasher();
        var leaves = new ArrayList<byte[]>();
        for (var index = 0; index < size; index++) {
            leaves.add(hasher.leaf((text + index).getBytes(StandardCharsets.UTF_8)));
        }
        return leaves;
    }

    /** The same key over other leaves. */
    TestLog fork() {
        return new TestLog(vkey.name(), secret, leaves(leaves.size(), "other "));
    }

    Vkey vkey() {
        return vkey;
    }

    SignedNote note(long size) {
        return sign(new Checkpoint(vkey.name(), size, root(size)));
    }

    private byte[] root(long size) {
        return Frontier.empty().append(leaves.subList(0, (int) size)).root();
    }

    private SignedNote sign(Checkpoint checkpoint) {
        var text = checkpoint.format().getBytes(StandardCharsets.UTF_8);
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secret, 0, text, 0, text.length, signature, 0);
        return new SignedNote(checkpoint.format(), List.of(new NoteSignature(vkey.name(), vkey.keyId(), signature)));
    }

    /** A first submission of a tree that has this root. */
    byte[] sign(long size, byte[] root) {
        return body(0, List.of(), sign(new Checkpoint(vkey.name(), size, root)));
    }

    List<byte[]> proof(long oldSize, long size) {
        var hasher = new TreeHasher();
        return new ProofMaker((level, index) -> {
                    var first = (int) (index << level);
                    var all = new byte[(1 << level) * TreeHasher.HASH_BYTES];
                    for (var leaf = 0; leaf < 1 << level; leaf++) {
                        System.arraycopy(
                                leaves.get(first + leaf), 0, all, leaf * TreeHasher.HASH_BYTES, TreeHasher.HASH_BYTES);
                    }
                    return hasher.perfectRoot(all, 0, 1 << level);
                })
                .consistency(oldSize, size);
    }

    byte[] submission(long oldSize, long size) {
        return submission(oldSize, size, proof(oldSize, size));
    }

    byte[] submission(long oldSize, long size, List<byte[]> proof) {
        return body(oldSize, proof, note(size));
    }

    byte[] submission(long oldSize, long size, SignedNote note) {
        return body(oldSize, proof(oldSize, size), note);
    }

    private static byte[] body(long oldSize, List<byte[]> proof, SignedNote note) {
        return new CheckpointSubmission(oldSize, proof, note.format()).format().getBytes(StandardCharsets.UTF_8);
    }
}
