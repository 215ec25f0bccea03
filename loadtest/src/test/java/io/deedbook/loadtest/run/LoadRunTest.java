// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.deedbook.loadtest.event.Encoding;
import io.deedbook.loadtest.evidence.Coverage;
import io.deedbook.loadtest.host.CpuClock;
import io.deedbook.loadtest.run.MemoryCollector.Answer;
import io.deedbook.loadtest.scenario.Clientele;
import io.deedbook.loadtest.scenario.Fault;
import io.deedbook.loadtest.scenario.Fleet;
import io.deedbook.loadtest.scenario.Kind;
import io.deedbook.loadtest.scenario.Phase;
import io.deedbook.loadtest.scenario.Scenario;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The load test is itself held against collectors that lie. Its tests wait most of the time, so they run together. */
@Execution(ExecutionMode.CONCURRENT)
final class LoadRunTest {
    private static final int EVENTS = 2_000;

    @Test
    void run_passesACollectorThatKeepsWhatItAcknowledges() throws Exception {
        var result = run(request -> Answer.STORE);

        assertThat(result.exitCode()).isZero();
        assertThat(result.verdict().stored()).isEqualTo(EVENTS);
        assertThat(result.tally().phase(0).acknowledged()).isEqualTo(EVENTS);
        assertThat(result.tally().phase(0).latencyMicros().getTotalCount()).isEqualTo(20);
        assertThat(result.coverageMillis().getTotalCount()).isPositive();
    }

    @Test
    void run_findsWhatWasAcknowledgedAndLost() throws Exception {
        var result = run(request -> request == 7 ? Answer.LOSE : Answer.STORE);

        assertThat(result.exitCode()).isOne();
        assertThat(result.verdict().lost()).isEqualTo(100);
        assertThat(result.verdict().stored()).isEqualTo(EVENTS - 100);
    }

    @Test
    void run_findsWhatWasStoredTwice() throws Exception {
        var result = run(request -> request == 7 ? Answer.DOUBLE : Answer.STORE);

        assertThat(result.exitCode()).isOne();
        assertThat(result.verdict().doubled()).isEqualTo(100);
        assertThat(result.verdict().lost()).isZero();
    }

