// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.bench;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * What benchmarks send: requests one after the other, each as soon as there is room for it.
 *
 * @param requests the records of the next request
 * @param inFlightMax requests that wait for their answers at once
 */
public record Load(Tenant tenant, Supplier<List<SealedRecord>> requests, int inFlightMax) {

    /** Records that are prepared, so many at a time, from the first again after the last. */
    public static <T> Supplier<List<T>> inTurn(List<T> prepared, int count) {
        return new Supplier<>() {
            private int next;

            @Override
            public List<T> get() {
                var from = next;
                next = (next + count) % (prepared.size() - count);
                return prepared.subList(from, from + count);
            }
        };
    }

    /** What came of it: records stored, until the last request had its answer. */
    public record Outcome(long records, long nanos) {
        public long perSecond() {
            return records * TimeUnit.SECONDS.toNanos(1) / nanos;
        }
    }

    /** Sends at least so many records. */
    public Outcome send(Function<AppendRequest, Future<Receipt>> way, long count) throws InterruptedException {
        return sendWhile(way, sent -> sent < count);
    }

    /** Sends for that long. */
    public Outcome send(Function<AppendRequest, Future<Receipt>> way, Duration time) throws InterruptedException {
        var started = System.nanoTime();
        return sendWhile(way, sent -> System.nanoTime() - started < time.toNanos());
    }

    private Outcome sendWhile(Function<AppendRequest, Future<Receipt>> way, LongPredicate isMore)
            throws InterruptedException {
        var inFlight = new Semaphore(inFlightMax);
        var stored = new LongAdder();
        var started = System.nanoTime();
        for (var sent = 0L; isMore.test(sent); ) {
            inFlight.acquire();
            var records = requests.get();
            sent += records.size();
            way.apply(TestRecords.request(tenant, records))
                    .onSuccess(receipt -> stored.add(receipt.count()))
                    .onFailure(System.out::println)
                    .onComplete(answered -> inFlight.release());
        }
        inFlight.acquire(inFlightMax);
        return new Outcome(stored.sum(), System.nanoTime() - started);
    }
}
