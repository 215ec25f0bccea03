// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Signal;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Turns the body of an export request into events. Streaming: no message object is built on the way. Thread-safe; pure
 * CPU, about a microsecond a record for protobuf and five for JSON.
 *
 * <p>Fields that are not known are skipped, as the OTLP specification asks for. Strings come out as well-formed Unicode
 * without U+0000.
 */
public final class OtlpDecoder {
    private final DecodeLimits limits;

    public OtlpDecoder(DecodeLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Decodes a whole body.
     *
     * @param body decompressed; neither kept nor written to
     * @param size how many bytes of {@code body}, from its start, are the body
     * @return the events in the order they stand in
     * @throws MalformedExportException when the body is no export request of this signal, or is past a limit
     */
    public List<Event> decode(Signal signal, Encoding encoding, byte[] body, int size) {
        return decode(signal, encoding, body, size, neededBytes -> {});
    }

    /**
     * Decodes a whole body as {@link #decode(Signal, Encoding, byte[], int)} does, and asks for room on the way.
     *
     * @param room called on the decoding thread before the decoder builds more than it has room for, with the bytes
     *     that the request is worth by then: never fewer than before, and at the beginning {@code size}; throws to end
     *     the decoding
     */
    public List<Event> decode(Signal signal, Encoding encoding, byte[] body, int size, LongConsumer room) {
        Objects.checkFromIndexSize(0, size, body.length);
        return encoding == Encoding.PROTOBUF
                ? new ProtobufExport(signal, body, size, limits, room).decode()
                : JsonExport.decode(signal, body, size, limits, room);
    }
}
