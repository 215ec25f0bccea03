// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class LedgerPathTest {
    private static final String LOG = "0123456789abcdef";

    @Test
    void parse_takesTheAddressApart() {
        assertThat(LedgerPath.parse("/ledger/" + LOG + "/tile/0/x001/067.p/3"))
                .contains(new LedgerPath(LOG, OptionalInt.empty(), "tile/0/x001/067.p/3"));
        assertThat(LedgerPath.parse("/ledger/" + LOG + "/2/checkpoint"))
                .contains(new LedgerPath(LOG, OptionalInt.of(2), "checkpoint"));
    }

    @Test
    void parse_readsNoEpochThatNoOriginHas() {
        for (var segment : List.of("1", "0", "02", "1234567890", "x", "")) {
            assertThat(LedgerPath.parse("/ledger/" + LOG + '/' + segment + "/checkpoint"))
                    .contains(new LedgerPath(LOG, OptionalInt.empty(), segment + "/checkpoint"));
        }
    }

    @Test
    void parse_refusesWhatIsNoLog() {
        for (var path : List.of(
                "/ledger/",
                "/ledger/" + LOG,
                "/ledger/" + LOG + "0/checkpoint",
                "/ledger/0123456789ABCDEF/checkpoint",
                "/ledger/%30123456789abcdef/checkpoint",
                "//ledger/" + LOG + "/checkpoint",
                "/ledger/../ledger/" + LOG + "/checkpoint")) {
            assertThat(LedgerPath.parse(path)).as(path).isEmpty();
        }
    }
}
