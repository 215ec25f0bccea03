// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.loadtest.MemoryCollector.Answer;
import org.junit.jupiter.api.Test;

/** The load test is itself held against collectors that lie. */
final class LoadRunTest {
    @Test
    void run_passesACollectorThatKeepsWhatItAcknowledges() throws Exception {
        try (var collector = new MemoryCollector(request -> Answer.STORE)) {
            var report = new LoadRun(settings(collector, "secret")).run();

            assertThat(report.exitCode()).isZero();
            assertThat(report.json())
                    .contains("\"sent\":2000", "\"acknowledged\":2000", "\"stored\":2000", "\"lost\":0")
                    .contains("\"verified\":true");
            assertThat(report.table()).contains("2,000 events");
        }
    }

    @Test
    void run_findsWhatWasAcknowledgedAndLost() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 7 ? Answer.LOSE : Answer.STORE)) {
            var report = new LoadRun(settings(collector, "secret")).run();

            assertThat(report.exitCode()).isOne();
            assertThat(report.json()).contains("\"lost\":100", "\"stored\":1900");
        }
    }

    @Test
    void run_findsWhatWasStoredTwice() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 7 ? Answer.DOUBLE : Answer.STORE)) {
            var report = new LoadRun(settings(collector, "secret")).run();

            assertThat(report.exitCode()).isOne();
            assertThat(report.json()).contains("\"storedTwice\":100");
        }
    }

    @Test
    void run_retriesTheSameBytes() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 1 ? Answer.REFUSE : Answer.STORE)) {
            var report = new LoadRun(settings(collector, "secret")).run();

            assertThat(report.exitCode()).isZero();
            assertThat(report.json())
                    .contains("\"retries\":1", "\"acknowledged\":2000", "\"refusedRequests\":{\"503\":1}");
            assertThat(collector.sameBody()).isEqualTo(2);
        }
    }

    @Test
    void run_findsThatARetryWasStoredAgain() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 1 ? Answer.STORE_AND_FAIL : Answer.STORE)) {
            var report = new LoadRun(settings(collector, "secret")).run();

            assertThat(report.exitCode()).isOne();
            assertThat(report.json()).contains("\"storedTwice\":100", "\"lost\":0");
        }
    }

    @Test
    void run_doesNotExpectWhatWasRefused() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 1 ? Answer.FORBID : Answer.STORE)) {
            var report = new LoadRun(settings(collector, "secret")).run();

            assertThat(report.exitCode()).isZero();
            assertThat(report.json()).contains("\"dropped\":{\"403\":100}", "\"acknowledged\":1900", "\"lost\":0");
        }
    }

    @Test
    void run_saysWhenItCouldNotTell() throws Exception {
        try (var collector = new MemoryCollector(request -> Answer.STORE)) {
            var report = new LoadRun(settings(collector, "wrong")).run();

            assertThat(report.exitCode()).isEqualTo(2);
            assertThat(report.json()).contains("\"fault\":\"GET /api/v1/records answered 401.\"");
        }
    }

    @Test
    void cpuClock_readsAProcessAndItsChildren() {
        var self = ProcessHandle.current().pid();

        assertThat(CpuClock.ofProcess(self)).isPositive();
        assertThat(CpuClock.ofFamily(self)).isGreaterThanOrEqualTo(CpuClock.ofProcess(self) / 2);
        assertThat(CpuClock.ofProcess(Long.MAX_VALUE)).isNegative();
    }

    /** 20 requests of 100 events, in one second. */
    private static Settings settings(MemoryCollector collector, String key) {
        return new Settings(collector.url(), key, 2_000, 100, 1, 0, 4, 0, false, 0, 0);
    }
}
