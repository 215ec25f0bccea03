// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.Arguments;
import io.deedbook.storage.bench.Load;
import java.time.Duration;
import java.util.Locale;

/**
 * How many records a second one writer appends, on the included PostgreSQL with everything on disk. Arguments: seconds,
 * records a request, requests in flight. Not a test: its figure depends on the machine.
 */
public final class AppendBenchmark {
    private static final int RECORDS_PREPARED = 5_000;
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private AppendBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var numbers = new Arguments(arguments);
        var time = Duration.ofSeconds(numbers.number(0, 10));
        var requestRecords = numbers.number(1, 100);
        var inFlightMax = numbers.number(2, 64);
        var records = TestRecords.shellCommands(RECORDS_PREPARED).stream()
                .map(TestRecords::seal)
                .toList();
        try (var storage = TestStorage.open()) {
            var load = new Load(storage.tenant("benchmark"), Load.inTurn(records, requestRecords), inFlightMax);
            load.send(storage::append, WARM_UP);
            for (var round = 0; round < 3; round++) {
                System.out.printf(
                        Locale.ROOT,
                        "%d records/s%n",
                        load.send(storage::append, time).perSecond());
            }
        }
    }
}
