// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexRangesTest {
    @Test
    void toString_joinsNeighbours() {
        assertThat(IndexRanges.of(List.of(0L, 1L, 2L, 17L, 23L, 24L))).hasToString("0-2,17,23-24");
        assertThat(IndexRanges.NONE).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0-4", "0-4,17,23-30", "5,7,9"})
    void parse_readsWhatToStringWrites(String text) {
        assertThat(IndexRanges.parse(text, 31)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "a",
                "-1",
                "1-",
                "4-0",
                "5,3",
                "3,3",
                "0-4,4",
                "0,1",
                "00",
                "01",
                " 1",
                "1,",
                "31",
                "0-31",
                "+1",
                "9999999999999999999",
                "3-3"
            })
    void parse_refusesWhateverElse(String text) {
        assertThatThrownBy(() -> IndexRanges.parse(text, 31)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contains_isTrueWithinTheRanges() {
        var ranges = IndexRanges.parse("2-4,17", 100);
        assertThat(List.of(0L, 1L, 2L, 3L, 4L, 5L, 16L, 17L, 18L).stream().filter(ranges::contains))
                .containsExactly(2L, 3L, 4L, 17L);
        assertThat(ranges.count()).isEqualTo(4);
        assertThat(ranges.from(4)).containsExactly(4L, 17L);
    }

    @Test
    void union_hasWhatIsInAny() {
        var union = IndexRanges.union(List.of(
                IndexRanges.parse("0-4,17", 100), IndexRanges.parse("2-9", 100), IndexRanges.parse("10,18", 100)));
        assertThat(union).hasToString("0-10,17-18");
        assertThat(union.prefix()).isEqualTo(11);
        assertThat(IndexRanges.parse("1-4", 100).prefix()).isZero();
    }

    @Test
    void intersects_isTrueForACommonIndex() {
        var ranges = IndexRanges.parse("2-4,17", 100);
        assertThat(ranges.intersects(IndexRanges.parse("0-1,5-16,18", 100))).isFalse();
        assertThat(ranges.intersects(IndexRanges.parse("0-1,16-17", 100))).isTrue();
        assertThat(ranges.intersects(IndexRanges.NONE)).isFalse();
    }
}
