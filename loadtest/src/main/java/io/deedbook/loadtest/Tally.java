// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * What happened to the events of a run. When it is over, sent = acknowledged + the sum of dropped. Thread-safe.
 */
final class Tally {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder measured = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final Map<String, LongAdder> dropped = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final Recorder latencyMicros = new Recorder(SIGNIFICANT_DIGITS);

    /** Events that were due to be sent. */
    void sent(int events, long bytes) {
        sent.add(events);
        sentBytes.add(bytes);
    }

    /** An answer other than 200, by status; it may be retried. */
    void refused(String status) {
        answers.computeIfAbsent(status, key -> new LongAdder()).increment();
    }

    void retried() {
        retries.increment();
    }

    /** Events given up, by what ended them: a status, {@code timeout}, {@code connection} or {@code overflow}. */
    void dropped(String reason, int events) {
        dropped.computeIfAbsent(reason, key -> new LongAdder()).add(events);
    }

    /** Events acknowledged, the time being counted from when the request was due; measured once the warm-up is over. */
    void acknowledged(int events, long nanos, boolean warm) {
        acknowledged.add(events);
        if (warm) {
            measured.add(events);
            latencyMicros.recordValue(Math.max(0, nanos / 1_000));
        }
    }

    long sent() {
        return sent.sum();
    }

    long sentBytes() {
        return sentBytes.sum();
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /** The acknowledged events that were due after the warm-up. */
    long measured() {
        return measured.sum();
    }

    long retries() {
        return retries.sum();
    }

    /** Events by reason. */
    Map<String, Long> dropped() {
        return sums(dropped);
    }

    /** Requests by status, other than 200. */
    Map<String, Long> refused() {
        return sums(answers);
    }

    /** Latencies of requests in microseconds; to be called once, when all have ended. */
    Histogram latencyMicros() {
        return latencyMicros.getIntervalHistogram();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        var sums = new TreeMap<String, Long>();
        counters.forEach((key, counter) -> sums.put(key, counter.sum()));
        return sums;
    }
}
