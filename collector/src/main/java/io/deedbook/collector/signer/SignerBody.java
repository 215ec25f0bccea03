// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the body of a question, as far as a question may be long. */
final class SignerBody {
    private SignerBody() {}

    /** The body; empty when it is too long, whose rest is not read. */
    static Future<Optional<String>> read(HttpServerRequest request, int bytesMax) {
        var done = Promise.<Optional<String>>promise();
        var body = Buffer.buffer();
        request.handler(bytes -> {
            if (body.length() + bytes.length() > bytesMax) {
                request.pause();
                request.response().putHeader("Connection", "close");
                done.tryComplete(Optional.empty());
            } else {
                body.appendBuffer(bytes);
            }
        });
        request.exceptionHandler(done::tryFail);
        request.endHandler(end -> done.tryComplete(Optional.of(body.toString(StandardCharsets.UTF_8))));
        return done.future();
    }
}
