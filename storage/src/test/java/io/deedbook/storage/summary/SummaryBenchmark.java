// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import static io.deedbook.storage.TestStorage.await;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.Arguments;
import io.deedbook.storage.bench.Load;
import io.deedbook.storage.bench.ProcessorTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * What summing up costs a record, in CPU of PostgreSQL and of this process: by reading what was appended, from what was
 * counted as it was, and from what four collectors have each counted of it, in turns; and what the counting costs.
 * Arguments: stretches a turn, turns, teams. Not a test: its figures depend on the machine.
 */
public final class SummaryBenchmark {
    private static final int REQUEST_RECORDS = 128;
    private static final int REQUESTS_IN_FLIGHT = 16;
    private static final int PREPARED = 40 * REQUEST_RECORDS;
    private static final int WARM_UP_TURNS = 2;

    private SummaryBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var numbers = new Arguments(arguments);
        var records = (long) numbers.number(0, 24) * Stretches.STANDARD.entries();
        var turns = numbers.number(1, 5);
        var prepared = prepared(numbers.number(2, 5));
        try (var storage = TestStorage.open()) {
            // takes turns that are none of its own
            await(storage.storage().summarizer().stop());
            var ways = List.of(
                    new Way("read", storage, 1, 0),
                    new Way("counted", storage, 1, Long.MAX_VALUE),
                    new Way("shared", storage, 4, Long.MAX_VALUE));
            System.out.printf("%-8s %14s %10s %14s%n", "µs", "PostgreSQL", "JVM", "counting");
            for (var turn = -WARM_UP_TURNS; turn < turns; turn++) {
                for (var way : ways) {
                    way.run(Load.inTurn(prepared, REQUEST_RECORDS), records, turn >= 0);
                }
            }
            ways.forEach(Way::print);
        }
    }

    /** Of some teams, with what a few agents do. */
    private static List<SealedRecord> prepared(int teams) {
        var actions = Action.values();
        return LongStream.range(0, PREPARED)
                .mapToObj(number -> {
                    var draft = TestRecords.shellCommand(TestRecords.RECEIVED_UNIX_NANOS, "session", number);
                    draft.put(Field.TEAM, "team-" + number * 7_919 % teams);
                    draft.put(Field.ACTION, actions[(int) (number % 11)].wireName());
                    draft.put(Field.RISK, Risk.values()[number % 50 == 0 ? 2 : (int) (number % 2)].wireName());
                    return TestRecords.seal(draft);
                })
                .toList();
    }

    private record Told(long first, List<SealedRecord> records) {}

    private static final class Way {
        private final String name;
        private final TestStorage storage;
        private final Tenant tenant;
        private final List<RecentCounts> recent = new ArrayList<>();
        private final List<Summarizer> summarizers = new ArrayList<>();
        private final List<Double> server = new ArrayList<>();
        private final List<Double> own = new ArrayList<>();
        private final List<Double> counting = new ArrayList<>();

        Way(String name, TestStorage storage, int collectors, long bytesMax) {
            this.name = name;
            this.storage = storage;
            tenant = storage.tenant(name);
            for (var collector = 0; collector < collectors; collector++) {
                var counts = new RecentCounts(Stretches.STANDARD, bytesMax);
                recent.add(counts);
                summarizers.add(new Summarizer(
                        storage.vertx(),
                        storage.storage().adminPool(),
                        Stretches.STANDARD,
                        counts,
                        new SimpleMeterRegistry()));
            }
        }

        void run(Supplier<List<SealedRecord>> requests, long records, boolean measured) throws InterruptedException {
            var told = Collections.synchronizedList(new ArrayList<Told>());
            new Load(tenant, requests, REQUESTS_IN_FLIGHT)
                    .send(
                            request -> storage.append(request)
                                    .onSuccess(receipt -> told.add(new Told(receipt.firstIndex(), request.records()))),
                            records);
            told.sort(Comparator.comparingLong(Told::first));
            var started = System.nanoTime();
            for (var number = 0; number < told.size(); number++) {
                var run = told.get(number);
                recent.get(number % recent.size()).committed(tenant.id(), run.first(), run.records());
            }
            var countingMicros = (System.nanoTime() - started) / 1e3 / records;
            var pool = storage.storage().adminPool();
            var serverBefore = ProcessorTime.ofServer(pool);
            var ownBefore = ProcessorTime.ofThisProcess();
            // all but the first say what they have counted, and the first sums up
            for (var summarizer : summarizers.subList(1, summarizers.size())) {
                await(summarizer.roundNow());
            }
            await(summarizers.get(0).runNow());
            var ownMicros = ProcessorTime.ofThisProcess().minus(ownBefore).toNanos() / 1e3 / records;
            var serverMicros = ProcessorTime.ofServer(pool).minus(serverBefore).toNanos() / 1e3 / records;
            if (measured) {
                server.add(serverMicros);
                own.add(ownMicros);
                counting.add(countingMicros);
            }
            print(serverMicros, ownMicros, countingMicros);
        }

        void print() {
            System.out.print("median ");
            print(median(server), median(own), median(counting));
        }

        private void print(double serverMicros, double ownMicros, double countingMicros) {
            System.out.printf(
                    Locale.ROOT, "%-8s %14.3f %10.3f %14.3f%n", name, serverMicros, ownMicros, countingMicros);
        }

        private static double median(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }
    }
}
