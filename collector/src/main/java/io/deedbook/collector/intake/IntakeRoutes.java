// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.collector.otlp.Encoding;
import io.deedbook.collector.otlp.MalformedExportException;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.bus.Trace;
import io.deedbook.pipeline.event.Signal;
import io.deedbook.storage.handoff.HandOff;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.tenant.Authenticator;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OTLP/HTTP door: {@code POST /v1/logs}, {@code /v1/traces} and {@code /v1/metrics}, also under {@code /v1/otlp}.
 * {@link ExportWay} tells what becomes of a request; here it is answered, counted, and its room given back. One for the
 * process, mounted on the router of every event loop; the server must neither decompress bodies nor buffer them.
 *
 * <p>Never a 500: the clients try again on 429, 502, 503 and 504 only, and drop the batch on everything else.
 */
public final class IntakeRoutes {
    private static final Logger log = LoggerFactory.getLogger(IntakeRoutes.class);
    private static final List<String> PREFIXES = List.of("/v1/", "/v1/otlp/", "/v1/otlp/v1/");
    private static final String CHALLENGE = "Bearer realm=\"deedbook\", Basic realm=\"deedbook\"";

    /** Says of a success that the records are durable, and not in the ledger yet. */
    private static final String LEDGER_HEADER = "deedbook-ledger";

    private static final String LEDGER_PENDING = "pending";

    private final Vertx vertx;
    private final int requestMillisMax;
    private final Cors cors;
    private final IntakeMetrics metrics;
    private final RefusalLog refusals;
    private final ExportWay way;

    /**
     * @param bus to which {@code EventBatch} and {@code RecordBatch} are registered
     * @param handOff keeps the records
     * @param authenticator tells whose key came with a request
     * @param policies tells what is done with a tenant's events
     * @param acks where requests wait whose policy asks for more than the commit
     * @param admission shared by everything that takes telemetry in
     * @param registry for the metrics
     */
    public IntakeRoutes(
            Vertx vertx,
            Bus bus,
            HandOff handOff,
            Authenticator authenticator,
            Policies policies,
            AckDoor acks,
            Admission admission,
            IntakeOptions options,
            MeterRegistry registry) {
        this.vertx = vertx;
        requestMillisMax = options.requestMillisMax();
        cors = new Cors(options.corsOrigins());
        metrics = new IntakeMetrics(registry, admission);
        refusals = new RefusalLog(vertx);
        way = new ExportWay(
                vertx, bus, handOff, authenticator, policies, acks, admission, options.bodyBytesMax(), metrics);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        for (var signal : Signal.values()) {
            for (var prefix : PREFIXES) {
                router.post(prefix + signal.path()).handler(context -> take(context, signal));
                if (cors.isConfigured()) {
                    router.options(prefix + signal.path()).handler(cors::preflight);
                }
            }
        }
    }

    private void take(RoutingContext context, Signal signal) {
        var request = context.request();
        var export = new Export(signal, request, new RequestBody(vertx, request), requestMillisMax);
        metrics.started();
        way.take(export).onComplete((receipt, failure) -> {
            export.release();
            if (failure == null && !receipt.isPlaced()) {
                context.response().putHeader(LEDGER_HEADER, LEDGER_PENDING);
            }
            answer(context, export, failure == null ? stored(export, receipt) : refused(export, failure));
            export.body().discardRest();
        });
    }

    private Answer stored(Export export, Receipt receipt) {
        metrics.stored(export, receipt);
        return Answer.OK;
    }

    private Answer refused(Export export, Throwable failure) {
        if (failure instanceof ExportRefusedException refused) {
            return counted(export, refused.answer(), "client");
        }
        if (failure instanceof MalformedExportException malformed) {
            return counted(export, Answer.malformed(String.valueOf(malformed.getMessage())), "client");
        }
        var refusal = refusalOf(failure);
        return counted(export, Answer.of(refusal), refusal.reason().name().toLowerCase(Locale.ROOT));
    }

    private Answer counted(Export export, Answer answer, String reason) {
        metrics.refused(export, answer.status(), reason);
        refusals.add(answer.status(), reason);
        return answer;
    }

    private static Refusal refusalOf(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (failure instanceof TimeoutException) {
            return Refusal.tooSlow();
        }
        log.error("An export could not be handled.", Trace.of(failure));
        return new Refusal(Refusal.Reason.BUG, "The request could not be handled. Send it again.", 1);
    }

    private void answer(RoutingContext context, Export export, Answer answer) {
        var response = context.response();
        if (export.body().isGone() || response.closed()) {
            return;
        }
        var encoding = Encoding.of(context.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse(Encoding.JSON);
        cors.mark(context.request(), response);
        response.setStatusCode(answer.status()).putHeader(HttpHeaders.CONTENT_TYPE, encoding.mediaType());
        if (answer.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(answer.retryAfterSeconds()));
        }
        switch (answer.status()) {
            case 401 -> response.putHeader("www-authenticate", CHALLENGE);
            case 408 -> {
                if (context.request().version() != HttpVersion.HTTP_2) {
                    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            }
            case 415 -> response.putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip, identity");
            default -> {
                // the status says it all
            }
        }
        response.end(answer.body(encoding))
                .onFailure(failure -> log.debug("An answer did not reach its client. status={}", answer.status()));
    }
}
