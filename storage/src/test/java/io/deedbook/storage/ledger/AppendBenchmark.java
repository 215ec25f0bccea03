// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many records a second one writer appends, on the included PostgreSQL with everything on disk. Arguments: seconds,
 * records a request, requests in flight. Not a test: its figure depends on the machine.
 */
public final class AppendBenchmark {
    private static final int RECORDS_PREPARED = 5_000;

    private AppendBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var seconds = argument(arguments, 0, 10);
        var requestRecords = argument(arguments, 1, 100);
        var requestsInFlight = argument(arguments, 2, 64);
        var records = prepared();
        try (var storage = TestStorage.open()) {
            var tenant = storage.tenant("benchmark");
            run(storage, tenant, records, 3, requestRecords, requestsInFlight);
            for (var round = 0; round < 3; round++) {
                var perSecond = run(storage, tenant, records, seconds, requestRecords, requestsInFlight);
                System.out.printf(Locale.ROOT, "%d records/s%n", perSecond);
            }
        }
    }

    private static long run(
            TestStorage storage,
            Tenant tenant,
            List<SealedRecord> records,
            int seconds,
            int requestRecords,
            int requestsInFlight)
            throws InterruptedException {
        var inFlight = new Semaphore(requestsInFlight);
        var stored = new LongAdder();
        var started = System.nanoTime();
        for (var sent = 0; System.nanoTime() - started < TimeUnit.SECONDS.toNanos(seconds); sent++) {
            inFlight.acquire();
            var from = sent * requestRecords % (RECORDS_PREPARED - requestRecords);
            storage.append(TestRecords.request(tenant, records.subList(from, from + requestRecords)))
                    .onSuccess(receipt -> stored.add(receipt.count()))
                    .onFailure(failure -> System.out.println(failure))
                    .onComplete(answered -> inFlight.release());
        }
        inFlight.acquire(requestsInFlight);
        return stored.sum() * 1_000_000_000L / (System.nanoTime() - started);
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
