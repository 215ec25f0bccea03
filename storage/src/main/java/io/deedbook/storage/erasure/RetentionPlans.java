// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Retention;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.policy.PolicySource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks up in the policies how long each tenant's records are kept. */
final class RetentionPlans {
    private final Vertx vertx;
    private final PolicySource policies;
    private final Set<PolicyOwner> owners;

    private RetentionPlans(Vertx vertx, PolicySource policies, Set<PolicyOwner> owners) {
        this.vertx = vertx;
        this.policies = policies;
        this.owners = owners;
    }

    /** As the policies are now. */
    static Future<RetentionPlans> read(Vertx vertx, PolicySource policies) {
        return policies.numbers().map(numbers -> new RetentionPlans(vertx, policies, Set.copyOf(numbers.keySet())));
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
                    // a team whose policy was removed has its tenant's
                    return policies.inForce(owner)
                            .compose(stored -> stored.isEmpty()
                                    ? Future.succeededFuture(true)
                                    : retention(stored.get().document()).map(retention -> {
                                        teams.put(String.valueOf(owner.team()), retention);
                                        return true;
                                    }));
                })
                .compose(read -> owners.contains(own)
                        ? policies.inForce(own)
                                .compose(stored -> retention(
                                        stored.isEmpty() ? null : stored.get().document()))
                        : Future.succeededFuture(Retention.STANDARD))
                .map(retention -> new RetentionPlan(retention, teams));
    }

    private Future<Retention> retention(@Nullable String document) {
        return vertx.executeBlocking(() -> Retention.of(document), false);
    }
}
