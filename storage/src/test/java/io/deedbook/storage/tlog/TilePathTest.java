// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, 0/000",
        "0, 999, 256, 0/999",
        "0, 1000, 256, 0/x001/000",
        "0, 1234067, 256, 0/x001/x234/067",
        "1, 273, 112, 1/273.p/112",
        "63, 9223372036854775807, 1, 63/x009/x223/x372/x036/x854/x775/807.p/1"
    })
    void path_isWhatParseReads(int level, long number, int width, String path) {
        var tile = new TilePath(level, number, width);
        assertThat(tile.path()).isEqualTo(path);
        assertThat(TilePath.parse(path)).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0/",
                "0/0",
                "0/00",
                "0/0000",
                "00/000",
                "64/000",
                "-1/000",
                "0/x000/000",
                "0/001/000",
                "0/x001",
                "0/x1/000",
                "0/000.p/0",
                "0/000.p/256",
                "0/000.p/01",
                "0/000.p/1.p/1",
                "0/000/",
                "0/../000",
                "0/x009/x223/x372/x036/x854/x775/808",
                "0/x001/x009/x223/x372/x036/x854/x775/807"
            })
    void parse_refusesWhateverDiffersFromTheFormat(String path) {
        assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(MalformedException.class);
    }

    /** The example of the tlog-tiles specification. */
    @Test
    void countsAreThoseOfTheSpecificationsExample() {
        assertThat(TilePath.fullTiles(0, 70_000)).isEqualTo(273);
        assertThat(TilePath.partialWidth(0, 70_000)).isEqualTo(112);
        assertThat(TilePath.fullTiles(1, 70_000)).isEqualTo(1);
        assertThat(TilePath.partialWidth(1, 70_000)).isEqualTo(17);
        assertThat(TilePath.fullTiles(2, 70_000)).isZero();
        assertThat(TilePath.partialWidth(2, 70_000)).isEqualTo(1);
        assertThat(TilePath.partialWidth(8, Long.MAX_VALUE)).isZero();
        assertThat(TilePath.fullTiles(7, Long.MAX_VALUE)).isZero();
    }

    @Test
    void ofNode_findsTheTileThatHoldsTheNodeOrItsLeaves() {
        assertThat(TilePath.ofNode(0, 255)).isEqualTo(new TilePath(0, 0, 256));
        assertThat(TilePath.ofNode(0, 256)).isEqualTo(new TilePath(0, 1, 256));
        assertThat(TilePath.ofNode(7, 3)).isEqualTo(new TilePath(0, 1, 256));
        assertThat(TilePath.ofNode(8, 3)).isEqualTo(new TilePath(1, 0, 256));
    }
}