    @Test
    void run_retriesTheSameBytes() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 1 ? Answer.REFUSE : Answer.STORE)) {
            var result = run(collector, MemoryCollector.KEY, Clientele.POOLED);
            var counted = result.tally().phase(0);

            assertThat(result.exitCode()).isZero();
            assertThat(counted.retries()).isOne();
            assertThat(counted.refused()).containsExactly(entry("503 Retry-After 1", 1L));
            assertThat(counted.acknowledged()).isEqualTo(EVENTS);
            assertThat(collector.sameBody()).isEqualTo(2);
        }
    }

    @Test
    void run_findsThatARetryWasStoredAgain() throws Exception {
        var result = run(request -> request == 1 ? Answer.STORE_AND_FAIL : Answer.STORE);

        assertThat(result.exitCode()).isOne();
        assertThat(result.verdict().doubled()).isEqualTo(100);
    }

    @Test
    void run_doesNotExpectWhatWasRefused() throws Exception {
        var result = run(request -> request == 1 ? Answer.FORBID : Answer.STORE);

        assertThat(result.exitCode()).isZero();
        assertThat(result.tally().phase(0).lost()).containsExactly(entry("403", 100L));
        assertThat(result.tally().phase(0).acknowledged()).isEqualTo(EVENTS - 100);
    }

    @Test
    void run_losesWhatARealClientLosesWhenTheConnectionBreaks() throws Exception {
        var result = run(request -> request == 1 ? Answer.HANG_UP : Answer.STORE);

        assertThat(result.exitCode()).isZero();
        assertThat(result.tally().phase(0).lost()).containsExactly(entry("connection reset", 100L));
        assertThat(result.tally().phase(0).retries()).isZero();
    }

    @Test
    void run_hasInsistentClientsSendAgainWhenTheConnectionBreaks() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 1 ? Answer.HANG_UP : Answer.STORE)) {
            var result = run(collector, MemoryCollector.KEY, Clientele.INSISTENT);
            var counted = result.tally().phase(0);

            assertThat(result.exitCode()).isZero();
            assertThat(counted.retries()).isOne();
            assertThat(counted.acknowledged()).isEqualTo(EVENTS);
            assertThat(collector.sameBody()).isEqualTo(2);
        }
    }

    @Test
    void run_hasRealClientsDeliverAllThatHappened() throws Exception {
        try (var collector = new MemoryCollector(request -> request == 2 ? Answer.REFUSE : Answer.STORE)) {
            var result = run(collector, MemoryCollector.KEY, Clientele.REAL);
            var counted = result.tally().phase(0);

            assertThat(result.exitCode()).isZero();
            assertThat(counted.offered()).isBetween(EVENTS - 200L, EVENTS + 200L);
            assertThat(counted.acknowledged() + counted.lostEvents()).isEqualTo(counted.offered());
            assertThat(result.verdict().stored()).isEqualTo(counted.acknowledged());
        }
    }

    @Test
    void run_goesOnUntilTheClientsHoldNoMoreThanInCalm() throws Exception {
        try (var collector = new MemoryCollector(request -> request <= 8 ? Answer.REFUSE : Answer.STORE)) {
            var result = new LoadRun(overload(30), target(collector, MemoryCollector.KEY), options()).run();
            var drain = result.drain().orElseThrow();

            assertThat(drain.heldEvents()).isBetween(EVENTS - 500L, EVENTS + 500L);
            assertThat(drain.ended()).isTrue();
            assertThat(drain.ratePerSecond()).isPositive();
            assertThat(result.windows().get(1).heldEvents()).isLessThan(EVENTS);
        }
    }

    @Test
    void run_givesUpOnClientsThatHoldMoreThanInCalm() throws Exception {
        try (var collector = new MemoryCollector(request -> Answer.REFUSE)) {
            var result = new LoadRun(overload(1), target(collector, MemoryCollector.KEY), options()).run();

            assertThat(result.drain().orElseThrow().ended()).isFalse();
            assertThat(result.windows()).hasSize(3);
        }
    }

    @Test
    void run_saysWhenItMayNotRead() {
        try (var collector = new MemoryCollector(request -> Answer.STORE)) {
            assertThatThrownBy(() -> run(collector, "wrong", Clientele.POOLED))
                    .isInstanceOf(IOException.class)
                    .hasMessage("GET /api/v1/records answered 401.");
        }
    }

    @Test
    void loadRun_refusesAFaultThatCannotBeMade() {
        try (var collector = new MemoryCollector(request -> Answer.STORE)) {
            var target = target(collector, MemoryCollector.KEY);
            var scenario = scenario(Clientele.POOLED, Fault.ROLLING_RESTART);

            assertThatThrownBy(() -> new LoadRun(scenario, target, options()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("--managed");
        }
    }

    @Test
    void cpuClock_readsAProcessAndItsChildren() {
        var self = ProcessHandle.current().pid();

        assertThat(CpuClock.ofProcess(self)).isPositive();
        assertThat(CpuClock.ofFamily(self)).isGreaterThanOrEqualTo(CpuClock.ofProcess(self) / 2);
        assertThat(CpuClock.ofProcess(Long.MAX_VALUE)).isNegative();
    }

    private static RunResult run(MemoryCollector.Fault fault) throws Exception {
        try (var collector = new MemoryCollector(fault)) {
            return run(collector, MemoryCollector.KEY, Clientele.POOLED);
        }
    }

    private static RunResult run(MemoryCollector collector, String key, Clientele clientele) throws Exception {
        return new LoadRun(scenario(clientele, Fault.NONE), target(collector, key), options()).run();
    }

    private static Target target(MemoryCollector collector, String key) {
        return new Target(collector.url(), List.of(key), 0, 0, null, null);
    }

    private static RunOptions options() {
        // what its collector has, its checkpoint covers
        return new RunOptions(2 * Coverage.LOOK_MILLIS, 0, false, "");
    }

    /** 2,000 events in one second: 20 requests of pooled clients, or what five real ones make of it. */
    private static Scenario scenario(Clientele clientele, Fault fault) {
        return scenario(Kind.STEADY, List.of(new Phase("steady", 1, EVENTS, EVENTS, true, false)), clientele, fault);
    }

    /** 2,000 events in one second, of which hardly any can be delivered in it, and then a tenth of it. */
    private static Scenario overload(int drainSecondsMax) {
        return scenario(
                Kind.OVERLOAD,
                List.of(
                        new Phase("overload", 1, EVENTS, EVENTS, true, false),
                        new Phase("draining", drainSecondsMax, EVENTS / 10.0, EVENTS / 10.0, true, true),
                        new Phase("after", 1, EVENTS / 10.0, EVENTS / 10.0, true, false)),
                Clientele.REAL,
                Fault.NONE);
    }

    private static Scenario scenario(Kind kind, List<Phase> phases, Clientele clientele, Fault fault) {
        return new Scenario(
                kind,
                phases,
                fault,
                false,
                0,
                clientele,
                20,
                100,
                4,
                1,
                0,
                0,
                new Fleet(1, 0, 0),
                Encoding.PROTOBUF,
                false);
    }
}
