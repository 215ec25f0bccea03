// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static io.deedbook.collector.api.ApiDoors.refuse;

import io.deedbook.collector.http.Problem;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.TilePath;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The logs as C2SP tlog-tiles lays them out, under {@code /ledger/<log>}: checkpoints, tiles, entry bundles, and
 * consistency proofs for those who want no tiles. All that a tenant's keys may read it with, or everybody where ledgers
 * are public: leaves hold neither content nor anything personal. Yet they tell what every team did, so where ledgers
 * are not public a team's key gets the hashes but no leaves. Another tenant's log is answered like one that is not
 * there.
 */
public final class LedgerRoutes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";
    private static final String FRESH = "no-cache";
    private static final String TILE = "tile/";
    private static final String ENTRIES = "tile/entries/";
    private static final String SIZE = "size";
    private static final String WITNESSED = "witnessed";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String NO_LOG = "There is no such log among those that this key may read.";
    private static final String ALL_TEAMS =
            "The leaves of a log are those of all teams, and this key is one team's. Use a"
                    + " key of the whole tenant, or read the team's records under /api/v1/records.";
    private static final String NO_RESOURCE = "A log has a checkpoint, tiles and consistency proofs: see docs/API.md.";
    private static final String NO_CHECKPOINT = "There is no such checkpoint.";
    private static final String NOT_COVERED = "No checkpoint covers this yet.";

    private final ApiDoors doors;
    private final EvidenceReader evidence;
    private final boolean isPublic;
    private final String immutable;

    /** @param isPublic whether everybody may read the logs, without a key */
    public LedgerRoutes(Authenticator authenticator, EvidenceReader evidence, boolean isPublic) {
        doors = new ApiDoors(authenticator);
        this.evidence = evidence;
        this.isPublic = isPublic;
        immutable = (isPublic ? "public" : "private") + ", max-age=31536000, immutable";
    }

    /** Adds the routes. */
    public void mount(Router router) {
        doors.readAt(router, LedgerPath.ROOT + "*", this::answer);
    }

    private Future<Void> answer(RoutingContext context) {
        return reader(context).compose(reader -> {
            var path = LedgerPath.parse(context.request().path());
            return path.isEmpty() ? refuse(Problem.notFound(NO_LOG)) : answer(context, reader, path.get());
        });
    }

    /** Who asks; empty for everybody. */
    private Future<Optional<Principal>> reader(RoutingContext context) {
        return isPublic
                ? Future.succeededFuture(Optional.empty())
                : doors.reader(context).map(Optional::of);
    }

    private Future<Void> answer(RoutingContext context, Optional<Principal> reader, LedgerPath path) {
        return Fault.refused(evidence.owner(path.log(), path.epoch())).compose(found -> {
            var owner = found.filter(
                    tenant -> reader.isEmpty() || tenant.equals(reader.get().tenant()));
            if (owner.isEmpty()) {
                return refuse(Problem.notFound(NO_LOG));
            }
            var oneTeams = reader.isPresent() && reader.get().team() != null;
            return oneTeams && path.resource().startsWith(ENTRIES)
                    ? refuse(Problem.forbidden(ALL_TEAMS))
                    : resource(context, owner.get(), path.resource());
        });
    }

    private Future<Void> resource(RoutingContext context, Tenant tenant, String resource) {
        try {
            if (resource.equals("checkpoint")) {
                return checkpoint(context, tenant);
            } else if (resource.equals("consistency")) {
                return consistency(context, tenant);
            } else if (resource.startsWith(ENTRIES)) {
                Parameters.of(context.queryParams(), List.of());
                return entries(context, tenant, TilePath.parse("0/" + resource.substring(ENTRIES.length())));
            } else if (resource.startsWith(TILE)) {
                Parameters.of(context.queryParams(), List.of());
                return tile(context, tenant, TilePath.parse(resource.substring(TILE.length())));
            }
        } catch (MalformedException e) {
            return refuse(Problem.badRequest("The address is malformed: " + e.reason() + '.'));
        }
        return refuse(Problem.notFound(NO_RESOURCE));
    }

    private Future<Void> checkpoint(RoutingContext context, Tenant tenant) {
        var parameters = Parameters.of(context.queryParams(), List.of(SIZE, WITNESSED));
        var size = parameters.number(SIZE, 1, Long.MAX_VALUE);
        var witnessed = parameters.number(WITNESSED, 1, 1).isPresent();
        if (witnessed && size.isPresent()) {
            throw new BadParameterException("Query parameters size and witnessed exclude each other.");
        }
        return Fault.refused(witnessed ? evidence.witnessedCheckpoint(tenant) : evidence.checkpoint(tenant, size))
                .compose(note -> note.isEmpty()
                        ? refuse(Problem.notFound(NO_CHECKPOINT))
                        : send(context, TEXT, FRESH, Buffer.buffer(note.get())));
    }

    private Future<Void> consistency(RoutingContext context, Tenant tenant) {
        var parameters = Parameters.of(context.queryParams(), List.of(FROM, TO));
        var from = required(parameters.number(FROM, 0, Long.MAX_VALUE), FROM);
        var to = required(parameters.number(TO, 0, Long.MAX_VALUE), TO);
        if (from > to) {
            throw new BadParameterException("Query parameter from is larger than to.");
        }
        return Fault.refused(evidence.consistency(tenant, from, to))
                .compose(proof -> proof.isEmpty()
                        ? refuse(Problem.notFound(NOT_COVERED))
                        : send(context, TEXT, immutable, lines(proof.get())));
    }

    private static long required(OptionalLong value, String name) {
        return value.orElseThrow(() -> new BadParameterException("Query parameter " + name + " is missing."));
    }

    private static Buffer lines(List<byte[]> hashes) {
        var lines = Buffer.buffer();
        hashes.forEach(hash -> lines.appendString(Base64.getEncoder().encodeToString(hash) + '\n'));
        return lines;
    }

    private Future<Void> tile(RoutingContext context, Tenant tenant, TilePath tile) {
        return Fault.refused(evidence.tile(tenant, tile))
                .compose(hashes -> hashes.isEmpty()
                        ? refuse(Problem.notFound(NOT_COVERED))
                        : send(context, BYTES, immutable, hashes.get()));
    }

    private Future<Void> entries(RoutingContext context, Tenant tenant, TilePath bundle) {
        return Fault.refused(evidence.entries(tenant, bundle))
                .compose(found ->
                        found.isEmpty() ? refuse(Problem.notFound(NOT_COVERED)) : sendCompressed(context, found.get()));
    }

    private Future<Void> sendCompressed(RoutingContext context, Buffer bundle) {
        var response = context.response();
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (!EncodedBody.takesGzip(context.request().getHeader(HttpHeaders.ACCEPT_ENCODING))) {
            return send(context, BYTES, immutable, bundle);
        }
        return context.vertx()
                .executeBlocking(() -> EncodedBody.gzip(bundle), false)
                .compose(gzip -> {
                    response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
                    return send(context, BYTES, immutable, gzip, EncodedBody.tag(bundle));
                });
    }

    private static Future<Void> send(RoutingContext context, String contentType, String caching, Buffer body) {
        return send(context, contentType, caching, body, EncodedBody.tag(body));
    }

    private static Future<Void> send(
            RoutingContext context, String contentType, String caching, Buffer body, String tag) {
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, caching).putHeader(HttpHeaders.ETAG, tag);
        if (EncodedBody.isKnown(context.request(), tag)) {
            context.response().headers().remove(HttpHeaders.CONTENT_ENCODING);
            return context.response().setStatusCode(304).end();
        }
        return ApiDoors.send(context, contentType, body);
    }
}
