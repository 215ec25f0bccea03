// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.PolicyCompiler;
import io.deedbook.pipeline.policy.PolicyException;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.policy.PolicySource;
import io.deedbook.storage.policy.StoredPolicy;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compiled policy of each tenant and team that sends: compiled once, off the event loops, and anew when
 * {@link #refresh} finds that it was changed. Until a changed policy is compiled the one before stays in force.
 * Thread-safe.
 */
public final class Policies {
    /** How often a collector looks for policies that others have set. */
    public static final long REFRESH_MILLIS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(Policies.class);

    private static final String WORKERS = "deedbook-policies";

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final PolicyCompiler compiler;
    private final PolicySource source;
    private final Function<Tenant, Future<TokenKey>> tokenKeys;
    private final Function<Tenant, Future<byte[]>> exportSecrets;
    // bounded by the tenants and teams that have keys; holds values, because a Future stays on the event loop it came
    // from
    private final ConcurrentMap<PolicyOwner, Known> compiled = new ConcurrentHashMap<>();

    // Mutable state, any thread: the newest version's number of every owner that has one.
    private volatile Map<PolicyOwner, Integer> numbers = Map.of();
    private volatile boolean stopped;
    private Future<Void> refreshing = Future.succeededFuture(); // under the lock of this

    /**
     * @param compiler compiles what the source has
     * @param tokenKeys looks up the key under which a tenant's findings become tokens
     * @param exportSecrets looks up the secret under which a tenant's requests are named, 32 bytes
     */
    public Policies(
            Vertx vertx,
            PolicyCompiler compiler,
            PolicySource source,
            Function<Tenant, Future<TokenKey>> tokenKeys,
            Function<Tenant, Future<byte[]>> exportSecrets) {
        this.vertx = vertx;
        workers = workers(vertx);
        this.compiler = compiler;
        this.source = source;
        this.tokenKeys = tokenKeys;
        this.exportSecrets = exportSecrets;
    }

    /** Where policies are compiled: apart from what exports wait for. */
    public static WorkerExecutor workers(Vertx vertx) {
        return vertx.createSharedWorkerExecutor(WORKERS, 1);
    }

    /** What the export path needs to know about whose events it takes. */
    record ExportPolicy(CompiledPolicy policy, ExportKeys keys) {}

    /** A policy that was compiled, and from which versions of the owner and its tenant. */
    private record Known(ExportPolicy policy, Versions versions) {
        /** A compilation that took long must not take the place of one from newer versions. */
        static Known newer(Known one, Known other) {
            return other.versions.isAtLeast(one.versions) ? other : one;
        }
    }

    /** Numbers of the newest versions, 0 for none. */
    private record Versions(int own, int ofTenant) {
        boolean isAtLeast(Versions other) {
            return own >= other.own && ofTenant >= other.ofTenant;
        }

        boolean none() {
            return own == 0 && ofTenant == 0;
        }
    }

    /**
     * Looks for policies now and every {@link #REFRESH_MILLIS} from then on.
     *
     * @return completes when it is known who has a policy; fails with a {@code Refusal} when the database is away
     */
    public Future<Void> start() {
        return refresh().onSuccess(known -> again());
    }

    /** Looks for policies no more. */
    public void stop() {
        stopped = true;
    }

    private void again() {
        vertx.timer(REFRESH_MILLIS, TimeUnit.MILLISECONDS)
                .compose(due -> stopped ? Future.succeededFuture() : refresh())
                .onComplete(looked -> {
                    if (!stopped) {
                        again();
                    }
                });
    }

    /** The policy that applies to a principal; fails with a {@code Refusal} when the database is away. */
    Future<ExportPolicy> of(Principal principal) {
        return of(new PolicyOwner(principal.tenant(), principal.team()));
    }

    private Future<ExportPolicy> of(PolicyOwner owner) {
        var known = compiled.get(owner);
        return known != null ? Future.succeededFuture(known.policy()) : compile(owner);
    }

    /** The correlations of the tenant's own policy; fails with a {@code Refusal} when the database is away. */
    public Future<CorrelationSet> correlations(Tenant tenant) {
        return of(new PolicyOwner(tenant, null)).map(known -> known.policy().correlations());
    }

    /**
     * Looks for policies that were set or removed, and compiles those anew that are in use.
     *
     * @return completes when they are in force; fails with a {@code Refusal} when the database is away, and nothing
     *     changes
     */
    public synchronized Future<Void> refresh() {
        // one after another, so that a late answer never takes the place of a newer one
        refreshing = refreshing.transform(before -> look());
        return refreshing;
    }

    private Future<Void> look() {
        return source.numbers().compose(found -> {
            numbers = Map.copyOf(found);
            var changed = new ArrayList<Future<?>>();
            compiled.forEach((owner, known) -> {
                if (!known.versions().equals(versions(owner))) {
                    changed.add(compile(owner));
                }
            });
            return changed.isEmpty()
                    ? Future.succeededFuture()
                    : Future.join(changed).mapEmpty();
        });
    }

    private Versions versions(PolicyOwner owner) {
        var now = numbers;
        return new Versions(now.getOrDefault(owner, 0), now.getOrDefault(owner.fallback(), 0));
    }

    private Future<ExportPolicy> compile(PolicyOwner owner) {
        var versions = versions(owner);
        return Future.all(tokenKeys.apply(owner.tenant()), exportSecrets.apply(owner.tenant()), stored(owner, versions))
                .compose(all -> workers.executeBlocking(
                        () -> compile(owner, all.resultAt(0), all.resultAt(1), all.resultAt(2)), false))
                .onSuccess(policy -> compiled.merge(owner, new Known(policy, versions), Known::newer));
    }

    private Future<Optional<StoredPolicy>> stored(PolicyOwner owner, Versions versions) {
        if (versions.none()) {
            return Future.succeededFuture(Optional.empty());
        }
        return source.inForce(owner)
                .compose(own -> own.isPresent() || owner.team() == null
                        ? Future.succeededFuture(own)
                        : source.inForce(owner.fallback()));
    }

    private ExportPolicy compile(
            PolicyOwner owner, TokenKey tokenKey, byte[] exportSecret, Optional<StoredPolicy> stored) {
        var document = stored.map(StoredPolicy::document).orElse(null);
        return new ExportPolicy(compile(owner, document, tokenKey), new ExportKeys(exportSecret));
    }

    /** What a version of this program accepted another may not: then events are judged by what is built in. */
    private CompiledPolicy compile(PolicyOwner owner, @Nullable String document, TokenKey tokenKey) {
        try {
            return compiler.compile(owner.tenant(), owner.team(), document, tokenKey);
        } catch (PolicyException e) {
            log.error(
                    "A policy can't be used by this version; the built-in one is in force. tenant={} team={} errors={}",
                    owner.tenant().name(),
                    owner.team(),
                    e.errors().size());
            return compiler.compile(owner.tenant(), owner.team(), null, tokenKey);
        }
    }
}
