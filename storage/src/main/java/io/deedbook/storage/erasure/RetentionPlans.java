// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.PolicyException;
import io.deedbook.pipeline.policy.Retention;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.policy.PolicySource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up in the policies how long each tenant's records are kept. */
final class RetentionPlans {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionPlans.class);

    private final Vertx vertx;
    private final PolicySource policies;
    private final RetentionMetrics metrics;
    private final Set<PolicyOwner> owners;

    private RetentionPlans(Vertx vertx, PolicySource policies, RetentionMetrics metrics, Set<PolicyOwner> owners) {
        this.vertx = vertx;
        this.policies = policies;
        this.metrics = metrics;
        this.owners = owners;
    }

    /** As the policies are now. */
    static Future<RetentionPlans> read(Vertx vertx, PolicySource policies, RetentionMetrics metrics) {
        return policies.numbers()
                .map(numbers -> new RetentionPlans(vertx, policies, metrics, Set.copyOf(numbers.keySet())));
    }

    Future<RetentionPlan> of(Tenant tenant) {
        var own = new PolicyOwner(tenant, null);
        var teams = new HashMap<String, Retention>();
        var left = owners.stream()
                .filter(owner -> owner.tenant().id() == tenant.id() && owner.team() != null)
                .iterator();
        return AsyncLoop.repeat(() -> {
                    if (!left.hasNext()) {
                        return Future.succeededFuture(false);
                    }
                    var owner = left.next();
                    // a team whose policy was removed, or does not say, has its tenant's
                    return said(owner).map(retention -> {
                        retention.ifPresent(found -> teams.put(String.valueOf(owner.team()), found));
                        return true;
                    });
                })
                .compose(read -> owners.contains(own) ? said(own) : Future.succeededFuture(Optional.<Retention>empty()))
                .map(retention -> new RetentionPlan(retention.orElse(Retention.STANDARD), teams));
    }

    private Future<Optional<Retention>> said(PolicyOwner owner) {
        return policies.inForce(owner)
                .compose(stored -> vertx.executeBlocking(
                        () -> stored.flatMap(policy -> said(owner, String.valueOf(policy.document()))), false));
    }

    /** What can't be read may say to keep, and what goes is gone: so nothing goes. */
    private Optional<Retention> said(PolicyOwner owner, String document) {
        try {
            return Retention.of(document);
        } catch (PolicyException e) {
            metrics.unreadable();
            LOG.warn(
                    "A stored policy can't be read by this version, so nothing of its owner goes. tenant={} team={}",
                    owner.tenant().name(),
                    owner.team());
            return Optional.of(Retention.KEEP);
        }
    }
}
