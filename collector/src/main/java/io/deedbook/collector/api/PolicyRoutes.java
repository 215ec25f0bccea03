// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static io.deedbook.collector.api.ApiDoors.JSON;
import static io.deedbook.collector.api.ApiDoors.refuse;
import static io.deedbook.collector.api.ApiDoors.send;

import io.deedbook.collector.http.Problem;
import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.collector.policy.PolicyJson;
import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.PolicyError;
import io.deedbook.pipeline.policy.PolicyException;
import io.deedbook.pipeline.rule.RuleSource;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/policy}: the policy of the key's team, of the team named by {@code team}, or of the tenant. Reading
 * wants the scope read, changing the scope admin. A team's key sees and changes its own team's policy only.
 */
public final class PolicyRoutes {
    private static final int DOCUMENT_BYTES_MAX = RuleSource.CHARS_MAX;
    private static final List<String> TEAM = List.of("team");
    private static final List<String> TEAM_AND_DRY_RUN = List.of("team", "dryRun");

    private final ApiDoors doors;
    private final PolicyDesk desk;
    private final boolean hasWitnesses;

    /** @param hasWitnesses whether there are any that {@code ack: witnessed} can wait for */
    public PolicyRoutes(Authenticator authenticator, PolicyDesk desk, boolean hasWitnesses) {
        this.desk = desk;
        this.hasWitnesses = hasWitnesses;
        doors = new ApiDoors(authenticator);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        doors.mount(
                router,
                "policy",
                Map.of(HttpMethod.GET, this::inForce, HttpMethod.PUT, this::set, HttpMethod.DELETE, this::remove));
        doors.read(router, "policy/versions", this::versions);
    }

    private Future<Void> inForce(RoutingContext context, Principal principal) {
        return owner(context, principal, TEAM)
                .compose(owner -> desk.inForce(owner).map(policy -> PolicyJson.inForce(owner, policy)))
                .compose(json -> send(context, JSON, json.toBuffer()));
    }

    private Future<Void> versions(RoutingContext context, Principal principal) {
        return owner(context, principal, TEAM)
                .compose(desk::versions)
                .compose(versions -> send(
                        context,
                        JSON,
                        new JsonObject()
                                .put("versions", PolicyJson.versions(versions))
                                .toBuffer()));
    }

    private Future<Void> set(RoutingContext context, Principal principal) {
        return owner(context, principal, TEAM_AND_DRY_RUN)
                .compose(owner -> BoundedBody.text(context.request(), DOCUMENT_BYTES_MAX)
                        .compose(document -> allowed(principal, owner, document).map(document))
                        .compose(document -> isDryRun(context)
                                ? desk.check(owner, document)
                                        .map(policy ->
                                                warned(PolicyJson.effective(policy, owner.team() != null), policy))
                                : desk.set(owner, document, principal.keyId())
                                        .map(policy -> warned(PolicyJson.set(policy), policy.compiled()))))
                .recover(PolicyRoutes::refused)
                .compose(json -> send(context, JSON, json.toBuffer()));
    }

    private JsonObject warned(JsonObject json, CompiledPolicy policy) {
        return policy.ack() == AckLevel.WITNESSED && !hasWitnesses
                ? json.put("warnings", new JsonArray().add(PolicyJson.NO_WITNESSES))
                : json;
    }

    private Future<Void> remove(RoutingContext context, Principal principal) {
        return owner(context, principal, TEAM)
                .compose(owner -> allowed(principal, owner, null).compose(may -> desk.remove(owner, principal.keyId())))
                .map(PolicyJson::version)
                .recover(PolicyRoutes::refused)
                .compose(json -> send(context, JSON, json.toBuffer()));
    }

    private Future<Void> allowed(Principal principal, PolicyOwner owner, @Nullable String document) {
        return principal.team() == null ? Future.succeededFuture() : desk.checkKeepsRetention(owner, document);
    }

    private static Future<PolicyOwner> owner(RoutingContext context, Principal principal, List<String> names) {
        var asked = Parameters.of(context.queryParams(), names).text("team");
        if (principal.team() != null && asked != null && !principal.team().equals(asked)) {
            return refuse(Problem.forbidden("This key belongs to another team."));
        }
        return Future.succeededFuture(new PolicyOwner(principal.tenant(), asked == null ? principal.team() : asked));
    }

    private static boolean isDryRun(RoutingContext context) {
        return "true"
                .equals(Parameters.of(context.queryParams(), TEAM_AND_DRY_RUN)
                        .oneOf("dryRun", List.of("true", "false")));
    }

    private static Future<JsonObject> refused(Throwable failure) {
        if (failure instanceof PolicyException refused) {
            return refuse(Problem.unprocessable(
                    "The policy is refused; nothing was changed.",
                    refused.errors().stream().map(PolicyError::toString).toList()));
        }
        return failure instanceof IllegalArgumentException
                ? refuse(Problem.badRequest(String.valueOf(failure.getMessage())))
                : Future.failedFuture(failure);
    }
}
