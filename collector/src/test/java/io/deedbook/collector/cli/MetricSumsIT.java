// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sums that the metrics classes promise, after many requests at once of which some are refused for every reason
 * there is.
 */
class MetricSumsIT {
    private static final int EXPORTS = 300;
    private static final int RECORDS = 7;
    private static final int DOUBLES = 40;
    private static final int REFUSED_EVERY = 5;
    private static final double OF_EACH_REFUSED = 60;

    @TempDir
    Path dataDir;

    @Test
    void sums_holdUnderConcurrentLoadWithRefusals() throws Exception {
        try (var collector = TestCollector.start(dataDir)) {
            var client = collector.client();
            var stranger = new CollectorClient(collector.server().url(), "nobody's key");
            var answers = new ArrayList<CompletableFuture<Integer>>();
            for (var i = 0; i < EXPORTS; i++) {
                // some are sent twice, some by nobody, some are no telemetry
                answers.add(client.sendLogsAsync(NumberedExport.logs("export-" + i % (EXPORTS - DOUBLES), RECORDS)));
                if (i % REFUSED_EVERY == 0) {
                    answers.add(stranger.sendLogsAsync(NumberedExport.logs("stranger-" + i, RECORDS)));
                    answers.add(client.sendLogsAsync("{\"resourceLogs\": 7".getBytes(StandardCharsets.UTF_8)));
                }
                if (i == EXPORTS / 2) {
                    // from now on the writer refuses
                    TestCollector.await(collector.server().storage().stopWriter());
                } else if (i == EXPORTS / 3 * 2) {
                    for (var answer : answers) {
                        answer.get(60, TimeUnit.SECONDS);
                    }
                    TestCollector.await(collector.server().storage().startWriter());
                }
            }
            for (var answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isIn(200, 400, 401, 429, 503);
            }
            var shown = new ShownMetrics(client.get("/metrics").body());
            assertThat(shown.sum("deedbook_intake_events_total", "fate=\"stored\""))
                    .isPositive();
            assertThat(shown.sum("deedbook_intake_events_total", "fate=\"refused\""))
                    .isPositive();
            assertThat(shown.sum("deedbook_intake_exports_total", "status=\"401\""))
                    .isEqualTo(OF_EACH_REFUSED);
            assertThat(shown.sum("deedbook_intake_exports_total", "status=\"400\""))
                    .isEqualTo(OF_EACH_REFUSED);

            // intake: every request and every event has one end
            assertThat(shown.sum("deedbook_intake_exports_total", "")).isEqualTo(answers.size());
            assertThat(shown.sum("deedbook_intake_exports_inflight", "")).isZero();
            assertThat(shown.sum("deedbook_intake_latency_seconds_count", "")).isEqualTo(answers.size());
            assertThat(shown.sum("deedbook_intake_events_inflight", "")).isZero();
            assertThat(shown.sum("deedbook_intake_events_received_total", ""))
                    .isEqualTo(shown.sum("deedbook_intake_events_total", ""));
            assertThat(shown.sum("deedbook_intake_admitted_bytes", "")).isZero();
            // writer
            assertThat(shown.sum("deedbook_storage_requests_inflight", "")).isZero();
            assertThat(shown.sum("deedbook_storage_waiting", "")).isZero();
            assertThat(shown.sum("deedbook_storage_requests_received_total", ""))
                    .isEqualTo(shown.sum("deedbook_storage_requests_total", "")
                            + shown.sum("deedbook_storage_refused_total", ""));
            // from one to the next
            assertThat(shown.sum("deedbook_storage_records_total", "outcome=\"stored\""))
                    .isEqualTo(shown.sum("deedbook_intake_events_total", "fate=\"stored\""));
            assertThat(shown.sum("deedbook_storage_records_total", "outcome=\"duplicate\""))
                    .isEqualTo(shown.sum("deedbook_intake_events_total", "fate=\"duplicate\""));
            assertThat(shown.sum("deedbook_pipeline_records_total", ""))
                    .isEqualTo(shown.sum("deedbook_pipeline_completed_total", ""))
                    .isEqualTo(shown.sum("deedbook_intake_events_received_total", ""));
            // and what is told is what is there
            var stored = client.numberedRecords();
            assertThat(stored.values()).containsOnly(1);
            assertThat((double) stored.size())
                    .isEqualTo(shown.sum("deedbook_storage_records_total", "outcome=\"stored\""));
        }
    }
}
