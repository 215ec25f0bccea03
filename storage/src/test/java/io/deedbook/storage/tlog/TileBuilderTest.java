// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileBuilderTest {
    @Test
    void add_givesEveryFullTileOfEveryLevel() {
        var leaves = Trees.leafHashes(256 * 256 + 300);
        var builder = new TileBuilder();
        var tiles = new ArrayList<Tile>();
        leaves.forEach(leaf -> tiles.addAll(builder.add(leaf)));

        assertThat(tiles).hasSize(257 + 1);
        assertThat(tiles.get(0)).satisfies(first -> {
            assertThat(first.level()).isZero();
            assertThat(first.number()).isZero();
            assertThat(first.hashes()).isEqualTo(Tile.concatenated(leaves.subList(0, 256)));
            assertThat(first.root()).isEqualTo(Trees.root(leaves.subList(0, 256)));
        });
        var above = tiles.stream().filter(tile -> tile.level() == 1).toList();
        assertThat(above).hasSize(1);
        assertThat(above.get(0).number()).isZero();
        assertThat(above.get(0).root()).isEqualTo(Trees.root(leaves.subList(0, 65_536)));
        assertThat(tiles.get(257).number()).isEqualTo(256);
        assertThat(List.of(tiles.get(255).level(), tiles.get(256).level())).containsExactly(0, 1);
    }
}
