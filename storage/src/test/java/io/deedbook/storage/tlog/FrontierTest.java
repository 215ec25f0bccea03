// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierTest {
    /** Entries and roots that the implementations of Certificate Transparency share as test data. */
    private static final List<String> ENTRIES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void root_isThePublishedOneForThePublishedEntries() {
        var frontier = Frontier.empty();
        assertThat(frontier.root()).asHexString().isEqualToIgnoringCase(ROOTS.get(0));
        for (var position = 0; position < ENTRIES.size(); position++) {
            var entry = HexFormat.of().parseHex(ENTRIES.get(position));
            frontier = frontier.append(new TreeHasher().leaf(entry));
            assertThat(frontier.root()).asHexString().isEqualToIgnoringCase(ROOTS.get(position + 1));
        }
    }

    @Test
    void append_givesTheDefinedRootForEveryCutOfTheLeaves() {
        var leaves = Trees.leafHashes(130);
        for (var size = 0; size <= leaves.size(); size++) {
            var whole = Frontier.empty().append(leaves.subList(0, size));
            assertThat(whole.size()).isEqualTo(size);
            assertThat(whole.root()).isEqualTo(Trees.root(leaves.subList(0, size)));
            var cut = size / 3;
            var inTwo = Frontier.empty().append(leaves.subList(0, cut)).append(leaves.subList(cut, size));
            assertThat(inTwo).isEqualTo(whole).hasSameHashCodeAs(whole);
        }
    }

    @Test
    void of_readsWhatBytesWrote() {
        var leaves = Trees.leafHashes(77);
        var frontier = Frontier.empty().append(leaves.subList(0, 54));
        var read = Frontier.of(54, frontier.bytes());
        assertThat(read).isEqualTo(frontier);
        assertThat(read.append(leaves.subList(54, 77)).root()).isEqualTo(Trees.root(leaves));
    }

    @Test
    void of_refusesALengthThatIsNotThatOfTheSize() {
        assertThatThrownBy(() -> Frontier.of(3, new byte[32])).hasMessage("malformed: frontier-length");
        assertThatThrownBy(() -> Frontier.of(0, new byte[32])).hasMessage("malformed: frontier-length");
        assertThatThrownBy(() -> Frontier.of(1, new byte[31])).hasMessage("malformed: frontier-length");
        assertThatThrownBy(() -> Frontier.of(-1, new byte[0])).hasMessage("malformed: frontier-size");
    }

    @Test
    void append_leavesTheFrontierItStartsFromAsItWas() {
        var leaves = Trees.leafHashes(9);
        var frontier = Frontier.empty().append(leaves.subList(0, 7));
        var bytes = frontier.bytes();
        frontier.append(leaves.subList(7, 9));
        assertThat(frontier.bytes()).isEqualTo(bytes);
    }

    @Test
    void append_refusesWhatIsNoHash() {
        assertThatThrownBy(() -> Frontier.empty().append(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
