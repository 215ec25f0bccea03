// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every proof of every small tree, and every way to spoil one. */
class ProofTest {
    private static final int SIZE_MAX = 64;
    private static final List<byte[]> LEAVES = Trees.leafHashes(SIZE_MAX + 1);

    @Test
    void includes_acceptsEveryProofAndRefusesEverySpoiltOne() {
        for (var size = 1; size <= SIZE_MAX; size++) {
            var leaves = LEAVES.subList(0, size);
            var root = Trees.root(leaves);
            var maker = new ProofMaker(Trees.nodes(leaves));
            for (var index = 0; index < size; index++) {
                var path = maker.inclusion(index, size);
                assertThat(ProofVerifier.includes(leaves.get(index), index, size, path, root))
                        .as("leaf %d of %d", index, size)
                        .isTrue();
                for (var spoilt : spoilt(path)) {
                    assertThat(ProofVerifier.includes(leaves.get(index), index, size, spoilt, root))
                            .as("leaf %d of %d, spoilt", index, size)
                            .isFalse();
                }
                for (var other = -1; other <= size; other++) {
                    assertThat(ProofVerifier.includes(leaves.get(index), other, size, path, root))
                            .as("leaf %d of %d as %d", index, size, other)
                            .isEqualTo(other == index);
                }
                assertThat(ProofVerifier.includes(flipped(leaves.get(index)), index, size, path, root))
                        .isFalse();
                assertThat(ProofVerifier.includes(leaves.get(index), index, size, path, flipped(root)))
                        .isFalse();
            }
        }
    }

    @Test
    void includes_refusesAnotherSizeUnlessThePathHasTheSameShape() {
        for (var size = 1; size <= SIZE_MAX; size++) {
            var leaves = LEAVES.subList(0, size);
            var root = Trees.root(leaves);
            for (var index = 0; index < size; index++) {
                var path = new ProofMaker(Trees.nodes(leaves)).inclusion(index, size);
                for (var other = 0; other <= SIZE_MAX + 1; other++) {
                    var accepted = ProofVerifier.includes(leaves.get(index), index, other, path, root);
                    assertThat(accepted)
                            .as("leaf %d of %d as of %d", index, size, other)
                            .isEqualTo(index < other && shape(index, other).equals(shape(index, size)));
                }
            }
        }
    }

    /** On which side each sibling stands, from the leaf up: all that the climb depends on besides the hashes. */
    private static String shape(long index, long size) {
        if (size == 1) {
            return "";
        }
        var left = Long.highestOneBit(size - 1);
        return index < left ? shape(index, left) + "r" : shape(index - left, size - left) + "l";
    }

    @Test
    void extend_acceptsEveryProofAndRefusesEverySpoiltOne() {
        for (var size = 0; size <= SIZE_MAX; size++) {
            var leaves = LEAVES.subList(0, size);
            var root = Trees.root(leaves);
            var maker = new ProofMaker(Trees.nodes(leaves));
            for (var old = 1; old <= size; old++) {
                var oldRoot = Trees.root(LEAVES.subList(0, old));
                var path = maker.consistency(old, size);
                assertThat(ProofVerifier.extend(old, oldRoot, size, root, path))
                        .as("%d to %d", old, size)
                        .isTrue();
                for (var spoilt : spoilt(path)) {
                    assertThat(ProofVerifier.extend(old, oldRoot, size, root, spoilt))
                            .as("%d to %d, spoilt", old, size)
                            .isFalse();
                }
                assertThat(ProofVerifier.extend(old, flipped(oldRoot), size, root, path))
                        .isFalse();
                assertThat(ProofVerifier.extend(old, oldRoot, size, flipped(root), path))
                        .isFalse();
                for (var other = 0; other < old; other++) {
                    assertThat(ProofVerifier.extend(other, oldRoot, size, root, path))
                            .as("%d to %d as from %d", old, size, other)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void extend_showsNothingFromTheEmptyTree() {
        assertThat(ProofVerifier.extend(0, TreeHasher.emptyRoot(), 4, Trees.root(LEAVES.subList(0, 4)), List.of()))
                .isFalse();
        assertThat(ProofVerifier.extend(0, TreeHasher.emptyRoot(), 0, TreeHasher.emptyRoot(), List.of()))
                .isFalse();
    }

    @Test
    void extend_refusesToShrink() {
        var root = Trees.root(LEAVES.subList(0, 4));
        assertThat(ProofVerifier.extend(5, root, 4, root, List.of())).isFalse();
        assertThat(ProofVerifier.extend(-1, root, 4, root, List.of())).isFalse();
    }

    private static List<List<byte[]>> spoilt(List<byte[]> path) {
        var all = new ArrayList<List<byte[]>>();
        for (var position = 0; position < path.size(); position++) {
            var flip = new ArrayList<>(path);
            flip.set(position, flipped(path.get(position)));
            all.add(flip);
            var cut = new ArrayList<>(path);
            cut.remove(position);
            all.add(cut);
            var twice = new ArrayList<>(path);
            twice.add(position, path.get(position));
            all.add(twice);
            var shorter = new ArrayList<>(path);
            shorter.set(position, new byte[31]);
            all.add(shorter);
        }
        var longer = new ArrayList<>(path);
        longer.add(new byte[32]);
        all.add(longer);
        var before = new ArrayList<>(path);
        before.add(0, new byte[32]);
        all.add(before);
        return all;
    }

    private static byte[] flipped(byte[] hash) {
        var copy = hash.clone();
        copy[7] ^= 4;
        return copy;
    }
}
