// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.ByteArrayBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.deedbook.loadtest.event.Encoding;
import io.deedbook.loadtest.event.Tape;
import io.gatling.javaapi.core.Simulation;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The load for people who use Gatling: exports in protobuf at an open pace over shared connections, each of which has
 * to be answered with 200. It tells nothing about what is in the ledger afterwards; the load test's own scenarios do.
 *
 * <p>System properties: {@code deedbook.url}, {@code deedbook.key}, {@code deedbook.rate} (events a second),
 * {@code deedbook.batch} (events a request), {@code deedbook.seconds}.
 */
public final class ExportSimulation extends Simulation {
    private static final int BATCH = Integer.getInteger("deedbook.batch", 100);
    private static final double REQUESTS_PER_SECOND = (double) Integer.getInteger("deedbook.rate", 1_000) / BATCH;
    private static final int SECONDS = Integer.getInteger("deedbook.seconds", 10);

    private final Tape tape = Tape.of(Encoding.PROTOBUF);
    private final AtomicLong nextUnixNanos = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));

    public ExportSimulation() {
        var exports = scenario("exports")
                .exec(http("POST /v1/logs")
                        .post("/v1/logs")
                        .body(ByteArrayBody(session -> body()))
                        .check(status().is(200)));
        setUp(exports.injectOpen(constantUsersPerSec(REQUESTS_PER_SECOND).during(SECONDS)))
                .protocols(http.baseUrl(System.getProperty("deedbook.url", "http://127.0.0.1:4318"))
                        .shareConnections()
                        .header("Authorization", "Bearer " + System.getProperty("deedbook.key", ""))
                        .header("Content-Type", Encoding.PROTOBUF.contentType())
                        .disableWarmUp())
                .assertions(global().failedRequests().count().is(0L));
    }

    /** A session of its own for each request: events that no other request has. */
    private byte[] body() {
        return tape.body(0, BATCH, UUID.randomUUID().toString(), nextUnixNanos.getAndAdd(BATCH));
    }
}
