// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Sends samples to a collector over HTTP as the real client does: one connection, one request after another. */
final class Replay {
    private static final int ANSWER_SECONDS_MAX = 10;

    private final Vertx vertx;
    private final String url;
    private final String key;

    Replay(Vertx vertx, String url, String key) {
        this.vertx = vertx;
        this.url = url;
        this.key = key;
    }

    /** Sends all; completes with how many requests had which status, or fails when the collector cannot be reached. */
    Future<Map<Integer, Integer>> send(List<Sample> samples) {
        var client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true));
        Future<Map<Integer, Integer>> sent = Future.succeededFuture(new TreeMap<>());
        for (var sample : samples) {
            sent = sent.compose(statuses -> send(client, sample).map(status -> {
                statuses.merge(status, 1, Integer::sum);
                return statuses;
            }));
        }
        return sent.eventually(client::close);
    }

    private Future<Integer> send(HttpClient client, Sample sample) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url + sample.path())
                .setTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_MAX));
        return client.request(options).compose(request -> {
            request.putHeader("content-type", sample.contentType()).putHeader("authorization", "Bearer " + key);
            sample.contentEncoding().ifPresent(encoding -> request.putHeader("content-encoding", encoding));
            return request.send(sample.body())
                    .compose(response -> response.body().map(body -> response.statusCode()));
        });
    }
}
