// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.client.BatchingClients;
import io.deedbook.loadtest.client.Clients;
import io.deedbook.loadtest.client.Destination;
import io.deedbook.loadtest.client.Gear;
import io.deedbook.loadtest.client.Habits;
import io.deedbook.loadtest.client.Pace;
import io.deedbook.loadtest.client.PooledClients;
import io.deedbook.loadtest.client.SlowClients;
import io.deedbook.loadtest.event.Tape;
import io.deedbook.loadtest.evidence.Coverage;
import io.deedbook.loadtest.evidence.Journal;
import io.deedbook.loadtest.evidence.LogReader;
import io.deedbook.loadtest.evidence.ReadBack;
import io.deedbook.loadtest.host.Machine;
import io.deedbook.loadtest.scenario.Clientele;
import io.deedbook.loadtest.scenario.Scenario;
import io.deedbook.loadtest.tally.Tally;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One run, from top to bottom: look at what is there ▸ go through the phases ▸ wait for the last answers ▸ stop the
 * clocks ▸ read back ▸ verify. All sending happens on one event loop, so nothing here needs a lock.
 */
public final class LoadRun {
    private static final long POLL_MILLIS = 20;
    /** The last tries end ten seconds after their first; requests that wait for a connection may take longer. */
    private static final long DRAIN_SECONDS_MAX = 60;
    /** A step is one too many when less than this share of it is acknowledged in its time, or it takes this long. */
    private static final double FOLLOWED = 0.95;

    /** So many in a row: one alone may have had the backlog of the step before, or of a cold start. */
    private static final int SATURATED_PHASES = 2;

    private static final long SATURATED_P99_MICROS = TimeUnit.SECONDS.toMicros(1);

    private final Scenario scenario;
    private final Target target;
    private final RunOptions options;
    private final Faults faults;
    private final Journal journal = new Journal();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final List<Window> windows = new ArrayList<>();
    private final List<Long> endNanos = new ArrayList<>();

    /** @throws IllegalArgumentException when the scenario can't be run against that target */
    public LoadRun(Scenario scenario, Target target, RunOptions options) {
        this.scenario = scenario;
        this.target = target;
        this.options = options;
        faults = new Faults(scenario, target);
    }

    /** Blocks until the verdict is there. To be called once. */
    public RunResult run() throws IOException, InterruptedException {
        var machine = Machine.current();
        var http = HttpClient.newHttpClient();
        var logs = target.keys().stream()
                .map(key -> new LogReader(http, target.base(), key))
                .toList();
        var coverage = new Coverage(logs.get(0));
        try (var watch = new Watch(coverage, target)) {
            var readBack = new ReadBack(journal, logs, coverage);
            watch.start();
            var tally = new Tally(scenario.phases().size(), System.nanoTime());
            var cpu = load(tally, coverage);
            watch.finish(options.lookOnMillis());
            return judged(machine, tally, cpu, coverage, watch.peakBytes(), readBack);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private RunResult judged(
            Machine machine, Tally tally, CpuUse cpu, Coverage coverage, long peakBytes, ReadBack readBack)
            throws IOException, InterruptedException {
        var house = target.house();
        var alive = house == null || house.isAlive();
        var verdict = readBack.verdict(options.settleSeconds());
        return new RunResult(
                scenario,
                machine,
                tally,
                windows,
                endNanos,
                cpu,
                coverage.lagMillis(),
                alive,
                peakBytes,
                faults.restarts(),
                verdict,
                (house != null && options.verify()) ? house.verify() : null,
                options.heap());
    }

    /** Sends everything, waits for the ends, and tells what CPU that took after the warm-up. */
    private CpuUse load(Tally tally, Coverage coverage) throws IOException, InterruptedException {
        var destination = new Destination(target.url(), target.keys(), scenario.encoding(), scenario.gzip());
        var gear = Gear.of(
                vertx,
                destination,
                Tape.of(scenario.encoding()),
                journal,
                tally,
                target.keys().size(),
                scenario.clientele() == Clientele.INSISTENT);
        var clients = clients(gear);
        var slow = new SlowClients(gear, scenario.slowClients());
        onLoop(() -> {
            slow.start();
            return 0;
        });
        var before = phases(tally, clients, coverage);
        drain(clients);
        var used = used(tally).since(before);
        onLoop(() -> {
            slow.end();
            return 0;
        });
        return faults.restarts() > 0 ? new CpuUse(-1, used.postgres(), used.generator(), used.acknowledged()) : used;
    }

    private Clients clients(Gear gear) {
        return scenario.clientele() == Clientele.REAL
                ? new BatchingClients(gear, Habits.REAL, scenario.clients())
                : new PooledClients(gear, scenario.connections(), scenario.batch());
    }

    /** Goes through the phases; gives the clocks as they stood at the end of the warm-up. */
    private CpuUse phases(Tally tally, Clients clients, Coverage coverage) throws IOException, InterruptedException {
        var pacer = new Pacer(context, clients);
        var startNanos = System.nanoTime();
        var before = used(tally);
        var saturated = 0;
        for (var index = 0; index < scenario.phases().size(); index++) {
            var phase = scenario.phases().get(index);
            if (phase.measured()
                    && index > 0
                    && !scenario.phases().get(index - 1).measured()) {
                before = used(tally);
                coverage.begin();
            }
            faults.begin(phase);
            var pace = new Pace(index, phase.from(), phase.to(), TimeUnit.SECONDS.toNanos(phase.seconds()));
            var acknowledged = onLoop(tally::acknowledgedSoFar);
            BooleanSupplier over = phase.endsDrained() ? new Drained(context, clients, phase.to()) : faults::isOver;
            var end = pacer.phase(pace, startNanos, over);
            // before the fault ends, which may take its time
            windows.add(new Window(
                    tally.secondsAt(startNanos),
                    System.nanoTime() - startNanos,
                    onLoop(tally::acknowledgedSoFar) - acknowledged,
                    onLoop(clients::heldEvents)));
            faults.end(phase);
            endNanos.add(end);
            if (scenario.stopsWhenSaturated() && phase.measured()) {
                saturated = isSaturated(tally, index) ? saturated + 1 : 0;
                if (saturated == SATURATED_PHASES) {
                    break;
                }
            }
            // what a fault took to end is not caught up with
            startNanos = Math.max(end, System.nanoTime());
        }
        return before;
    }

    private boolean isSaturated(Tally tally, int phase) {
        return onLoop(() -> {
            var counted = tally.phase(phase);
            return windows.get(phase).acknowledged() < FOLLOWED * counted.offered()
                    || counted.lostEvents() > 0
                    || !counted.refused().isEmpty()
                    || counted.latencyMicros().getValueAtPercentile(99) > SATURATED_P99_MICROS;
        });
    }

    /** Lets real clients send what they have at their next interval, then waits until all have their answer. */
    private void drain(Clients clients) throws InterruptedException {
        if (scenario.clientele() == Clientele.REAL) {
            var idle = new Pace(windows.size() - 1, 0, 0, TimeUnit.MILLISECONDS.toNanos(Habits.REAL.intervalMillis()));
            new Pacer(context, clients).phase(idle, System.nanoTime(), () -> false);
        }
        await(clients);
        onLoop(() -> {
            clients.end();
            return 0;
        });
        await(clients);
    }

    private void await(Clients clients) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS_MAX);
        while (onLoop(clients::underway) > 0 && deadline - System.nanoTime() > 0) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private CpuUse used(Tally tally) {
        return CpuUse.soFar(target, onLoop(tally::acknowledgedSoFar));
    }

    private <T> T onLoop(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        context.runOnContext(now -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.join();
    }
}
