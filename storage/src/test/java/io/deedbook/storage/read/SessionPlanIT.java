// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.SessionPlans;
import io.deedbook.storage.evidence.EvidenceReader;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A page of a session reads what is on it, however long the session. */
class SessionPlanIT {
    private static final int SESSIONS = 13;

    private static SessionPlans plans;
    private static RecordReader reader;

    @BeforeAll
    static void open() {
        plans = new SessionPlans(SESSIONS);
        reader = new PostgresRecordReader(plans.pool(), new EvidenceReader(plans.pool()));
    }

    @AfterAll
    static void close() {
        plans.close();
    }

    @Test
    void replay_readsTheIndexInItsOrder() {
        var page = page("s-7", OptionalLong.empty(), OptionalLong.of(50_000), true);

        assertThat(page.records()).hasSize(50);
        assertThat(page.records().get(0).index()).isEqualTo(50_005);
        assertThat(page.records())
                .allMatch(record -> record.index() % SESSIONS == 7)
                .extracting(StoredRecord::index)
                .isSorted();
        plans.checkLast(3, 0);
    }

    @Test
    void latestOfASession_readsTheIndexFromItsEnd() {
        var page = page("s-7", OptionalLong.of(50_005), OptionalLong.empty(), false);

        assertThat(page.records()).hasSize(50);
        assertThat(page.records().get(0).index()).isEqualTo(50_005 - SESSIONS);
        plans.checkLast(3, 0);
    }

    @Test
    void sessionThatIsNotThere_hasNothing() {
        assertThat(page("s-77", OptionalLong.empty(), OptionalLong.empty(), true)
                        .records())
                .isEmpty();
        plans.checkLast(3, 0);
    }

    private static RecordPage page(String session, OptionalLong before, OptionalLong after, boolean oldestFirst) {
        return await(reader.records(
                plans.tenant(),
                new RecordQuery(
                        null,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Map.of(Field.SESSION_ID, session),
                        null,
                        null,
                        before,
                        after,
                        oldestFirst,
                        50)));
    }
}
