// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.witness;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** Reads the body of a request that anybody may send, up to a limit and within a time. */
final class SubmissionBody {
    /** The largest submission that is understood: 65,536 characters of note and the proof, most of them of one byte. */
    static final int BYTES_MAX = 72 * 1024;

    private static final long READ_MILLIS_MAX = 5_000;

    private SubmissionBody() {}

    /** Why a body was not read. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        private RefusedException(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        /** 413 or 408. */
        int status() {
            return status;
        }
    }

    /** The whole body; fails with {@link RefusedException}, or otherwise when the sender has gone. */
    static Future<byte[]> read(HttpServerRequest request) {
        var ended = Promise.<byte[]>promise();
        var body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= BYTES_MAX) {
                body.appendBuffer(chunk);
            } else {
                ended.tryFail(new RefusedException(413, "The body is larger than " + BYTES_MAX + " bytes."));
            }
        });
        request.exceptionHandler(ended::tryFail);
        request.endHandler(end -> ended.tryComplete(body.getBytes()));
        request.resume();
        return ended.future()
                .timeout(READ_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof RefusedException
                                ? failure
                                : new RefusedException(408, "The body did not arrive in time.")));
    }
}
