// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.ProcessorTime;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What evaluating a stored record costs, on the included PostgreSQL: CPU of the evaluation, and of all with reading.
 * Argument: thousands of records. Not a test: its figure depends on the machine.
 */
public final class FindingBenchmark {
    private static final int BATCH_RECORDS = 1_000;
    private static final int SESSIONS = 500;
    private static final List<String> ACTIONS =
            List.of("user_prompt", "api_request", "tool_decision", "file_read", "shell_command", "api_request", "hook");

    private FindingBenchmark() {}

    public static void main(String[] arguments) {
        var batches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        var set = CorrelationSet.builtIn();
        try (var storage = TestStorage.open()) {
            var tenant = storage.tenant("benchmark");
            var evaluator = storage.storage()
                    .findings(
                            asked -> Future.succeededFuture(set),
                            new FindingOptions(
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(60),
                                    () -> TestRecords.RECEIVED_UNIX_NANOS));
            for (var batch = 0; batch < batches; batch++) {
                await(storage.append(TestRecords.request(tenant, records(batch))));
            }
            var started = System.nanoTime();
            var cpu = storage.registry().find("deedbook.findings.evaluation");
            for (var evaluated = 0; evaluated < batches; evaluated += 50) {
                var before = ProcessorTime.ofThisProcess();
                var cpuBefore = cpu.timer().totalTime(TimeUnit.NANOSECONDS);
                await(evaluator.evaluateNow());
                System.out.printf(
                        Locale.ROOT,
                        "%.2f µs of CPU a record in this process, %.2f µs of them the evaluation%n",
                        ProcessorTime.ofThisProcess().minus(before).toNanos() / 1e3 / 50_000,
                        (cpu.timer().totalTime(TimeUnit.NANOSECONDS) - cpuBefore) / 1e3 / 50_000);
            }
            System.out.printf(Locale.ROOT, "%d ms%n", (System.nanoTime() - started) / 1_000_000);
            await(evaluator.stop());
        }
    }

    private static List<SealedRecord> records(int batch) {
        var records = new ArrayList<SealedRecord>(BATCH_RECORDS);
        for (var position = 0; position < BATCH_RECORDS; position++) {
            var number = (long) batch * BATCH_RECORDS + position;
            var action = ACTIONS.get((int) (number % ACTIONS.size()));
            var occurred = TestRecords.RECEIVED_UNIX_NANOS - TimeUnit.HOURS.toNanos(1) + number * 100_000;
            records.add(TestRecords.sealed(occurred, draft -> {
                draft.put(Field.SESSION_ID, "0f9a3c1e-0000-4000-8000-" + number % SESSIONS);
                draft.put(Field.SEQUENCE, number / SESSIONS);
                draft.put(Field.USER_ID, "user-" + number % SESSIONS / 2);
                draft.put(Field.USER_EMAIL, "[email:7f3a" + number % SESSIONS / 2 + "]");
                draft.put(Field.ACTION, action);
                draft.put(
                        Field.EVENT, action.startsWith("file") || action.startsWith("shell") ? "tool_result" : action);
                draft.put(Field.TOOL_NAME, "Bash");
                draft.put(Field.TARGET, "/srv/app/src/" + number % 40);
                draft.put(Field.DECISION, action.equals("tool_decision") ? "accept" : null);
                draft.put(Field.DECISION_SOURCE, action.equals("tool_decision") ? "config" : null);
                draft.put(Field.COST_USD_NANOS, action.equals("api_request") ? 8_340_000L : null);
                draft.content().put("toolInput", "git log --oneline ".repeat(20));
            }));
        }
        return records;
    }
}
