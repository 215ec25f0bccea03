// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.redact.SubjectTokens.Subject;
import io.deedbook.storage.SessionPlans;
import io.deedbook.storage.erasure.IndexRanges;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExportIndexesIT {
    private static final int SESSIONS = 2_000;

    @Test
    void find_findsASessionByTheIndexInsteadOfReadingTheLog() {
        try (var plans = new SessionPlans(SESSIONS)) {
            var request = new ExportRequest(
                    plans.tenant(), null, null, "s-1234", OptionalLong.empty(), OptionalLong.empty(), "operator");

            var found = await(new ExportIndexes(plans.pool()).find(request, null, SessionPlans.RECORDS));

            var asked = LongStream.range(0, SessionPlans.RECORDS / SESSIONS).mapToObj(turn -> turn * SESSIONS + 1234);
            assertThat(found).hasToString(IndexRanges.of(asked.toList()).toString());
            plans.checkLast(1, 0);
        }
    }

    @Test
    void find_readsWhatIsOfATeamByIndexes_whereThereAreNoStatistics() {
        try (var plans = SessionPlans.withoutStatistics(SESSIONS)) {
            var request = new ExportRequest(
                    plans.tenant(),
                    SessionPlans.TEAM,
                    SessionPlans.PERSON,
                    null,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    "key");
            var subject = new Subject(SessionPlans.PERSON, "[PERSON_0]", Map.of(), List.of());

            var found = await(new ExportIndexes(plans.pool()).find(request, subject, SessionPlans.RECORDS));

            var asked = LongStream.range(0, SessionPlans.RECORDS / 1_000).mapToObj(number -> number * 1_000);
            assertThat(found).hasToString(IndexRanges.of(asked.toList()).toString());
            plans.checkLastByKey();
        }
    }
}
