// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.event;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Encoded records one behind another, and where in each stand the few bytes that differ from copy to copy. */
final class Records {
    // placeholders, as long as what takes their place
    static final String SESSION = "00000000-5e55-4000-8000-000000000000";
    static final String STAMP = "2000-01-01T00:00:00.000Z";
    static final long TIME = 1_111_111_111_111_111_111L;
    static final long OBSERVED = 2_222_222_222_222_222_222L;

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int DIGITS = 19;

    private final byte[] bytes;
    private final boolean binary;
    private final int[] starts;
    private final int[] times;
    private final int[] observed;
    private final int[] sessions;
    private final int[] stamps;

    /**
     * Finds the placeholders.
     *
     * @param binary whether times are eight bytes, little-endian, rather than digits
     */
    Records(List<byte[]> encoded, boolean binary) {
        this.binary = binary;
        var all = new ByteArrayOutputStream();
        starts = new int[encoded.size() + 1];
        times = new int[encoded.size()];
        observed = new int[encoded.size()];
        sessions = new int[encoded.size()];
        stamps = new int[encoded.size()];
        for (var index = 0; index < encoded.size(); index++) {
            var record = encoded.get(index);
            starts[index] = all.size();
            times[index] = all.size() + find(record, time(TIME));
            observed[index] = all.size() + find(record, time(OBSERVED));
            sessions[index] = all.size() + find(record, SESSION.getBytes(StandardCharsets.US_ASCII));
            stamps[index] = all.size() + find(record, STAMP.getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(record);
        }
        starts[encoded.size()] = all.size();
        bytes = all.toByteArray();
    }

    /** Bytes of {@code count} records. */
    int size(int first, int count) {
        return starts[first + count] - starts[first];
    }

    /**
     * Copies {@code count} records without the first {@code skipped} bytes, with times, session and stamp of their own.
     */
    void copy(
            int first, int count, int skipped, byte[] body, int at, byte[] session, byte[] stamp, long firstUnixNanos) {
        var from = starts[first] + skipped;
        System.arraycopy(bytes, from, body, at, starts[first + count] - from);
        var shift = at - from;
        for (var index = 0; index < count; index++) {
            var record = first + index;
            System.arraycopy(session, 0, body, sessions[record] + shift, SESSION.length());
            System.arraycopy(stamp, 0, body, stamps[record] + shift, STAMP.length());
            write(body, times[record] + shift, firstUnixNanos + index);
            write(body, observed[record] + shift, firstUnixNanos + index);
        }
    }

    private void write(byte[] body, int at, long unixNanos) {
        if (binary) {
            LITTLE_ENDIAN.set(body, at, unixNanos);
            return;
        }
        var rest = unixNanos;
        for (var digit = at + DIGITS - 1; digit >= at; digit--) {
            body[digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private byte[] time(long unixNanos) {
        var written = new byte[binary ? Long.BYTES : DIGITS];
        write(written, 0, unixNanos);
        return written;
    }

    private static int find(byte[] record, byte[] pattern) {
        for (var at = 0; at + pattern.length <= record.length; at++) {
            if (Arrays.equals(record, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at;
            }
        }
        throw new IllegalStateException("A record has no place for what makes it different.");
    }
}
