// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A collector that keeps records in memory, and has the faults that a test gives it. */
final class MemoryCollector implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, List<Long>> sessions = new ConcurrentHashMap<>();
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
        FORBID(403, 0);

        private final int status;
        private final int copies;

        Answer(int status, int copies) {
            this.status = status;
            this.copies = copies;
        }
    }

    MemoryCollector(Fault fault) {
        this.fault = fault;
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
        if (!"Bearer secret".equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
        } else if (request.path().equals("/v1/logs")) {
            request.body()
                    .onSuccess(body ->
                            request.response().setStatusCode(export(body)).end());
        } else {
            request.response().end(page(request).toBuffer());
        }
    }

    private int export(Buffer body) {
        bodies.merge(body, 1, Integer::sum);
        var answer = fault.answer(requests.incrementAndGet());
        try {
            for (var record : ExportLogsServiceRequest.parseFrom(body.getBytes())
                    .getResourceLogs(0)
                    .getScopeLogs(0)
                    .getLogRecordsList()) {
                var sequence = attribute(record, "event.sequence").getValue().getIntValue();
                sessions.computeIfAbsent(
                                attribute(record, "session.id").getValue().getStringValue(),
                                id -> Collections.synchronizedList(new ArrayList<>()))
                        .addAll(Collections.nCopies(answer.copies, sequence));
            }
        } catch (InvalidProtocolBufferException e) {
            return 400;
        }
        return answer.status;
    }

    private JsonObject page(HttpServerRequest request) {
        var session = request.getParam("session");
        var limit = Integer.parseInt(request.getParam("limit"));
        var cursor = request.getParam("cursor") == null ? 0 : Integer.parseInt(request.getParam("cursor"));
        var stored = sessions.getOrDefault(session, List.of());
        var records = new JsonArray();
        stored.stream()
                .skip(cursor)
                .limit(limit)
                .forEach(sequence -> records.add(new JsonObject()
                        .put("attributes", new JsonObject().put("sequence", -1))
                        .put("sessionId", session)
                        .put("sequence", sequence)));
        var page = new JsonObject().put("records", records);
        return cursor + limit < stored.size() ? page.put("nextCursor", Integer.toString(cursor + limit)) : page;
    }

    private static KeyValue attribute(LogRecord record, String key) {
        return record.getAttributesList().stream()
                .filter(pair -> pair.getKey().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
