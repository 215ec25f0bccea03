// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import com.google.protobuf.CodedOutputStream;
import io.deedbook.collector.otlp.Encoding;
import io.deedbook.pipeline.bus.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What an export request is answered with: nothing but the status for a success, a {@code google.rpc.Status} for
 * everything else.
 *
 * @param status HTTP status; never 500, on which the clients drop the batch for good
 * @param rpcCode {@code google.rpc.Code}, 0 for success
 * @param message one sentence for the person who reads the sender's log
 * @param retryAfterSeconds 1 or 2 where another try may succeed, else 0
 */
record Answer(int status, int rpcCode, String message, int retryAfterSeconds) {
    static final Answer OK = new Answer(200, 0, "", 0);
    /** Nobody is there any more to be answered; nginx's number, for the metrics only. */
    static final Answer GONE = new Answer(499, 1, "", 0);

    private static final int INVALID_ARGUMENT = 3;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;
    // google/rpc/status.proto
    private static final int CODE_FIELD = 1;
    private static final int MESSAGE_FIELD = 2;

    static Answer malformed(String message) {
        return new Answer(400, INVALID_ARGUMENT, message, 0);
    }

    static Answer unknownKey() {
        return new Answer(
                401,
                UNAUTHENTICATED,
                "The API key is missing or not known. Send it as Authorization: Bearer <key> or as x-api-key.",
                0);
    }

    static Answer notAllowed() {
        return new Answer(403, PERMISSION_DENIED, "The API key does not have the scope ingest.", 0);
    }

    static Answer tooSlow() {
        return new Answer(408, DEADLINE_EXCEEDED, "The request body did not arrive in time.", 0);
    }

    static Answer tooLarge(int bytesMax) {
        var size = bytesMax % (1024 * 1024) == 0
                ? bytesMax / (1024 * 1024) + " MiB (" + bytesMax + " bytes)"
                : bytesMax + " bytes";
        return new Answer(
                413, INVALID_ARGUMENT, "Request body is larger than " + size + ". Lower the exporter's batch size.", 0);
    }

    static Answer tooMuch(long bytesMax) {
        return new Answer(
                413,
                INVALID_ARGUMENT,
                "The request's records, each with its resource and scope, need more than " + bytesMax
                        + " bytes. Lower the exporter's batch size.",
                0);
    }

    static Answer unreadContentType() {
        return new Answer(
                415, INVALID_ARGUMENT, "The Content-Type must be application/x-protobuf or application/json.", 0);
    }

    static Answer unreadContentEncoding() {
        return new Answer(415, INVALID_ARGUMENT, "The Content-Encoding must be gzip or identity.", 0);
    }

    static Answer of(Refusal refusal) {
        return refusal.reason() == Refusal.Reason.SHARE_SPENT
                ? new Answer(429, RESOURCE_EXHAUSTED, messageOf(refusal), refusal.retryAfterSeconds())
                : new Answer(503, UNAVAILABLE, messageOf(refusal), refusal.retryAfterSeconds());
    }

    private static String messageOf(Refusal refusal) {
        var message = refusal.getMessage();
        return message == null ? "" : message;
    }

    boolean isSuccess() {
        return status == 200;
    }

    /** The body: an empty {@code Export…ServiceResponse}, or the status. */
    Buffer body(Encoding encoding) {
        if (isSuccess()) {
            return encoding == Encoding.JSON ? Buffer.buffer("{}") : Buffer.buffer();
        }
        return encoding == Encoding.JSON
                ? new JsonObject().put("code", rpcCode).put("message", message).toBuffer()
                : protobuf();
    }

    private Buffer protobuf() {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(CODE_FIELD, rpcCode);
            out.writeString(MESSAGE_FIELD, message);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes everything", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
