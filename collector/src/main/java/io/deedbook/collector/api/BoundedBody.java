// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.collector.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Reads a request's body as text, up to a limit and within a time. */
final class BoundedBody {
    private static final long READ_MILLIS_MAX = 10_000;

    private BoundedBody() {}

    /**
     * The body of a paused request.
     *
     * @return fails with a problem: 413 when it is longer than {@code bytesMax}, 400 when it is no UTF-8 or not there
     *     in time
     */
    static Future<String> text(HttpServerRequest request, int bytesMax) {
        var ended = Promise.<Buffer>promise();
        var body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= bytesMax) {
                body.appendBuffer(chunk);
            } else {
                ended.tryFail("too large");
            }
        });
        request.exceptionHandler(ended::tryFail);
        request.endHandler(end -> ended.tryComplete(body));
        request.resume();
        return ended.future()
                .timeout(READ_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .recover(failure -> "too large".equals(failure.getMessage())
                        ? ApiDoors.refuse(Problem.tooLarge("The body is longer than " + bytesMax + " bytes."))
                        : ApiDoors.refuse(Problem.badRequest("The body did not arrive whole.")))
                .compose(BoundedBody::decode);
    }

    private static Future<String> decode(Buffer body) {
        try {
            return Future.succeededFuture(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString());
        } catch (CharacterCodingException e) {
            return ApiDoors.refuse(Problem.badRequest("The body is not UTF-8."));
        }
    }
}
