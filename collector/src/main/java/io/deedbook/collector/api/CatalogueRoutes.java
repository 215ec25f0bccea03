// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static io.deedbook.collector.api.ApiDoors.JSON;
import static io.deedbook.collector.api.ApiDoors.refuse;
import static io.deedbook.collector.api.ApiDoors.send;

import io.deedbook.collector.http.Problem;
import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * What the key's events are judged by, under {@code /api/v1}: types to detect, rules, controls; and a record's reasons.
 */
public final class CatalogueRoutes {
    private static final List<String> NO_NAMES = List.of();

    private final ApiDoors doors;
    private final RecordReader reader;
    private final PolicyDesk desk;

    public CatalogueRoutes(Authenticator authenticator, RecordReader reader, PolicyDesk desk) {
        doors = new ApiDoors(authenticator);
        this.reader = reader;
        this.desk = desk;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        doors.read(router, "detectors", this::detectors);
        doors.read(router, "rules", this::rules);
        doors.read(router, "controls", this::controls);
        doors.read(router, "records/:id/controls", this::controlsOfRecord);
    }

    private Future<Void> detectors(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        return answer(context, CatalogueJson.detectors(DetectorEngine.builtInTypes()));
    }

    private Future<Void> rules(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        return desk.inForce(owner(principal))
                .compose(policy -> answer(
                        context, CatalogueJson.rules(policy.compiled().rules().rules())));
    }

    private Future<Void> controls(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        return desk.inForce(owner(principal))
                .compose(policy -> answer(
                        context,
                        CatalogueJson.frameworks(policy.compiled().rules().frameworks())));
    }

    private Future<Void> controlsOfRecord(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        var id = context.pathParam("id");
        if (!ApiRoutes.isRecordId(id)) {
            return refuse(Problem.notFound(ApiRoutes.NO_RECORD));
        }
        return reader.record(principal.tenant(), principal.team(), id)
                .compose(found -> found.isEmpty()
                        ? refuse(Problem.notFound(ApiRoutes.NO_RECORD))
                        : desk.inForce(new PolicyOwner(
                                        principal.tenant(), found.get().text(Field.TEAM)))
                                .compose(policy -> answer(
                                        context,
                                        CatalogueJson.controls(
                                                found.get(),
                                                policy.compiled().rules(),
                                                policy.compiled()
                                                        .version()
                                                        .equals(found.get().text(Field.POLICY_VERSION))))));
    }

    private static PolicyOwner owner(Principal principal) {
        return new PolicyOwner(principal.tenant(), principal.team());
    }

    private static Future<Void> answer(RoutingContext context, JsonObject json) {
        return send(context, JSON, json.toBuffer());
    }
}
