// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.SessionPlans;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedRecordsIT {
    private static final int SESSIONS = 13;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofSessions_readsTheLatestOfEachByTheIndex(boolean isAnalysed) {
        try (var plans = isAnalysed ? new SessionPlans(SESSIONS) : SessionPlans.withoutStatistics(SESSIONS)) {
            var records = new ObservedRecords(plans.pool(), new RecentRecords(0), Set.of(Field.SESSION_ID));

            var found = await(records.ofSessions(plans.tenant().id(), List.of("s-3", "s-77", "s-8"), 80_000));

            assertThat(found)
                    .hasSize(2 * ObservedRecords.SESSION_RECORDS_MAX)
                    .allMatch(record -> record.index() % SESSIONS == 3 || record.index() % SESSIONS == 8)
                    .allMatch(record -> record.index() < 80_000
                            && record.index() >= 80_000 - (ObservedRecords.SESSION_RECORDS_MAX + 1L) * SESSIONS)
                    .extracting(Observed::index)
                    .isSorted();
            // of the records of all sessions, for the order of the log
            plans.checkLast(3, 1);
        }
    }
}
