// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.fixtures.Fixture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client of a collector's public HTTP interface, with one key. */
final class CollectorClient {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String key;

    CollectorClient(String url, String key) {
        this.url = url;
        this.key = key;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return http.send(request(path).PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> getBytes(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return http.send(request(path).DELETE().build(), BodyHandlers.ofString());
    }

    int sendLogs(byte[] json) throws IOException, InterruptedException {
        return answerToLogs(json).statusCode();
    }

    HttpResponse<String> answerToLogs(byte[] json) throws IOException, InterruptedException {
        return http.send(logs(json), BodyHandlers.ofString());
    }

    /** Sends it until it goes to the ledger and not to the spool, as it may where a machine is busy; the last answer. */
    HttpResponse<String> sendLogsUntilPlaced(byte[] json) throws IOException, InterruptedException {
        var end = System.nanoTime() + WAIT_NANOS_MAX;
        var answer = answerToLogs(json);
        while (answer.headers().firstValue("deedbook-ledger").isPresent() && System.nanoTime() < end) {
            TestCollector.pause();
            answer = answerToLogs(json);
        }
        return answer;
    }

    CompletableFuture<Integer> sendLogsAsync(byte[] json) {
        return http.sendAsync(logs(json), BodyHandlers.ofString()).thenApply(HttpResponse::statusCode);
    }

    HttpResponse<String> send(Fixture fixture) throws IOException, InterruptedException {
        var request = request("/v1/" + fixture.signal().path())
                .header("content-type", fixture.contentType())
                .POST(BodyPublishers.ofByteArray(fixture.body()));
        if (!fixture.contentEncoding().equals("identity")) {
            request.header("content-encoding", fixture.contentEncoding());
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /**
     * All records that the key may read, newest first, as the API tells them; without the entry that each ledger begins
     * with.
     */
    List<JsonObject> records() throws IOException, InterruptedException {
        var records = new ArrayList<JsonObject>();
        var cursor = "";
        while (true) {
            var answer = get("/api/v1/records?limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var page = new JsonObject(answer.body());
            page.getJsonArray("records").stream()
                    .map(JsonObject.class::cast)
                    .filter(record -> !"genesis".equals(record.getString("kind")))
                    .forEach(records::add);
            var next = page.getString("nextCursor");
            if (next == null) {
                return records;
            }
            cursor = next;
        }
    }

    /** Waits until a collector that has only just started knows the key, for whose first question it has a second. */
    CollectorClient ready() throws IOException, InterruptedException {
        var end = System.nanoTime() + WAIT_NANOS_MAX;
        while (get("/api/v1/stats").statusCode() == 503 && System.nanoTime() < end) {
            TestCollector.pause();
        }
        return this;
    }

    /** How often each record of {@link NumberedExport}s is there, by export id and sequence. */
    Map<String, Integer> numberedRecords() throws IOException, InterruptedException {
        var counts = new java.util.TreeMap<String, Integer>();
        for (var record : records()) {
            counts.merge(record.getString("sessionId") + '/' + record.getLong("sequence"), 1, Integer::sum);
        }
        return counts;
    }

    /**
     * The same once there are as many, or those that a spool keeps for a slow database don't come any more: what was
     * acknowledged by a process that is gone is in the ledger a little later.
     */
    Map<String, Integer> numberedRecords(int expected) throws IOException, InterruptedException {
        var end = System.nanoTime() + WAIT_NANOS_MAX;
        var records = numberedRecords();
        while (records.size() < expected && System.nanoTime() < end) {
            TestCollector.pause();
            records = numberedRecords();
        }
        return records;
    }

    private HttpRequest logs(byte[] json) {
        return request("/v1/logs")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(json))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER_MAX)
                .header("authorization", "Bearer " + key);
    }
}
