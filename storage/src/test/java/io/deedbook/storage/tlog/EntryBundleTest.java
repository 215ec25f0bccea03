// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
    @Test
    void format_writesLengthsInTwoBytes() {
        var large = new byte[258];
        var bundle = EntryBundle.format(List.of(new byte[] {7}, new byte[0], large));
        assertThat(Arrays.copyOf(bundle, 7)).containsExactly(0, 1, 7, 0, 0, 1, 2);
        assertThat(EntryBundle.parse(bundle, 3)).containsExactly(new byte[] {7}, new byte[0], large);
    }

    @Test
    void parse_wantsExactlyTheEntriesThatTheTileHas() {
        var bundle = EntryBundle.format(List.of(new byte[] {1}, new byte[] {2, 3}));
        for (var width : List.of(1, 3)) {
            assertThatThrownBy(() -> EntryBundle.parse(bundle, width)).hasMessage("malformed: entries-malformed");
        }
        for (var length = 0; length < bundle.length; length++) {
            var cut = Arrays.copyOf(bundle, length);
            assertThatThrownBy(() -> EntryBundle.parse(cut, 2)).hasMessage("malformed: entries-malformed");
        }
        assertThatThrownBy(() -> EntryBundle.parse(Arrays.copyOf(bundle, bundle.length + 1), 2))
                .hasMessage("malformed: entries-malformed");
    }

    @Test
    void format_refusesWhatTwoBytesCannotCount() {
        assertThat(EntryBundle.format(List.of(new byte[65_535]))).hasSize(65_537);
        assertThatThrownBy(() -> EntryBundle.format(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
