// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrownTreeTest {
    private static final int LEAVES = 1_100;

    private final List<byte[]> leaves = Trees.leafHashes(LEAVES);

    @Test
    void proofsAreThoseOfTheWholeTree() {
        for (var oldSize : List.of(0, 1, 2, 3, 7, 255, 256, 257, 300, 511, 512, 600, 1_000)) {
            for (var newSize : List.of(1, 2, 3, 8, 256, 257, 511, 513, 768, 1_024, 1_025, LEAVES)) {
                if (newSize > oldSize) {
                    check(oldSize, newSize, oldSize);
                    check(oldSize, newSize, oldSize / TilePath.WIDTH_MAX * TilePath.WIDTH_MAX);
                }
            }
        }
    }

    private void check(int oldSize, int newSize, int first) {
        var whole = new ProofMaker(Trees.nodes(leaves));
        var grown = new ProofMaker(grown(oldSize, first, leaves.subList(first, newSize)));
        assertThat(grown.root(newSize)).isEqualTo(whole.root(newSize));
        assertThat(grown.consistency(oldSize, newSize))
                .usingElementComparator((left, right) -> java.util.Arrays.compare(left, right))
                .containsExactlyElementsOf(whole.consistency(oldSize, newSize));
    }

    /** As where another process has signed the tree since. */
    @Test
    void proofsFromLaterSizesAreThoseOfTheWholeTree() {
        var whole = new ProofMaker(Trees.nodes(leaves));
        var newSize = 777;
        for (var oldSize : List.of(1, 5, 255, 256, 300, 511, 512, 600)) {
            for (var first : List.of(oldSize, oldSize / TilePath.WIDTH_MAX * TilePath.WIDTH_MAX)) {
                var grown = new ProofMaker(grown(oldSize, first, leaves.subList(first, newSize)));
                for (var signedSize = oldSize; signedSize <= newSize; signedSize += 1 + signedSize % 29) {
                    assertThat(grown.consistency(signedSize, newSize))
                            .usingElementComparator((left, right) -> java.util.Arrays.compare(left, right))
                            .containsExactlyElementsOf(whole.consistency(signedSize, newSize));
                }
            }
        }
    }

    @Test
    void root_isAnotherWhereAnyHashIs() {
        for (var wrong : List.of(256, 299, 300, 399)) {
            var hashes = Tile.concatenated(leaves.subList(256, 400));
            hashes[(wrong - 256) * TreeHasher.HASH_BYTES] ^= 1;
            var tree = new GrownTree(frontier(300), 256, hashes);
            assertThat(new ProofMaker(tree).root(400)).isNotEqualTo(Trees.root(leaves.subList(0, 400)));
        }
    }

    @Test
    void node_isARootOfAFullTile() {
        var tree = grown(300, 256, leaves.subList(256, 600));
        assertThat(tree.node(8, 1)).isEqualTo(Trees.root(leaves.subList(256, 512)));
        assertThat(tree.node(8, 0)).isEqualTo(Trees.root(leaves.subList(0, 256)));
    }

    @Test
    void node_refusesWhatTheFrontierLacks() {
        var tree = grown(300, 256, leaves.subList(256, 600));
        assertThatThrownBy(() -> tree.node(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.node(7, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private GrownTree grown(int oldSize, int first, List<byte[]> hashes) {
        return new GrownTree(frontier(oldSize), first, Tile.concatenated(hashes));
    }

    private Frontier frontier(int size) {
        return Frontier.empty().append(leaves.subList(0, size));
    }
}
