// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.collector.intake.Admission.Reservation;
import io.deedbook.pipeline.bus.Refusal;
import java.util.Arrays;

/** A body while it arrives or is unpacked: room is reserved before it is allocated. Owned by one thread at a time. */
final class BodyBytes {
    private static final int START_BYTES_MAX = 64 * 1024;
    private static final int START_BYTES_MIN = 1024;

    private final Reservation reservation;
    private final int bytesMax;

    // Mutable state, owned by whoever works on the request.
    private byte[] bytes = new byte[0];
    private int size;

    /**
     * @param reservation what the bytes count against
     * @param bytesMax the most there may be
     */
    BodyBytes(Reservation reservation, int bytesMax) {
        this.reservation = reservation;
        this.bytesMax = bytesMax;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Whether one more byte would be too many. */
    boolean isFull() {
        return size == bytesMax;
    }

    /**
     * Makes room for {@code count} more bytes, at {@code bytes()[size()]} and after.
     *
     * @param expectedSize what the body will have in the end as far as one knows, or 0
     * @throws ExportRefusedException when that is more than a body may have
     * @throws Refusal when the budget has no room
     */
    void makeRoom(int count, long expectedSize) {
        if (count > bytesMax - size) {
            throw new ExportRefusedException(Answer.tooLarge(bytesMax));
        }
        if (count <= bytes.length - size) {
            return;
        }
        // an expectation is only a sender's claim, so it steers the growth and is not allocated at once
        var doubled = Math.max(START_BYTES_MIN, (int) Math.min(bytesMax, 2L * bytes.length));
        var expected = (int) Math.min(expectedSize, bytes.length == 0 ? START_BYTES_MAX : doubled);
        var capacity = Math.max(size + count, expectedSize > size ? expected : doubled);
        reservation.growTo(capacity);
        bytes = Arrays.copyOf(bytes, capacity);
    }

    void advance(int count) {
        size += count;
    }
}
