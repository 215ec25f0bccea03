// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.bench;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.pipeline.normalise.Normaliser;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What it costs to give an event of the captured client its meaning, on average over logs, spans and metric points. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NormaliserBenchmark {
    private static final int EVENTS = 256;

    private final List<Event> events = Fixture.all().stream()
            .flatMap(fixture -> fixture.events().stream())
            .limit(EVENTS)
            .toList();

    /** Runs this benchmark from an IDE or with {@code java -cp … io.deedbook.pipeline.bench.NormaliserBenchmark}. */
    public static void main(String[] args) throws Exception {
        new Runner(new OptionsBuilder()
                        .include(NormaliserBenchmark.class.getSimpleName())
                        .build())
                .run();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void normalise(Blackhole sink) {
        for (var event : events) {
            sink.consume(Normaliser.normalise(event, 1L));
        }
    }
}
