// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.erasure.RetentionCursors.Position;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.evidence.Rounds;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.policy.PolicySource;
import io.deedbook.storage.postgres.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets records go when their time is over, as the policies say: first who and what, years later the entries. Several
 * collectors may run it on one database; each log has one of them at a time. Thread-safe.
 */
public final class RetentionWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionWorker.class);
    private static final long FIRST_ROUND_MILLIS = 60_000;

    private final Vertx vertx;
    private final Rounds rounds;
    private final Pool admin;
    private final PolicySource policies;
    private final RetentionOptions options;
    private final RetentionCursors cursors;
    private final RetentionMetrics metrics;
    private final ContentRetention content;
    private final EntryRetention entryRetention;

    /**
     * @param admin connects as the owner of the schema
     * @param role that may erase, or empty where the login role has to do it itself
     * @param tokens of a tenant
     */
    public RetentionWorker(
            Vertx vertx,
            Pool admin,
            OwnEntries entries,
            String role,
            Function<Tenant, SubjectTokens> tokens,
            PolicySource policies,
            MeterRegistry registry,
            RetentionOptions options) {
        this.vertx = vertx;
        rounds = new Rounds(vertx);
        this.admin = admin;
        this.policies = policies;
        this.options = options;
        cursors = new RetentionCursors(admin, UUID.randomUUID().toString(), options.lease());
        metrics = new RetentionMetrics(registry);
        var rights = new EraserRights(role);
        var eraser = new BatchEraser(entries, rights, tokens);
        content = new ContentRetention(admin, eraser, metrics);
        entryRetention = new EntryRetention(entries, rights, eraser);
    }

    /** Starts at the interval, for the first time after a minute. */
    public void start() {
        var pauseMillis = options.interval().toMillis();
        rounds.start(
                Math.min(FIRST_ROUND_MILLIS, pauseMillis), roundMillis -> pauseMillis, () -> round(rounds::areRunning));
    }

    /**
     * Stops after the transaction at work, and lets other collectors have the logs.
     *
     * @return completes also when the database is away, at the latest after five seconds
     */
    public Future<Void> stop() {
        return rounds.stop(cursors::release);
    }

    /**
     * Lets everything go whose time is over by now; fails when that could not be done for a log that nobody else has.
     */
    public Future<Void> runNow() {
        return rounds.run(() -> round(() -> true));
    }

    /** Says whether to go on. */
    private interface Going {
        boolean on();
    }

    private Future<Void> round(Going going) {
        return RetentionPlans.read(vertx, policies, metrics)
                .compose(plans -> cursors.tenants().compose(tenants -> {
                    var left = tenants.iterator();
                    var failed = new AtomicLong();
                    return AsyncLoop.repeat(() -> {
                                if (!left.hasNext() || !going.on()) {
                                    return Future.succeededFuture(false);
                                }
                                var tenant = left.next();
                                return plans.of(tenant)
                                        .compose(plan -> log(tenant, plan, going))
                                        .onFailure(cause -> {
                                            failed.incrementAndGet();
                                            metrics.failed();
                                            LOG.warn(
                                                    "Retention is put off to the next round. tenant={} cause={}",
                                                    tenant.name(),
                                                    Fault.describe(cause));
                                        })
                                        .transform(done -> Future.succeededFuture(true));
                            })
                            .compose(done -> failed.get() == 0
                                    ? Future.<Void>succeededFuture()
                                    : Future.failedFuture(new IllegalStateException(
                                            "logs: " + failed.get() + " failed (expected: 0)")));
                }));
    }

    private Future<Void> log(Tenant tenant, RetentionPlan plan, Going going) {
        return cursors.acquire(tenant.id())
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture()
                        : basis(tenant, plan)
                                .compose(basis -> content(tenant, plan, at(held.get(), basis), going))
                                .compose(done -> entries(tenant, plan, going)));
    }

    /** Under other plans, or once a hold was released, what was passed over may be over. */
    private static Position at(Position stored, String basis) {
        return stored.basis().equals(basis) ? stored : new Position(0, basis);
    }

    private Future<String> basis(Tenant tenant, RetentionPlan plan) {
        return admin.preparedQuery("select coalesce(max(released_at)::text, '') from hold where tenant_id = $1")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> digest(plan.basis() + rows.iterator().next().getString(0)));
    }

    private Future<Void> content(Tenant tenant, RetentionPlan plan, Position from, Going going) {
        var now = options.clockUnixNanos().getAsLong();
        var cutoffs = plan.contentCutoffs(now);
        var next = new AtomicLong(from.nextIndex());
        var settled = new AtomicLong(-1);
        return AsyncLoop.repeat(() -> content.step(tenant, cutoffs, next.get(), now)
                .compose(step -> {
                    next.set(step.next());
                    settled.compareAndSet(-1, step.settled());
                    var position = new Position(settled.get() < 0 ? step.next() : settled.get(), from.basis());
                    return cursors.move(tenant.id(), position)
                            .compose(moved -> pause())
                            .map(paused -> step.more() && going.on());
                }));
    }

    private Future<Void> entries(Tenant tenant, RetentionPlan plan, Going going) {
        var now = options.clockUnixNanos().getAsLong();
        var cutoff = plan.entryCutoffUnixNanos(now);
        if (cutoff.isEmpty()) {
            return Future.succeededFuture();
        }
        return AsyncLoop.repeat(() -> cursors.acquire(tenant.id())
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(0L)
                        : entryRetention.step(tenant, cutoff.getAsLong(), now))
                .compose(removed -> {
                    metrics.removed(removed);
                    return removed == 0 ? Future.succeededFuture(false) : pause().map(paused -> going.on());
                }));
    }

    private Future<Void> pause() {
        return options.pause().isZero()
                ? Future.succeededFuture()
                : vertx.timer(options.pause().toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
