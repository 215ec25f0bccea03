// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends batches as the real client does, and keeps the tally. Never fails: what goes wrong is counted. Thread-safe. */
final class Sender {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final Encoding encoding;
    private final RequestOptions options;
    private final Tally tally;
    private final AtomicInteger underway = new AtomicInteger();

    Sender(Vertx vertx, HttpClient client, Settings settings, Encoding encoding, Tally tally) {
        this.vertx = vertx;
        this.client = client;
        this.encoding = encoding;
        this.tally = tally;
        options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.absolute("/v1/logs"))
                .setIdleTimeout(RetryPolicy.BUDGET_MILLIS)
                .putHeader("Authorization", "Bearer " + settings.key())
                .putHeader("Content-Type", encoding.contentType());
    }

    /** How many requests were begun and haven't ended. */
    int underway() {
        return underway.get();
    }

    /**
     * Begins to send a batch.
     *
     * @param dueNanos when it was due, by {@link System#nanoTime()}
     * @param warm whether to measure it
     */
    void send(Batch batch, long dueNanos, boolean warm) {
        var body = encoding.encode(batch);
        tally.sent(batch.count(), body.length());
        underway.incrementAndGet();
        attempt(body, 1, System.nanoTime()).onComplete(ended -> {
            var outcome = ended.succeeded() ? ended.result() : reason(ended.cause());
            if (outcome.equals("200")) {
                batch.session().acknowledge(batch.first(), batch.count());
                tally.acknowledged(batch.count(), System.nanoTime() - dueNanos, warm);
            } else {
                tally.dropped(outcome, batch.count());
            }
            underway.decrementAndGet();
        });
    }

    /** Completes with the last status. */
    private Future<String> attempt(Buffer body, int tries, long firstNanos) {
        // nested, so that the body is asked for on the event loop, before it can arrive and be gone
        return client.request(options)
                .compose(request ->
                        request.send(body).compose(response -> response.body().map(response)))
                .compose(response -> judge(response, body, tries, firstNanos));
    }

    private Future<String> judge(HttpClientResponse response, Buffer body, int tries, long firstNanos) {
        var status = Integer.toString(response.statusCode());
        if (response.statusCode() == 200) {
            return Future.succeededFuture(status);
        }
        tally.refused(status);
        var elapsedMillis = (System.nanoTime() - firstNanos) / NANOS_PER_MILLI;
        var delayMillis =
                RetryPolicy.delayMillis(response.statusCode(), tries, elapsedMillis, response.getHeader("Retry-After"));
        if (delayMillis == RetryPolicy.DROP) {
            return Future.succeededFuture(status);
        }
        tally.retried();
        var waited = Promise.<Void>promise();
        vertx.setTimer(delayMillis, timer -> waited.complete());
        return waited.future().compose(nothing -> attempt(body, tries + 1, firstNanos));
    }

    private static String reason(Throwable cause) {
        return cause instanceof TimeoutException ? "timeout" : "connection";
    }
}
