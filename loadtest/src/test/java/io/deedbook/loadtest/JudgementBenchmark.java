// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import com.google.protobuf.InvalidProtocolBufferException;
import io.deedbook.loadtest.event.Script;
import io.deedbook.loadtest.event.Shape;
import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.pipeline.rule.RuleSource;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the judgement costs a record of the load that {@code run} sends: from the decoded event to risk, rules and
 * controls. Lives among the tests, which may see the other modules.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class JudgementBenchmark {
    /** All turns of the script. */
    private static final int EVENTS = 210;

    private static final int CPU_ROUNDS = 2_000;

    /** How many rules are added to the built-in ones, none of which matches. */
    @Param({"0", "1000"})
    private int moreRules;

    private List<Event> events = List.of();
    private List<RecordDraft> redacted = List.of();
    private Redactor redactor = redactor();
    private RuleSet rules = RuleSet.builtIn();

    /**
     * Runs it with allocation; {@code cpu} instead tells the CPU time of one thread, without JMH, for machines that
     * others use.
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("cpu")) {
            cpu();
            return;
        }
        new Runner(new OptionsBuilder()
                        .include(JudgementBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }

    @Setup
    public void setUp() {
        events = events();
        redactor = redactor();
        var sources = new ArrayList<>(RuleSource.builtIn());
        sources.addAll(RuleFlood.sources(moreRules));
        rules = RuleSet.of(sources, Map.of());
        redacted = events.stream()
                .map(event -> {
                    var draft = Normaliser.normalise(event, 1);
                    redactor.redact(draft);
                    return draft;
                })
                .toList();
    }

    /** Normalise, detect, redact, rules, controls. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int whole() {
        var sum = 0;
        for (var event : events) {
            var draft = Normaliser.normalise(event, 1);
            redactor.redact(draft);
            rules.judge(draft);
            sum += draft.content().size();
        }
        return sum;
    }

    /** Rules and controls alone. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int rulesAndControls() {
        var sum = 0;
        for (var draft : redacted) {
            rules.judge(draft);
            sum += draft.content().size();
        }
        return sum;
    }

    /** Normalise alone. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int normalise() {
        var sum = 0;
        for (var event : events) {
            sum += Normaliser.normalise(event, 1).content().size();
        }
        return sum;
    }

    private static void cpu() {
        var threads = ManagementFactory.getThreadMXBean();
        for (var more : new int[] {0, 1000}) {
            var benchmark = new JudgementBenchmark();
            benchmark.moreRules = more;
            benchmark.setUp();
            var whole = Double.MAX_VALUE;
            var judged = Double.MAX_VALUE;
            var sum = 0;
            for (var round = 0; round < CPU_ROUNDS; round++) {
                var start = threads.getCurrentThreadCpuTime();
                sum += benchmark.whole();
                var between = threads.getCurrentThreadCpuTime();
                sum += benchmark.rulesAndControls();
                var end = threads.getCurrentThreadCpuTime();
                whole = Math.min(whole, (between - start) / 1e3 / EVENTS);
                judged = Math.min(judged, (end - between) / 1e3 / EVENTS);
            }
            System.out.printf(
                    "more rules: %d, whole: %.2f us, rules and controls: %.2f us of CPU per record (%d)%n",
                    more, whole, judged, sum);
        }
    }

    private static Redactor redactor() {
        return new Redactor(DetectorEngine.builtIn(), new TokenKey(new byte[32]));
    }

    private static List<Event> events() {
        var events = new ArrayList<Event>(EVENTS);
        var resource = Attributes.builder(4)
                .add("service.name", new Value.Text("claude-code"))
                .add("service.version", new Value.Text("2.1.329"))
                .add("os.type", new Value.Text("linux"))
                .add("host.arch", new Value.Text("amd64"))
                .build();
        var origin = new Origin(resource, "com.anthropic.claude_code.events", "2.1.329", Attributes.EMPTY);
        for (var sequence = 0; sequence < EVENTS; sequence++) {
            events.add(event(origin, Script.shape(sequence), sequence));
        }
        return List.copyOf(events);
    }

    private static Event event(Origin origin, Shape shape, int sequence) {
        var attributes = Attributes.builder(32);
        try {
            for (var attribute : LogRecord.parseFrom(shape.protobuf()).getAttributesList()) {
                attributes.add(attribute.getKey(), value(attribute.getValue()));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        attributes.add("event.sequence", new Value.Int(sequence));
        attributes.add("event.timestamp", new Value.Text("2026-11-21T09:44:11.123Z"));
        attributes.add("session.id", new Value.Text("4b569ce5-3ee5-42ce-9457-92a1ff908f43"));
        return new Event.Log(
                origin,
                attributes.build(),
                1_795_235_686_545_000_000L,
                1_795_235_686_545_000_000L,
                "",
                0,
                "",
                new Value.Text("claude_code." + shape.name()),
                "",
                "",
                0);
    }

    private static Value value(AnyValue value) {
        if (value.hasIntValue()) {
            return new Value.Int(value.getIntValue());
        }
        return value.hasDoubleValue()
                ? new Value.Decimal(value.getDoubleValue())
                : new Value.Text(value.getStringValue());
    }
}
