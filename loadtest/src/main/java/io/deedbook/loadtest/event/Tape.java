// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The events of one session, encoded once. The body of a request is a stretch of it between a head and a tail, in which
 * only the times and the session are new: that costs a copy and a few bytes an event, and the machine is left to the
 * collector.
 *
 * <p>The time of an event, in nanoseconds, is what distinguishes it from all others of a run: event {@code i} of a
 * request happened {@code i} nanoseconds after the request's first. The ledger's leaves keep it, so that every event
 * can be looked for in the evidence itself. The numbers ({@code event.sequence}) are those of a client: from 0, without
 * gaps. The same arguments give the same bytes, so nothing has to be kept for a retry. Thread-safe.
 */
public final class Tape {
    /** A session has this many events, as a long one of a real client. */
    public static final int EVENTS = 500;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Encoding encoding;
    private final Framing framing;
    private final Records records;

    private Tape(Encoding encoding, Framing framing, Records records) {
        this.encoding = encoding;
        this.framing = framing;
        this.records = records;
    }

    /** What stands around the records of a request. */
    interface Framing {
        /** Bytes of a body with this many bytes of records. */
        int size(int recordBytes);

        /** Writes what is before the records, and returns where they begin. */
        int head(byte[] body, int recordBytes);

        /** Writes what is behind them. */
        void tail(byte[] body, int at);

        /** Bytes between two records, which the first of a request has before it on the tape. */
        int separatorBytes();
    }

    /** A tape of {@link #EVENTS} events. */
    public static Tape of(Encoding encoding) {
        return encoding == Encoding.JSON
                ? new Tape(encoding, new JsonFraming(), JsonFraming.records(EVENTS))
                : new Tape(encoding, new ProtobufFraming(), ProtobufFraming.records(EVENTS));
    }

    public Encoding encoding() {
        return encoding;
    }

    /**
     * The body of a request.
     *
     * @param first number of its first event in the session
     * @param count of events, within the tape
     * @param sessionId 36 characters
     * @param firstUnixNanos when the first happened
     */
    public byte[] body(int first, int count, String sessionId, long firstUnixNanos) {
        var separator = framing.separatorBytes();
        var recordBytes = records.size(first, count) - separator;
        var body = new byte[framing.size(recordBytes)];
        var at = framing.head(body, recordBytes);
        var instant = Instant.ofEpochSecond(firstUnixNanos / NANOS_PER_SECOND, firstUnixNanos % NANOS_PER_SECOND);
        records.copy(
                first,
                count,
                separator,
                body,
                at,
                sessionId.getBytes(StandardCharsets.US_ASCII),
                STAMP.format(instant).getBytes(StandardCharsets.US_ASCII),
                firstUnixNanos);
        framing.tail(body, at + recordBytes);
        return body;
    }
}
