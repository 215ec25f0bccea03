// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping under load: whoever was taken in is answered, and what was acknowledged is there after the next start. */
class ShutdownIT {
    private static final int EXPORTS = 400;
    private static final int RECORDS = 5;
    private static final int ANSWERS_BEFORE_STOP = 40;

    @TempDir
    Path dataDir;

    @Test
    void close_answersWhatItHasTakenInAndLosesNothingAcknowledged() throws Exception {
        var answers = new HashMap<String, CompletableFuture<Integer>>();
        try (var collector = TestCollector.start(dataDir)) {
            var client = collector.client();
            var answered = new java.util.concurrent.CountDownLatch(ANSWERS_BEFORE_STOP);
            for (var i = 0; i < EXPORTS; i++) {
                var id = "export-" + i;
                var answer = client.sendLogsAsync(NumberedExport.logs(id, RECORDS));
                answers.put(id, answer.whenComplete((status, failure) -> answered.countDown()));
            }
            assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        }
        var acknowledged = new ArrayList<String>();
        for (var entry : answers.entrySet()) {
            try {
                var status = entry.getValue().get(30, TimeUnit.SECONDS);
                assertThat(status).isIn(200, 429, 503);
                if (status == 200) {
                    acknowledged.add(entry.getKey());
                }
            } catch (ExecutionException e) {
                // refused at the door or never taken in: a client knows that nothing was acknowledged
                assertThat(e).hasCauseInstanceOf(java.io.IOException.class);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ANSWERS_BEFORE_STOP);
        try (var collector = TestCollector.start(dataDir)) {
            var stored = collector.client().numberedRecords();
            for (var id : acknowledged) {
                for (var i = 0; i < RECORDS; i++) {
                    assertThat(stored).containsEntry(id + '/' + i, 1);
                }
            }
        }
    }
}
