// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import static io.deedbook.storage.TestStorage.await;

import com.sun.management.OperatingSystemMXBean;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.TestDatabase;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How fast records are stored straight, put into the spool, and brought back from it while another tenant goes on sending.
 * Arguments: turns, records a turn, records a request. Not a test: its figures depend on the machine.
 */
public final class SpoolBenchmark {
    private static final int RECORDS_PREPARED = 5_000;
    private static final int IN_FLIGHT = 64;
    private static final long OTHERS_MILLIS = 20;

    private SpoolBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var turns = argument(arguments, 0, 5);
        var count = argument(arguments, 1, 100_000);
        var requestRecords = argument(arguments, 2, 100);
        var records = prepared();
        try (var network = new FaultProxy(TestDatabase.create());
                var storage =
                        TestStorage.spooling(TestDatabase.text(network.url()), TestStorage.temporaryDirectory())) {
            var tenant = storage.tenant("benchmark");
            var others = storage.tenant("others");
            for (var turn = 0; turn <= turns; turn++) {
                var straight = Clock.start();
                send(storage, tenant, records, count, requestRecords);
                var straightText = straight.text(count);
                network.cut();
                var spooling = Clock.start();
                send(storage, tenant, records, count, requestRecords);
                var spoolingText = spooling.text(count);
                network.restore();
                var draining = Clock.start();
                var othersMillis = sendWhileDraining(storage, others, records);
                System.out.printf(
                        Locale.ROOT,
                        "%s straight %s  spooling %s  draining %s, others' slowest answer %d ms%n",
                        turn == 0 ? "warm-up" : "turn " + turn,
                        straightText,
                        spoolingText,
                        draining.text(count),
                        othersMillis);
            }
        }
    }

    /** Wall time and this process's CPU time, since a moment. */
    private record Clock(long wallNanos, long cpuNanos) {
        static Clock start() {
            return new Clock(System.nanoTime(), cpu());
        }

        String text(int count) {
            return String.format(
                    Locale.ROOT,
                    "%,d/s %.1f µs CPU",
                    count * 1_000_000_000L / (System.nanoTime() - wallNanos),
                    (cpu() - cpuNanos) / 1e3 / count);
        }

        private static long cpu() {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                    .getProcessCpuTime();
        }
    }

    private static void send(
            TestStorage storage, Tenant tenant, List<SealedRecord> records, int count, int requestRecords)
            throws InterruptedException {
        var inFlight = new Semaphore(IN_FLIGHT);
        for (var sent = 0; sent < count; sent += requestRecords) {
            inFlight.acquire();
            var from = sent % (RECORDS_PREPARED - requestRecords);
            storage.append(TestRecords.request(tenant, records.subList(from, from + requestRecords)))
                    .onFailure(failure -> System.out.println(failure))
                    .onComplete(answered -> inFlight.release());
        }
        inFlight.acquire(IN_FLIGHT);
    }

    /** Sends for another tenant until the spool is empty, and says how long its slowest answer took. */
    private static long sendWhileDraining(TestStorage storage, Tenant tenant, List<SealedRecord> records) {
        var slowest = 0L;
        while (storage.storage().spool().isSpooling()) {
            var started = System.nanoTime();
            await(storage.append(TestRecords.request(tenant, records.subList(0, 10))));
            slowest = Math.max(slowest, System.nanoTime() - started);
            await(storage.vertx().timer(OTHERS_MILLIS, TimeUnit.MILLISECONDS));
        }
        return TimeUnit.NANOSECONDS.toMillis(slowest);
    }

    private static List<SealedRecord> prepared() {
        var records = new ArrayList<SealedRecord>();
        for (var number = 0L; number < RECORDS_PREPARED; number++) {
            var sequence = number;
            records.add(TestRecords.sealed(draft -> {
                draft.put(Field.SEQUENCE, sequence);
                draft.put(Field.SESSION_ID, "0f9a3c1e-0000-4000-8000-0000000000" + sequence % 50);
                draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
                draft.put(Field.TOOL_NAME, "Bash");
                draft.put(Field.TARGET, "git");
                draft.put(Field.CONTROLS, List.of("soc2:CC6.1", "soc2:CC7.2", "gdpr:art_30"));
                draft.content().put(ContentName.TOOL_INPUT, "git log --oneline ".repeat(20) + sequence);
            }));
        }
        return records;
    }

    private static int argument(String[] arguments, int position, int otherwise) {
        return position < arguments.length ? Integer.parseInt(arguments[position]) : otherwise;
    }
}
