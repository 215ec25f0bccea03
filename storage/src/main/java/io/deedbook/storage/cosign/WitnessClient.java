// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.deedbook.storage.cosign.CosignatureTable.Published;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one witness supplied with the latest checkpoints of all logs, a few at a time; a slow one is slow for itself
 * alone. One that does not answer is left alone for a while, longer each time. For one context.
 */
final class WitnessClient {
    private static final Logger log = LoggerFactory.getLogger(WitnessClient.class);
    /** Submissions to one witness at once. */
    private static final int LANES = 4;

    private static final long AWAY_MILLIS = 1_000;
    private static final long AWAY_MILLIS_MAX = 60_000;
    private static final long REFUSED_MILLIS = 2_000;
    private static final long REFUSED_MILLIS_MAX = 600_000;

    private final WitnessAddress address;
    private final WitnessDoor door;
    private final CosignatureTable table;
    private final EvidenceReader evidence;
    private final CosigningMetrics metrics;
    private final Function<Published, Future<Void>> stored;
    private final Backoff away = new Backoff(
            AWAY_MILLIS, AWAY_MILLIS_MAX, () -> ThreadLocalRandom.current().nextDouble());
    private final Backoff refused = new Backoff(
            REFUSED_MILLIS,
            REFUSED_MILLIS_MAX,
            () -> ThreadLocalRandom.current().nextDouble());
    private final ConcurrentMap<String, ForkAlarm> alarms = new ConcurrentHashMap<>();

    // Mutable state, owned by the context.
    private final Map<Integer, LogTalk> talks = new HashMap<>();
    private int failures;
    private long notBeforeNanos = System.nanoTime();
    private boolean busy;
    private boolean again;

    /** @param stored is told after lines of a checkpoint were stored */
    WitnessClient(
            WitnessAddress address,
            WitnessDoor door,
            CosignatureTable table,
            EvidenceReader evidence,
            CosigningMetrics metrics,
            Function<Published, Future<Void>> stored) {
        this.address = address;
        this.door = door;
        this.table = table;
        this.evidence = evidence;
        this.metrics = metrics;
        this.stored = stored;
    }

    /** The alarms by origin. Thread-safe. */
    List<ForkAlarm> alarms() {
        return List.copyOf(alarms.values());
    }

    /**
     * Submits what waits, unless that is being done or the witness is left alone.
     *
     * @return fails when the database is away
     */
    Future<Void> round() {
        if (busy || isAway()) {
            again = busy;
            return Future.succeededFuture();
        }
        busy = true;
        again = false;
        var failed = new ArrayList<Throwable>();
        return Future.succeededFuture(address.keys())
                .compose(table::due)
                .compose(due -> {
                    var logs = due.iterator();
                    var lanes = new ArrayList<Future<Void>>();
                    for (var lane = 0; lane < LANES; lane++) {
                        lanes.add(AsyncLoop.repeat(() -> next(logs, failed)));
                    }
                    return Future.join(lanes);
                })
                .compose(done ->
                        failed.isEmpty() ? Future.<Void>succeededFuture() : Future.<Void>failedFuture(failed.get(0)))
                .compose(
                        done -> {
                            busy = false;
                            // something was published meanwhile
                            return again ? round() : Future.succeededFuture();
                        },
                        failure -> {
                            busy = false;
                            return Future.failedFuture(failure);
                        });
    }

    private boolean isAway() {
        return System.nanoTime() - notBeforeNanos < 0;
    }

    /**
     * A database that is away ends the round, and so does a witness by {@link #isAway}; a broken log is passed over.
     */
    private Future<Boolean> next(Iterator<Integer> logs, List<Throwable> failed) {
        if (!logs.hasNext() || isAway() || !failed.isEmpty()) {
            return Future.succeededFuture(false);
        }
        var logId = logs.next();
        var talk = talks.get(logId);
        if (talk != null && !talk.isDue(System.nanoTime())) {
            return Future.succeededFuture(true);
        }
        return table.latest(logId)
                .compose(published -> published.isEmpty() ? Future.succeededFuture() : submit(published.get()))
                .onFailure(failure -> {
                    if (Fault.of(failure) == Fault.AWAY) {
                        failed.add(failure);
                    } else {
                        broken(logId, failure);
                    }
                })
                .transform(done -> Future.succeededFuture(true));
    }

    private Future<Void> submit(Published published) {
        var talk = talk(published);
        return new Submission(table, evidence, door, address, published, talk.knownSize())
                .run()
                .compose(result -> {
                    talk.knownSize(result.knownSize());
                    note(published, talk, result);
                    return table.insert(published, result.lines())
                            .compose(inserted -> result.lines().isEmpty()
                                    ? Future.<Void>succeededFuture()
                                    : stored.apply(published));
                });
    }

    private void broken(int logId, Throwable failure) {
        log.error("A ledger can't be submitted to witnesses. logId={} cause={}", logId, Fault.describe(failure));
        talks.computeIfAbsent(logId, unused -> new LogTalk("")).failed(refused);
    }

    private LogTalk talk(Published published) {
        var origin = published.checkpoint().origin();
        var talk = talks.get(published.tenant().id());
        if (talk == null || !talk.origin().equals(origin)) {
            talk = new LogTalk(origin);
            talks.put(published.tenant().id(), talk);
        }
        return talk;
    }

    private void note(Published published, LogTalk talk, Submission.Result result) {
        metrics.submitted(address.name(), result.outcome());
        switch (result.outcome()) {
            case COSIGNED, AHEAD -> {
                talk.succeeded();
                answered();
            }
            case UNAVAILABLE -> unavailable(result.reason());
            case NOT_ACCEPTED, BAD_SIGNATURE, UNEXPECTED -> {
                answered();
                refused(published, talk, result.reason());
            }
            case FORK -> {
                answered();
                alarm(talk, new ForkAlarm(published.checkpoint().origin(), address.name(), result.reason()));
            }
        }
    }

    private void answered() {
        if (failures > 0) {
            log.info("A witness answers again. witness={}", address.name());
        }
        failures = 0;
    }

    private void unavailable(String reason) {
        if (failures++ == 0) {
            log.warn("A witness can't be had now; it is tried again. witness={} reason={}", address.name(), reason);
        }
        notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(away.delayMillis(failures));
    }

    private void refused(Published published, LogTalk talk, String reason) {
        if (talk.failures() == 0) {
            log.warn(
                    "A witness does not cosign a log; it is tried again. witness={} origin={} reason={}",
                    address.name(),
                    published.checkpoint().origin(),
                    reason);
        }
        talk.failed(refused);
    }

    private void alarm(LogTalk talk, ForkAlarm alarm) {
        talk.alarm(alarm);
        alarms.put(alarm.origin(), alarm);
        log.error(
                "FORK ALARM: a witness holds something against a log, and nothing more of it is submitted there. Was the"
                        + " database restored or a standby promoted with loss, or does another installation use the log's key?"
                        + " Keep the database and the witness's checkpoint as they are, compare both (docs/WITNESSES.md), and"
                        + " restart the collector when it is settled. witness={} origin={} reason={}",
                alarm.witness(),
                alarm.origin(),
                alarm.reason());
    }
}
