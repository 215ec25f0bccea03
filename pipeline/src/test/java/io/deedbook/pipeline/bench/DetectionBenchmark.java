// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.bench;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.Finding;
import io.deedbook.pipeline.detect.PlainEngine;
import io.deedbook.pipeline.detect.Scanner;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What detection costs a record: all strings of a tool result and of a prompt, 17 and 15 of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DetectionBenchmark {
    /** A record in which nothing is found: 17 strings, 737 characters. */
    private static final List<String> CLEAN = List.of(
            "d325d9d5b55c426bea088c407ee3ce248efd013e12f262a96d28a0e098e5199a",
            "ccb56eb1-4a0b-4d6b-aed8-cf4043f956e1",
            "4b569ce5-3ee5-42ce-9457-92a1ff908f43",
            "0d5fa925-6f76-42c3-a4db-37fa3f4b42b1",
            "claude-code",
            "2.1.329",
            "tool_result",
            "2026-11-21T09:44:11.123Z",
            "toolu_mock000000000000000001",
            "req_mock00000000000000001",
            "Bash",
            "true",
            "1795235686545000000",
            "claude-opus-5-5",
            "{\"bash_command\":\"git\",\"full_command\":\"git add -A && git commit -m 'Fix the parser' && mvn -q -B verify\","
                    + "\"timeout\":120000,\"description\":\"Commit and verify\"}",
            "[main d325d9d] Fix the parser\\n 2 files changed, 17 insertions(+), 3 deletions(-)\\n"
                    + "-rw-r--r-- 1 root root 1048576 Nov 21 09:44 target/app-1.2.3.jar",
            "/home/user/code/src/main/java/org/example/Parser.java");

    /** A record in which three things are found. */
    private static final List<String> FINDINGS = List.of(
            "ccb56eb1-4a0b-4d6b-aed8-cf4043f956e1",
            "user_prompt",
            "2026-11-21T09:44:11.123Z",
            "Please help with this request. Context: customer Jane Example <jane.doe@example.com>, card 4111 1111 1111 1111,"
                    + " SSN 078-05-1120. Read customers.csv and tell how many rows it has.");

    private final Scanner engine = DetectorEngine.builtIn();
    private final Scanner plain = PlainEngine.of(DetectorEngine.builtIn());

    /** Runs this benchmark from an IDE or with {@code java -cp … io.deedbook.pipeline.bench.DetectionBenchmark}. */
    public static void main(String[] args) throws Exception {
        new Runner(new OptionsBuilder()
                        .include(DetectionBenchmark.class.getSimpleName())
                        .build())
                .run();
    }

    @Benchmark
    public void engineClean(Blackhole sink) {
        scan(engine, CLEAN, sink);
    }

    @Benchmark
    public void engineFindings(Blackhole sink) {
        scan(engine, FINDINGS, sink);
    }

    @Benchmark
    public void plainClean(Blackhole sink) {
        scan(plain, CLEAN, sink);
    }

    @Benchmark
    public void plainFindings(Blackhole sink) {
        scan(plain, FINDINGS, sink);
    }

    private static void scan(Scanner scanner, List<String> record, Blackhole sink) {
        for (var text : record) {
            List<Finding> findings = scanner.scan(text);
            sink.consume(findings);
        }
    }
}
