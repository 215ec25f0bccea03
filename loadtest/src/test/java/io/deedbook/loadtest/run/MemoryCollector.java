// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A collector that keeps a log in memory, and has the faults that a test gives it. */
final class MemoryCollector implements AutoCloseable {
    static final String KEY = "secret";

    private static final String LOG = "/ledger/of-the-test";
    private static final int BUNDLE = 256;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    // Mutable state of the one event loop
    private final List<byte[]> leaves = new ArrayList<>();
    private final Map<Buffer, Integer> bodies = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Fault fault;

    /** What is done with the request of this number, 1-based. */
    interface Fault {
        Answer answer(int request);
    }

    enum Answer {
        STORE(200, 1),
        LOSE(200, 0),
        DOUBLE(200, 2),
        STORE_AND_FAIL(503, 1),
        REFUSE(503, 0),
        FORBID(403, 0),
        HANG_UP(0, 0);

        private final int status;
        private final int copies;

        Answer(int status, int copies) {
            this.status = status;
            this.copies = copies;
        }
    }

    MemoryCollector(Fault fault) {
        this.fault = fault;
        leaves.add("{\"kind\":\"genesis\"}".getBytes(StandardCharsets.UTF_8));
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** How often the most frequent body came. */
    int sameBody() {
        return bodies.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        if (!("Bearer " + KEY).equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
        } else if (request.path().equals("/v1/logs")) {
            request.body().onSuccess(body -> answer(request, body));
        } else if (request.path().startsWith(LOG + "/tile/entries/")) {
            request.response().end(bundle(request.path().substring((LOG + "/tile/entries/").length())));
        } else {
            request.response().end(text(request.path()));
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        bodies.merge(body, 1, Integer::sum);
        var answer = fault.answer(requests.incrementAndGet());
        try {
            for (var record : ExportLogsServiceRequest.parseFrom(body.getBytes())
                    .getResourceLogs(0)
                    .getScopeLogs(0)
                    .getLogRecordsList()) {
                for (var copy = 0; copy < answer.copies; copy++) {
                    leaves.add(("{\"action\":\"other\",\"kind\":\"record\",\"occurred\":\"" + record.getTimeUnixNano()
                                    + "\",\"parts\":{\"kind\":\"x\"},\"received\":\"" + record.getTimeUnixNano()
                                    + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
            if (answer == Answer.HANG_UP) {
                request.connection().close();
            } else {
                var response = request.response().setStatusCode(answer.status);
                if (answer.status == 503) {
                    response.putHeader("Retry-After", "1");
                }
                response.end();
            }
        } catch (InvalidProtocolBufferException e) {
            request.response().setStatusCode(400).end();
        }
    }

    private String text(String path) {
        var checkpoint = "local" + LOG + "\n" + leaves.size() + "\nAAAA\n\n— local AAAA\n";
        return switch (path) {
            case LOG + "/checkpoint" -> checkpoint;
            case "/api/v1/records/one/proof" -> "c2sp.org/tlog-proof@v1\nindex 0\n\n" + checkpoint;
            default -> leaves.size() > 1 ? "{\"records\":[{\"id\":\"one\"}]}" : "{\"records\":[]}";
        };
    }

    private Buffer bundle(String name) {
        var parts = name.split("\\.p/", 2);
        var first = Integer.parseInt(parts[0]) * BUNDLE;
        var width = parts.length == 2 ? Integer.parseInt(parts[1]) : BUNDLE;
        var bundle = Buffer.buffer();
        leaves.subList(first, first + width)
                .forEach(leaf -> bundle.appendUnsignedShort(leaf.length).appendBytes(leaf));
        return bundle;
    }
}
