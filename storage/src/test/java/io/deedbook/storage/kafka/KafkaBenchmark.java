// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import static io.deedbook.storage.TestStorage.await;

import com.sun.management.OperatingSystemMXBean;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How fast records are stored straight, acknowledged by a broker on the same machine, and stored behind it by the same process.
 * Arguments: turns, records a turn, records a request. Not a test: its figures depend on the machine.
 */
public final class KafkaBenchmark {
    private static final int RECORDS_PREPARED = 5_000;
    private static final int IN_FLIGHT = 64;
    private static final String TOPIC = "benchmark";
    /** Nothing should go straight, however busy the machine is. */
    private static final long BROKER_MILLIS_MAX = 20_000;

    private KafkaBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var turns = argument(arguments, 0, 5);
        var count = argument(arguments, 1, 80_000);
        var requestRecords = argument(arguments, 2, 100);
        var records = prepared();
        var dataDir = TestStorage.temporaryDirectory();
        var broker = new TestBroker();
        broker.createTopic(TOPIC);
        var usual = ReadingProcess.options(broker.address(), TOPIC, true, dataDir);
        var options = new KafkaOptions(
                usual.servers(),
                usual.topic(),
                usual.group(),
                true,
                BROKER_MILLIS_MAX,
                usual.properties(),
                usual.keyFile(),
                usual.asideDirectory());
        try (var storage = TestStorage.through(options, TestDatabase.text(TestDatabase.create()), dataDir)) {
            var tenant = storage.tenant("benchmark");
            for (var turn = 0; turn <= turns; turn++) {
                var straight = Clock.start();
                send(storage::append, tenant, records, count, requestRecords);
                var straightText = straight.text(count);
                var through = Clock.start();
                send(storage::handOver, tenant, records, count, requestRecords);
                var acknowledgedText = through.text(count);
                while (messages(storage, "appended") < messages(storage, "produced")) {
                    await(storage.vertx().timer(5, TimeUnit.MILLISECONDS));
                }
                System.out.printf(
                        Locale.ROOT,
                        "%s straight %s  acknowledged by the broker %s  and stored %s%n",
                        turn == 0 ? "warm-up" : "turn " + turn,
                        straightText,
                        acknowledgedText,
                        through.text(count));
            }
        } finally {
            broker.close();
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
            Function<AppendRequest, Future<Receipt>> way,
            Tenant tenant,
            List<SealedRecord> records,
            int count,
            int requestRecords)
            throws InterruptedException {
        var inFlight = new Semaphore(IN_FLIGHT);
        for (var sent = 0; sent < count; sent += requestRecords) {
            inFlight.acquire();
            var from = sent % (RECORDS_PREPARED - requestRecords);
            way.apply(TestRecords.request(tenant, records.subList(from, from + requestRecords)))
                    .onFailure(failure -> System.out.println(failure))
                    .onComplete(answered -> inFlight.release());
        }
        inFlight.acquire(IN_FLIGHT);
    }

    private static double messages(TestStorage storage, String fate) {
        return storage.registry()
                .get("deedbook.storage.topic." + fate)
                .counter()
                .count();
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
