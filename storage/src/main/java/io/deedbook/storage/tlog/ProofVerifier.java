// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Checks inclusion and consistency proofs as RFC 9162 §2.1.3.2 and §2.1.4.2 say, the last checks included. */
public final class ProofVerifier {
    private ProofVerifier() {}

    /** Whether {@code path} leads from the leaf at {@code index} to the root of the tree of {@code size} leaves. */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || !hashesOnly(path) || leafHash.length != TreeHasher.HASH_BYTES) {
            return false;
        }
        var hasher = new TreeHasher();
        var node = index;
        var last = size - 1;
        var hash = leafHash;
        for (var sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = hasher.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = hasher.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /**
     * Whether {@code path} shows that the new tree begins with the old one. Equal sizes need equal roots and an empty
     * path. From the empty tree nothing can be shown, since every tree begins with it: a caller who means that says so
     * itself.
     */
    public static boolean extend(long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> path) {
        if (oldSize < 1 || oldSize > newSize || !hashesOnly(path)) {
            return false;
        }
        if (oldSize == newSize) {
            return path.isEmpty() && MessageDigest.isEqual(oldRoot, newRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        return climb(oldSize, oldRoot, newSize, newRoot, path);
    }

    private static boolean climb(long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> path) {
        var hashes = new ArrayList<byte[]>(path.size() + 1);
        if (Long.bitCount(oldSize) == 1) {
            hashes.add(oldRoot);
        }
        hashes.addAll(path);
        var hasher = new TreeHasher();
        var node = oldSize - 1;
        var last = newSize - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        var oldHash = hashes.get(0);
        var newHash = oldHash;
        for (var sibling : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = hasher.node(sibling, oldHash);
                newHash = hasher.node(sibling, newHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newHash = hasher.node(newHash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && MessageDigest.isEqual(oldHash, oldRoot) && MessageDigest.isEqual(newHash, newRoot);
    }

    private static boolean hashesOnly(List<byte[]> path) {
        return path.stream().allMatch(hash -> hash.length == TreeHasher.HASH_BYTES);
    }
}
