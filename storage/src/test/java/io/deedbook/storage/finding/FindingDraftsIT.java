// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.storage.SessionPlans;
import io.deedbook.storage.finding.FindingDrafts.Drafts;
import io.deedbook.storage.finding.FindingDrafts.Drawn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many conclusions are read together, and each gets its own records. */
class FindingDraftsIT {
    private static final byte[] KEY = {1, 2, 3};
    private static final long NOWHERE = SessionPlans.RECORDS + 7;

    @Test
    void seal_givesEachConclusionItsRecords() throws Exception {
        try (var plans = new SessionPlans(10);
                var connection = plans.connection()) {
            var many = LongStream.range(20_000, 22_500).boxed().toList();
            var conclusions = List.of(
                    conclusion(List.of(5L, 99_999L)),
                    conclusion(List.of(5L, NOWHERE, 70_000L)),
                    conclusion(many),
                    conclusion(List.of()),
                    conclusion(List.of(1L)));

            var drawn = conclusions.stream()
                    .map(conclusion -> new Drawn(plans.tenant().id(), conclusion))
                    .toList();
            var drafts = await(new FindingDrafts(plans.pool()).seal(drawn, 1));

            assertThat(recordCounts(drafts)).containsExactly("2", "3", "2500", "0", "1");
            assertThat(content(drafts, 0)).contains(id("5") + "\\\",\\\"" + id("99999"));
            assertThat(content(drafts, 1)).contains(id("5") + "\\\",\\\"" + id("70000"));
            assertThat(content(drafts, 4)).contains("[\\\"" + id("1") + "\\\"]");
            // one that lacks a record says that something was erased, under a key that tells nothing of it
            assertThat(drafts.findings())
                    .extracting(finding -> finding.key() == KEY)
                    .containsExactly(true, false, true, true, true);
            assertThat(drafts.parts().areThere(connection)).isTrue();
        }
    }

    private static Conclusion conclusion(List<Long> indexes) {
        return new Conclusion(CorrelationSet.builtIn().rules().get(0), KEY, 1, 2, indexes, "They match.", List.of());
    }

    private static List<String> recordCounts(Drafts drafts) {
        return drafts.findings().stream()
                .map(finding -> String.valueOf(finding.entry().contentJson()))
                .map(content -> content.replaceFirst(".*\"recordCount\":\"(\\d+)\".*", "$1"))
                .toList();
    }

    private static String content(Drafts drafts, int finding) {
        return String.valueOf(drafts.findings().get(finding).entry().contentJson());
    }

    private static String id(String number) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("MD5").digest(number.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest);
    }
}
