// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.policy;

import io.deedbook.collector.intake.Policies;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.event.UnixNanos;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.PolicyCompiler;
import io.deedbook.pipeline.policy.PolicyEntry;
import io.deedbook.pipeline.policy.PolicyError;
import io.deedbook.pipeline.policy.PolicyException;
import io.deedbook.pipeline.policy.Retention;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.policy.PolicyStore;
import io.deedbook.storage.policy.StoredPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where policies are set, removed and looked at, for the API and the command line. Nothing is stored that does not
 * compile. Thread-safe; futures fail with a {@code PolicyException} that has all errors of a policy, with an
 * {@link IllegalArgumentException} for a person, or with a {@code Refusal} when the database is away.
 */
public final class PolicyDesk {
    private final WorkerExecutor workers;
    private final PolicyStore store;
    private final PolicyCompiler compiler;
    private final Function<Tenant, TokenKey> tokenKeys;
    private final Sealer sealer;
    private final Supplier<Future<Void>> putInForce;

    /**
     * @param putInForce asked after a change, so that this process judges by it when the change is answered
     */
    public PolicyDesk(
            Vertx vertx,
            PolicyStore store,
            PolicyCompiler compiler,
            Function<Tenant, TokenKey> tokenKeys,
            Sealer sealer,
            Supplier<Future<Void>> putInForce) {
        workers = Policies.workers(vertx);
        this.store = store;
        this.compiler = compiler;
        this.tokenKeys = tokenKeys;
        this.sealer = sealer;
        this.putInForce = putInForce;
    }

    /**
     * What judges an owner's events.
     *
     * @param stored the version in force, of the owner or of its tenant; empty where the process's own policy is
     * @param compiled what judges, which is what is built in where this version of the program does not accept the
     *     stored text
     * @param errors why it does not; empty where it does
     */
    public record InForce(Optional<StoredPolicy> stored, CompiledPolicy compiled, List<PolicyError> errors) {
        public InForce {
            errors = List.copyOf(errors);
        }

        /** Whether the policy is a team's own. */
        public boolean isOfTeam() {
            return stored.filter(policy -> policy.owner().team() != null).isPresent();
        }
    }

    /** The policy that judges the owner's events. */
    public Future<InForce> inForce(PolicyOwner owner) {
        return store.inForce(owner)
                .compose(own -> own.isPresent() || owner.team() == null
                        ? Future.succeededFuture(own)
                        : store.inForce(owner.fallback()))
                .compose(stored -> judging(owner, stored));
    }

    /**
     * As collectors do, which never turn an event away for a policy that was stored by another version of the program.
     */
    private Future<InForce> judging(PolicyOwner owner, Optional<StoredPolicy> stored) {
        return compile(owner, stored.map(StoredPolicy::document).orElse(null))
                .map(compiled -> new InForce(stored, compiled, List.of()))
                .recover(failure -> failure instanceof PolicyException refused
                        ? compile(owner, null).map(compiled -> new InForce(stored, compiled, refused.errors()))
                        : Future.failedFuture(failure));
    }

    /** The owner's versions, newest first, the removals too. */
    public Future<List<StoredPolicy>> versions(PolicyOwner owner) {
        return store.versions(owner);
    }

    /** Compiles a policy without setting it. */
    public Future<CompiledPolicy> check(PolicyOwner owner, String document) {
        var tokenKey = tokenKeys.apply(owner.tenant());
        return workers.executeBlocking(() -> compiler.check(owner.tenant(), owner.team(), document, tokenKey), false);
    }

    /**
     * Refuses a change that a team may not make itself: how long its records are kept is its tenant's business.
     *
     * @param document the team's new policy, or null to remove the one in force
     */
    public Future<Void> checkKeepsRetention(PolicyOwner team, @Nullable String document) {
        return store.inForce(team)
                .compose(stored -> workers.executeBlocking(
                        () -> {
                            var before = stored.flatMap(PolicyDesk::retention);
                            var after = document == null ? Optional.<Retention>empty() : Retention.of(document);
                            if (!before.equals(after)) {
                                throw new PolicyException(List.of(new PolicyError(
                                        0,
                                        "retention",
                                        "a key of a team can't change it (expected: as in the policy in force); a key"
                                                + " of the whole tenant can")));
                            }
                            return null;
                        },
                        false));
    }

    /** What can't be read keeps everything, and so may not be replaced either. */
    private static Optional<Retention> retention(StoredPolicy stored) {
        try {
            return Retention.of(String.valueOf(stored.document()));
        } catch (PolicyException e) {
            return Optional.of(Retention.KEEP);
        }
    }

    /** Sets the owner's policy. */
    public Future<InForce> set(PolicyOwner owner, String document, String setBy) {
        return compile(owner, document)
                .compose(compiled -> change(owner, document, compiled, setBy)
                        .map(stored -> new InForce(Optional.of(stored), compiled, List.of())));
    }

    /** Removes the owner's policy, so that its fallback is in force. */
    public Future<StoredPolicy> remove(PolicyOwner owner, String setBy) {
        var fallback = owner.team() == null
                ? Future.succeededFuture(Optional.<StoredPolicy>empty())
                : store.inForce(owner.fallback());
        return fallback.compose(stored -> judging(owner, stored))
                .compose(inForce -> change(owner, null, inForce.compiled(), setBy));
    }

    private Future<StoredPolicy> change(
            PolicyOwner owner, @Nullable String document, CompiledPolicy compiled, String setBy) {
        var now = UnixNanos.now();
        return workers.executeBlocking(() -> PolicyEntry.judged(compiled, document, now), false)
                .compose(entry -> store.set(
                        owner,
                        document,
                        compiled.version(),
                        setBy,
                        now,
                        number -> sealer.seal(PolicyEntry.numbered(entry, number, setBy))))
                // the change is made by now: where it can't be put in force here at once, the next look will do so
                .compose(stored -> putInForce.get().otherwiseEmpty().map(stored));
    }

    private Future<CompiledPolicy> compile(PolicyOwner owner, @Nullable String document) {
        var tokenKey = tokenKeys.apply(owner.tenant());
        return workers.executeBlocking(() -> compiler.compile(owner.tenant(), owner.team(), document, tokenKey), false);
    }
}
