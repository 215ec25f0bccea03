// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import static io.deedbook.storage.TestStorage.await;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.Arguments;
import io.deedbook.storage.bench.Load;
import io.deedbook.storage.bench.Stopwatch;
import io.deedbook.storage.postgres.TestDatabase;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How fast records are stored straight, acknowledged by a broker on the same machine, and stored behind it by the same
 * process. Arguments: turns, records a turn, records a request. Not a test: its figures depend on the machine.
 */
public final class KafkaBenchmark {
    private static final int RECORDS_PREPARED = 5_000;
    private static final int IN_FLIGHT = 64;
    private static final String TOPIC = "benchmark";
    /** Nothing should go straight, however busy the machine is. */
    private static final long BROKER_MILLIS_MAX = 20_000;

    private KafkaBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var numbers = new Arguments(arguments);
        var turns = numbers.number(0, 5);
        var count = numbers.number(1, 80_000);
        var requestRecords = numbers.number(2, 100);
        var records = TestRecords.shellCommands(RECORDS_PREPARED).stream()
                .map(TestRecords::seal)
                .toList();
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
            var load = new Load(storage.tenant("benchmark"), Load.inTurn(records, requestRecords), IN_FLIGHT);
            for (var turn = 0; turn <= turns; turn++) {
                var straight = Stopwatch.start();
                load.send(storage::append, count);
                var straightText = straight.text(count);
                var through = Stopwatch.start();
                load.send(storage::handOver, count);
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

    private static double messages(TestStorage storage, String fate) {
        return storage.registry()
                .get("deedbook.storage.topic." + fate)
                .counter()
                .count();
    }
}
