// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static io.deedbook.collector.api.ApiDoors.JSON;
import static io.deedbook.collector.api.ApiDoors.ROOT;
import static io.deedbook.collector.api.ApiDoors.refuse;
import static io.deedbook.collector.api.ApiDoors.send;

import io.deedbook.collector.api.ApiDoors.Door;
import io.deedbook.collector.http.Problem;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The read API under {@code /api/v1}: records, their proofs, sessions, findings and counts. Every answer is about the
 * key's tenant, and about the key's team where it has one. Errors are {@link Problem}s.
 */
public final class ApiRoutes {
    private static final Pattern RECORD_ID = Pattern.compile("[0-9a-f]{32}");
    private static final List<String> NO_NAMES = List.of();
    private static final List<String> PROOF_NAMES = List.of("size");
    static final String NO_RECORD = "There is no such record among those that this key may read.";
    private static final String NO_PROOF =
            NO_RECORD + " If it has just arrived: a checkpoint that covers it is signed within seconds.";
    private static final String NO_FINDING = "There is no such finding among those that this key may read.";
    private static final String NO_SESSION = "There is no such session among those that this key may read.";

    private final ApiDoors doors;
    private final RecordReader reader;

    public ApiRoutes(Authenticator authenticator, RecordReader reader) {
        doors = new ApiDoors(authenticator);
        this.reader = reader;
    }

    /** Adds the routes. What is under {@code /api/v1} and has no route, here or elsewhere, is answered with a 404. */
    public void mount(Router router) {
        mount(router, "records", this::records);
        mount(router, "records/:id", this::record);
        mount(router, "records/:id/proof", this::proof);
        mount(router, "records/:id/disclosure", this::disclosure);
        mount(router, "sessions/:id", this::session);
        mount(router, "findings", this::findings);
        mount(router, "findings/:id", this::finding);
        mount(router, "stats", this::stats);
        router.route(ROOT + "*")
                .last()
                .handler(context -> Problem.notFound("There is nothing here. The API is described in docs/API.md.")
                        .send(context.response()))
                .failureHandler(ApiDoors::failed);
    }

    private void mount(Router router, String path, Door door) {
        doors.read(router, path, door);
    }

    private Future<Void> records(RoutingContext context, Principal principal) {
        var query = RecordParameters.records(context.queryParams(), principal.team());
        return reader.records(principal.tenant(), query)
                .compose(page ->
                        send(context, JSON, RecordJson.page(principal.tenant().name(), page)));
    }

    private Future<Void> record(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        var id = recordId(context);
        if (id.isEmpty()) {
            return refuse(Problem.notFound(NO_RECORD));
        }
        return reader.record(principal.tenant(), principal.team(), id.get())
                .compose(found -> found.isPresent()
                        ? send(
                                context,
                                JSON,
                                RecordJson.record(principal.tenant().name(), found.get()))
                        : refuse(Problem.notFound(NO_RECORD)));
    }

    private Future<Void> proof(RoutingContext context, Principal principal) {
        var size = Parameters.of(context.queryParams(), PROOF_NAMES).number("size", 1, Long.MAX_VALUE);
        var id = recordId(context);
        return id.isEmpty() ? refuse(Problem.notFound(NO_RECORD)) : proof(context, principal, id.get(), size);
    }

    private Future<Void> proof(RoutingContext context, Principal principal, String id, OptionalLong size) {
        return reader.proof(principal.tenant(), principal.team(), id, size)
                .compose(proof -> proof.isPresent()
                        ? send(context, "text/plain; charset=utf-8", Buffer.buffer(proof.get()))
                        : refuse(Problem.notFound(NO_PROOF)));
    }

    private Future<Void> disclosure(RoutingContext context, Principal principal) {
        var parts = DisclosureJson.parts(context.queryParams());
        var id = recordId(context);
        if (id.isEmpty()) {
            return refuse(Problem.notFound(NO_RECORD));
        }
        return reader.record(principal.tenant(), principal.team(), id.get())
                .compose(found -> found.isPresent()
                        ? send(context, JSON, DisclosureJson.disclosure(found.get(), parts))
                        : refuse(Problem.notFound(NO_RECORD)));
    }

    private Future<Void> session(RoutingContext context, Principal principal) {
        var id = context.pathParam("id");
        if (id.length() > Parameters.VALUE_CHARS_MAX) {
            return refuse(Problem.notFound(NO_SESSION));
        }
        var query = RecordParameters.session(context.queryParams(), principal.team(), id);
        return reader.records(principal.tenant(), query)
                .compose(page -> page.records().isEmpty() && query.after().isEmpty()
                        ? refuse(Problem.notFound(NO_SESSION))
                        : send(context, JSON, RecordJson.page(principal.tenant().name(), page)));
    }

    private Future<Void> findings(RoutingContext context, Principal principal) {
        var query = RecordParameters.findings(context.queryParams(), principal.team());
        return reader.records(principal.tenant(), query)
                .compose(page ->
                        send(context, JSON, FindingJson.page(principal.tenant().name(), page)));
    }

    private Future<Void> finding(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        var id = recordId(context);
        if (id.isEmpty()) {
            return refuse(Problem.notFound(NO_FINDING));
        }
        return reader.record(principal.tenant(), principal.team(), id.get())
                .map(found -> found.filter(entry -> Kind.FINDING.wireName().equals(entry.text(Field.KIND))))
                .compose(found -> found.isPresent()
                        ? send(
                                context,
                                JSON,
                                FindingJson.finding(principal.tenant().name(), found.get()))
                        : refuse(Problem.notFound(NO_FINDING)));
    }

    private Future<Void> stats(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        return reader.stats(principal.tenant(), principal.team())
                .compose(stats -> send(context, JSON, RecordJson.stats(stats)));
    }

    private static Optional<String> recordId(RoutingContext context) {
        return Optional.of(context.pathParam("id")).filter(ApiRoutes::isRecordId);
    }

    /** Whether a text has the form of a record's id. */
    static boolean isRecordId(String text) {
        return RECORD_ID.matcher(text).matches();
    }
}
