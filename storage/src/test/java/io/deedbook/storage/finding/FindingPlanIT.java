// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.storage.SessionPlans;
import io.deedbook.storage.finding.FindingDrafts.Drawn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a finding is about is read by the primary key, in the first minute of a month too. */
class FindingPlanIT {
    private static final List<Long> INDEXES =
            LongStream.range(0, 12).mapToObj(number -> number * 8_000).toList();
    /** Until PostgreSQL would take a plan for any parameters, if it thought it as good as those of before. */
    private static final int CALLS = 12;

    @ParameterizedTest
    @EnumSource
    void recordsOfAFindingAreReadByThePrimaryKey_whereThereAreNoStatistics(RecordsByIndex way) throws SQLException {
        try (var plans = SessionPlans.withoutStatistics(13);
                var connection = plans.connection()) {
            var drafts = new FindingDrafts(plans.pool(), way);

            var made = await(drafts.seal(List.of(new Drawn(plans.tenant().id(), conclusion())), 1));

            assertThat(made.findings()).hasSize(1);
            plans.checkLastByKey();

            connection.setAutoCommit(false);
            for (var call = 0; call < CALLS; call++) {
                assertThat(made.parts().areThere(connection, way)).isTrue();
            }
            assertThat(indexesUsed(connection)).hasSize(3).allMatch(name -> name.endsWith("_pkey"));
        }
    }

    private static Conclusion conclusion() {
        return new Conclusion(
                CorrelationSet.builtIn().rules().get(0), new byte[32], 1, 2, INDEXES, "12 records match.", List.of());
    }

    /** Those of records, by the transaction that is underway. */
    private static List<String> indexesUsed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select indexrelid::regclass::text from pg_index"
                        + " join pg_inherits on inhrelid = indrelid where inhparent = 'record'::regclass"
                        + " and pg_stat_get_xact_numscans(indexrelid) > 0")) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}
