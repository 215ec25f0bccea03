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
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of a session reads what is on it, however long the session, and whatever the server knows of it. */
class SessionPlanIT {
    private static final int SESSIONS = 13;

    private static SessionPlans analysed;
    private static SessionPlans fresh;

    @BeforeAll
    static void open() {
        analysed = new SessionPlans(SESSIONS);
        fresh = SessionPlans.withoutStatistics(SESSIONS);
    }

    @AfterAll
    static void close() {
        analysed.close();
        fresh.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replay_readsTheIndexInItsOrder(boolean isAnalysed) {
        var plans = isAnalysed ? analysed : fresh;
        var page = page(plans, "s-7", OptionalLong.empty(), OptionalLong.of(50_000), true);

        assertThat(page.records()).hasSize(50);
        assertThat(page.records().get(0).index()).isEqualTo(50_005);
        assertThat(page.records())
                .allMatch(record -> record.index() % SESSIONS == 7)
                .extracting(StoredRecord::index)
                .isSorted();
        plans.checkLast(3, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void latestOfASession_readsTheIndexFromItsEnd(boolean isAnalysed) {
        var plans = isAnalysed ? analysed : fresh;
        var page = page(plans, "s-7", OptionalLong.of(50_005), OptionalLong.empty(), false);

        assertThat(page.records()).hasSize(50);
        assertThat(page.records().get(0).index()).isEqualTo(50_005 - SESSIONS);
        plans.checkLast(3, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionThatIsNotThere_hasNothing(boolean isAnalysed) {
        var plans = isAnalysed ? analysed : fresh;
        assertThat(page(plans, "s-77", OptionalLong.empty(), OptionalLong.empty(), true)
                        .records())
                .isEmpty();
        plans.checkLast(3, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entriesByTheirIndexes_areReadByThePrimaryKey(boolean isAnalysed) {
        var plans = isAnalysed ? analysed : fresh;
        var indexes = LongStream.range(0, 100).mapToObj(number -> number * 900).toList();

        var page = await(reader(plans).entries(plans.tenant(), indexes));

        assertThat(page.records()).extracting(StoredRecord::index).isEqualTo(indexes);
        plans.checkLastByKey();
    }

    private static RecordReader reader(SessionPlans plans) {
        return new PostgresRecordReader(plans.pool(), new EvidenceReader(plans.pool()));
    }

    private static RecordPage page(
            SessionPlans plans, String session, OptionalLong before, OptionalLong after, boolean oldestFirst) {
        return await(reader(plans)
                .records(
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
