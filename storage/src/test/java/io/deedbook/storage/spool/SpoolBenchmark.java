// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import static io.deedbook.storage.TestStorage.await;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.Arguments;
import io.deedbook.storage.bench.Load;
import io.deedbook.storage.bench.Stopwatch;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.TestDatabase;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How fast records are stored straight, put into the spool, and brought back from it while another tenant goes on
 * sending. Arguments: turns, records a turn, records a request. Not a test: its figures depend on the machine.
 */
public final class SpoolBenchmark {
    private static final int RECORDS_PREPARED = 5_000;
    private static final int IN_FLIGHT = 64;
    private static final long OTHERS_MILLIS = 20;

    private SpoolBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var numbers = new Arguments(arguments);
        var turns = numbers.number(0, 5);
        var count = numbers.number(1, 100_000);
        var requestRecords = numbers.number(2, 100);
        var records = TestRecords.shellCommands(RECORDS_PREPARED).stream()
                .map(TestRecords::seal)
                .toList();
        try (var network = new FaultProxy(TestDatabase.create());
                var storage =
                        TestStorage.spooling(TestDatabase.text(network.url()), TestStorage.temporaryDirectory())) {
            var load = new Load(storage.tenant("benchmark"), Load.inTurn(records, requestRecords), IN_FLIGHT);
            var others = storage.tenant("others");
            for (var turn = 0; turn <= turns; turn++) {
                var straight = Stopwatch.start();
                load.send(storage::append, count);
                var straightText = straight.text(count);
                network.cut();
                var spooling = Stopwatch.start();
                load.send(storage::append, count);
                var spoolingText = spooling.text(count);
                network.restore();
                var draining = Stopwatch.start();
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
}
