// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.deedbook.storage.cosign.CosignatureTable.Published;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.tlog.TlogPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the latest checkpoint of every log cosigned by the witnesses of a policy. It reads what is published and stores
 * the lines that come; neither appending nor publishing waits for it. Of several collectors on one database one does so
 * at a time. Thread-safe.
 */
public final class Cosigning {
    private static final Logger log = LoggerFactory.getLogger(Cosigning.class);
    private static final long STOP_MILLIS_MAX = 2_000;
    /** What the lines of all witnesses may add to a checkpoint, which has 65,536 characters at most. */
    private static final int LINES_CHARS_MAX = 60_000;

    /** A note has 100 lines; the rest is for the log's own keys. */
    private static final int WITNESSES_MAX = 90;

    private static final int NOT_BASE64_CHARS = 16;

    private final Vertx vertx;
    private final Context context;
    private final TlogPolicy policy;
    private final CosignatureTable table;
    private final SubmitterLease lease;
    private final Duration interval;
    private final CosigningMetrics metrics;
    private final List<WitnessClient> clients;

    // Mutable state, owned by the context.
    private boolean running;
    private boolean failing;

    /**
     * @param client reads the logs and writes the tables of witnesses
     * @param evidence makes the proofs
     * @param policy whose witnesses have addresses; its logs do not matter here
     * @param interval between two looks at what was published
     * @throws IllegalArgumentException for a policy that can't be followed; the message says why
     */
    public Cosigning(
            Vertx vertx,
            SqlClient client,
            EvidenceReader evidence,
            TlogPolicy policy,
            WitnessDoor door,
            Duration interval,
            MeterRegistry registry) {
        check(policy);
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
        this.policy = policy;
        this.interval = interval;
        table = new CosignatureTable(client);
        lease = new SubmitterLease(client, UUID.randomUUID().toString());
        metrics = new CosigningMetrics(registry, () -> alarms().size());
        clients = WitnessAddress.of(policy).stream()
                .map(address -> new WitnessClient(address, door, table, evidence, metrics, this::stored))
                .toList();
    }

    /**
     * Checks that checkpoints with a line of each witness can still be read.
     *
     * @throws IllegalArgumentException when that, or a witness's address, is wrong
     */
    public static void check(TlogPolicy policy) {
        var addresses = WitnessAddress.of(policy);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("The policy names no witness.");
        }
        var chars = 0;
        for (var witness : policy.witnesses()) {
            var signatureBytes = witness.key().type().cosignatureBytes();
            chars += witness.key().name().length() + NOT_BASE64_CHARS + (signatureBytes + 2) / 3 * 4;
        }
        if (chars > LINES_CHARS_MAX || policy.witnesses().size() > WITNESSES_MAX) {
            throw new IllegalArgumentException("The policy has more witnesses than a checkpoint has room for.");
        }
    }

    /** Starts submitting. */
    public void start() {
        context.runOnContext(started -> {
            running = true;
            again();
        });
    }

    /** Looks at once, because something was published. */
    public void nudge() {
        context.runOnContext(nudged -> round());
    }

    /** Starts no more submissions; what is under way ends by itself. Completes within two seconds. */
    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(asked -> {
            running = false;
            lease.release()
                    .timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .otherwiseEmpty()
                    .onComplete(stopped);
        });
        return stopped.future();
    }

    /** What witnesses hold against logs, since the start. */
    public List<ForkAlarm> alarms() {
        return clients.stream().flatMap(client -> client.alarms().stream()).toList();
    }

    private void again() {
        vertx.setTimer(Math.max(1, interval.toMillis()), fired -> {
            if (running) {
                round();
                again();
            }
        });
    }

    /** Starts a round at each witness that is not at one; they end when they end. */
    private void round() {
        if (!running) {
            return;
        }
        lease.held().onFailure(this::failed).onSuccess(held -> {
            if (held) {
                clients.forEach(client -> client.round().onComplete(done -> {
                    if (done.failed()) {
                        failed(done.cause());
                    } else {
                        failing = false;
                    }
                }));
            }
        });
    }

    private void failed(@Nullable Throwable cause) {
        if (running && !failing && cause != null) {
            log.warn("Checkpoints can't be read for witnesses now. cause={}", Fault.describe(cause));
        }
        failing = true;
    }

    private Future<Void> stored(Published published) {
        return table.cosigned(published).compose(note -> {
            if (!policy.isQuorum(note)) {
                return Future.succeededFuture();
            }
            return table.markWitnessed(published)
                    .onSuccess(isNew -> metrics.quorum())
                    .mapEmpty();
        });
    }
}
