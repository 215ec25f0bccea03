// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.CallProxy;
import io.deedbook.storage.SessionPlans;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fill_readsByThePrimaryKey(boolean isAnalysed) {
        try (var plans = isAnalysed ? new SessionPlans(SESSIONS) : SessionPlans.withoutStatistics(SESSIONS)) {
            var reading = new ObservedRecords(plans.pool(), new RecentRecords(0), Set.of(Field.SESSION_ID));
            var stretch = reading.stretch(plans.tenant().id(), 40_000, 40_100);

            await(reading.fill(List.of(stretch)));

            assertThat(stretch.records()).hasSize(100);
            plans.checkLastByKey();
        }
    }

    /** As several collectors append to the logs, of which this one is one. */
    @Test
    void fill_readsWhatOthersCommittedOfSeveralLogsInOneStatement() {
        try (var storage = TestStorage.open()) {
            var recent = new RecentRecords(10_000_000);
            var columns = Set.of(Field.SEQUENCE, Field.SESSION_ID);
            var tenants = List.of(storage.tenant("one"), storage.tenant("two"), storage.tenant("three"));
            for (var tenant : tenants) {
                recent.want(tenant.id(), columns, 0);
                for (var request = 0; request < 7; request++) {
                    var records = TestRecords.many(4);
                    var stored = await(storage.append(TestRecords.request(tenant, records)));
                    if (request % 3 == 1) {
                        recent.committed(tenant.id(), stored.firstIndex(), records);
                    }
                }
            }
            var statements = new ArrayList<String>();
            var pool = CallProxy.of(Pool.class, (method, arguments) -> {
                statements.add((String) arguments[0]);
                return CallProxy.invoke(storage.storage().verifierPool(), method, arguments);
            });
            var reading = new ObservedRecords(pool, recent, columns);

            var stretches = tenants.stream()
                    .map(tenant -> reading.stretch(tenant.id(), 1, 27))
                    .toList();
            assertThat(stretches)
                    .allSatisfy(stretch -> assertThat(stretch.missing()).isEqualTo(18));
            await(reading.fill(stretches));

            assertThat(statements).hasSize(1);
            for (var stretch : stretches) {
                assertThat(stretch.records())
                        .extracting(Observed::index)
                        .containsExactlyElementsOf(
                                LongStream.range(1, 27).boxed().toList());
                assertThat(stretch.records()).allSatisfy(record -> {
                    assertThat(record.values()[Field.SEQUENCE.ordinal()]).isEqualTo(record.index() % 4);
                    assertThat(record.receivedUnixNanos()).isEqualTo(TestRecords.RECEIVED_UNIX_NANOS);
                });
            }
        }
    }
}
