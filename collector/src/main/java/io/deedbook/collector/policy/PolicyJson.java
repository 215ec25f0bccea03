// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.policy;

import io.deedbook.collector.policy.PolicyDesk.InForce;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.PolicyError;
import io.deedbook.pipeline.policy.Retention;
import io.deedbook.pipeline.rule.Framework;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.policy.StoredPolicy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Writes policies as the API and the command line answer them. */
public final class PolicyJson {
    /** What to say of {@code ack: witnessed} where no witness is named. */
    public static final String NO_WITNESSES = "ack: witnessed waits for witnesses, and this collector names none"
            + " (witness-policy): exports would be answered 503.";

    private PolicyJson() {}

    /** What judges an owner's events, with the text that says so. */
    public static JsonObject inForce(PolicyOwner owner, InForce policy) {
        var json = new JsonObject()
                .put("tenant", owner.tenant().name())
                .put("team", owner.team())
                .put("source", source(policy))
                .put("version", policy.compiled().version());
        policy.stored().ifPresent(stored -> json.mergeIn(origin(stored)).put("document", stored.document()));
        if (!policy.errors().isEmpty()) {
            json.put("errors", errors(policy));
        }
        return json.put("effective", effective(policy.compiled(), policy.isOfTeam()));
    }

    private static JsonArray errors(InForce policy) {
        return new JsonArray(policy.errors().stream().map(PolicyError::toString).toList());
    }

    /** A version that was set now, with what of it is not in force. */
    public static JsonObject set(InForce policy) {
        return version(policy.stored().orElseThrow())
                .put("notLoaded", new JsonArray(policy.compiled().summary().notLoaded(policy.isOfTeam())));
    }

    /** One version, without its text. */
    public static JsonObject version(StoredPolicy stored) {
        return origin(stored).put("version", stored.version()).put("removed", stored.document() == null);
    }

    /** Versions, without their texts: the record of each has it. */
    public static JsonArray versions(List<StoredPolicy> versions) {
        var array = new JsonArray();
        versions.forEach(stored -> array.add(version(stored)));
        return array;
    }

    /**
     * What a policy comes to.
     *
     * @param ofTeam whether it is a team's
     */
    public static JsonObject effective(CompiledPolicy policy, boolean ofTeam) {
        var json = new JsonObject()
                .put("level", policy.level().wireName())
                .put("ack", policy.ack().wireName())
                .put("pseudonymise", policy.summary().pseudonymise())
                .put("detectors", new JsonArray(policy.summary().detectorTypes()))
                .put(
                        "rules",
                        new JsonArray(
                                policy.rules().rules().stream().map(Rule::slug).toList()))
                .put(
                        "frameworks",
                        new JsonArray(policy.rules().frameworks().stream()
                                .map(Framework::id)
                                .toList()))
                .put("notLoaded", new JsonArray(policy.summary().notLoaded(ofTeam)));
        // a team whose policy does not say has its tenant's
        policy.summary()
                .retention()
                .or(() -> ofTeam ? Optional.empty() : Optional.of(Retention.STANDARD))
                .ifPresent(retention -> json.put("retention", retention(retention)));
        return json;
    }

    private static JsonObject retention(Retention retention) {
        return new JsonObject()
                .put("content", Retention.text(retention.contentDays()))
                .put("entries", Retention.text(retention.entryDays()));
    }

    private static String source(InForce policy) {
        return policy.stored()
                .map(stored -> stored.owner().team() == null ? "tenant" : "team")
                .orElse("default");
    }

    private static JsonObject origin(StoredPolicy stored) {
        return new JsonObject()
                .put("number", stored.number())
                .put("setBy", stored.setBy())
                .put("setAt", DateTimeFormatter.ISO_INSTANT.format(stored.setAt()))
                .put("record", stored.recordId());
    }
}
