// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.witness;

import io.deedbook.storage.cosign.WitnessDoor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;

/** Reaches witnesses over HTTP, each on a few connections that are kept; what takes or brings too much is given up. */
public final class HttpWitnessDoor implements WitnessDoor {
    private static final String ADD = "/add-checkpoint";
    private static final int CONNECT_MILLIS_MAX = 3_000;
    private static final long ANSWER_MILLIS_MAX = 10_000;
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int CONNECTIONS_MAX = 4;
    private static final int WAITING_MAX = 64;
    private static final int IDLE_SECONDS = 30;

    private final HttpClient client;
    private final long answerMillisMax;

    public HttpWitnessDoor(Vertx vertx) {
        this(vertx, ANSWER_MILLIS_MAX);
    }

    HttpWitnessDoor(Vertx vertx, long answerMillisMax) {
        this.answerMillisMax = answerMillisMax;
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS_MAX)
                        .setKeepAliveTimeout(IDLE_SECONDS)
                        .setIdleTimeout(2 * IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX));
    }

    @Override
    public Future<Reply> addCheckpoint(String url, String body) {
        var options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url + ADD);
        options.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        return client.request(options)
                .compose(request -> request.send(body)
                        .compose(HttpWitnessDoor::reply)
                        .timeout(answerMillisMax, TimeUnit.MILLISECONDS)
                        .onFailure(failure -> abandon(request)));
    }

    private static void abandon(HttpClientRequest request) {
        request.reset();
    }

    private static Future<Reply> reply(HttpClientResponse response) {
        var ended = Promise.<Buffer>promise();
        var body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= BODY_BYTES_MAX) {
                body.appendBuffer(chunk);
            } else {
                ended.tryFail("The answer is larger than " + BODY_BYTES_MAX + " bytes.");
            }
        });
        response.exceptionHandler(ended::tryFail);
        response.endHandler(end -> ended.tryComplete(body));
        var contentType = response.getHeader(HttpHeaders.CONTENT_TYPE);
        return ended.future()
                .map(bytes ->
                        new Reply(response.statusCode(), contentType == null ? "" : contentType, bytes.toString()));
    }
}
