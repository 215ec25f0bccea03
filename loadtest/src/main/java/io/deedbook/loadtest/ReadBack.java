// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the records of a session over the public API, page by page, and counts how often each event is stored. */
final class ReadBack {
    private static final int PAGE = 500;
    private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(30);
    /** Far more than a session has: a collector that turns pages for ever is not followed. */
    private static final int PAGES_MAX = 1_000;

    private static final JsonFactory JSON = new JsonFactory();

    private final HttpClient client;
    private final Settings settings;

    ReadBack(HttpClient client, Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** How often each event of the session is stored, by its number. Fails when the collector doesn't tell. */
    Future<int[]> counts(Session session) {
        var counts = new int[session.sent()];
        return page(session, "", counts, 1).map(counts);
    }

    private Future<Void> page(Session session, String cursor, int[] counts, int pages) {
        var path = "/api/v1/records?session=" + session.id() + "&limit=" + PAGE;
        var uri = cursor.isEmpty() ? path : path + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(settings.absolute(uri))
                .setIdleTimeout(TIMEOUT_MILLIS)
                .putHeader("Authorization", "Bearer " + settings.key());
        return client.request(options)
                // nested, so that the body is asked for on the event loop, before it can arrive and be gone
                .compose(request -> request.send()
                        .compose(response -> response.body().compose(body -> read(response, body, session, counts))))
                .compose(next -> {
                    if (next.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    return pages < PAGES_MAX
                            ? page(session, next, counts, pages + 1)
                            : Future.failedFuture("The collector turns pages without end.");
                });
    }

    /** Completes with the next cursor, {@code ""} after the last page. */
    private static Future<String> read(HttpClientResponse response, Buffer body, Session session, int[] counts) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("GET /api/v1/records answered " + response.statusCode() + ".");
        }
        try {
            return Future.succeededFuture(parse(body.getBytes(), session.id(), counts));
        } catch (IOException e) {
            return Future.failedFuture("GET /api/v1/records answered something that is no page of records.");
        }
    }

    static String parse(byte[] page, String sessionId, int[] counts) throws IOException {
        try (var parser = JSON.createParser(page)) {
            var next = "";
            var listed = false;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (name.equals("records") && value == JsonToken.START_ARRAY) {
                    listed = true;
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        count(parser, sessionId, counts);
                    }
                } else if (name.equals("nextCursor") && value == JsonToken.VALUE_STRING) {
                    next = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            if (!listed) {
                throw new IOException("records: missing (expected: an array)");
            }
            return next;
        }
    }

    private static void count(JsonParser parser, String sessionId, int[] counts) throws IOException {
        @Nullable String session = null;
        var sequence = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (name.equals("sessionId") && value == JsonToken.VALUE_STRING) {
                session = parser.getText();
            } else if (name.equals("sequence") && value == JsonToken.VALUE_NUMBER_INT) {
                sequence = parser.getIntValue();
            } else {
                parser.skipChildren();
            }
        }
        if (sessionId.equals(session) && sequence >= 0 && sequence < counts.length) {
            counts[sequence]++;
        }
    }
}
