// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.storage.ledger.AppendRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What of an entry is in the clear, and authenticated: enough to count it, to name it and to know where it belongs, and
 * nothing of what was said or by whom.
 *
 * <pre>
 *   version u8 = 1 | tenant id i32 | receive time of the first record i64 | records i32 | export key 32 bytes     big-endian
 * </pre>
 *
 * @param tenantId the tenant's number in the database
 * @param receivedUnixNanos when the request came
 * @param recordCount how many records it has, at least one
 * @param exportKey 32 bytes, the same for a resent request and for no other
 */
public record EntryHead(int tenantId, long receivedUnixNanos, int recordCount, byte[] exportKey) {
    static final int EXPORT_KEY_BYTES = 32;
    static final int BYTES = 1 + Integer.BYTES + Long.BYTES + Integer.BYTES + EXPORT_KEY_BYTES;
    private static final byte VERSION = 1;

    static EntryHead of(AppendRequest request) {
        if (request.exportKey().length != EXPORT_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "exportKey: " + request.exportKey().length + " bytes (expected: " + EXPORT_KEY_BYTES + ")");
        }
        return new EntryHead(
                request.tenant().id(),
                request.records().get(0).receivedUnixNanos(),
                request.records().size(),
                request.exportKey());
    }

    /** Reads the head of an entry's bytes. */
    public static EntryHead read(byte[] entry) throws UnreadableEntryException {
        if (entry.length < BYTES) {
            throw new UnreadableEntryException("the entry is shorter than its head");
        }
        var bytes = ByteBuffer.wrap(entry);
        if (bytes.get() != VERSION) {
            throw new UnreadableEntryException("the entry has a version that is not known here");
        }
        var tenantId = bytes.getInt();
        var receivedUnixNanos = bytes.getLong();
        var recordCount = bytes.getInt();
        if (recordCount < 1) {
            throw new UnreadableEntryException("the entry has no records");
        }
        var exportKey = new byte[EXPORT_KEY_BYTES];
        bytes.get(exportKey);
        return new EntryHead(tenantId, receivedUnixNanos, recordCount, exportKey);
    }

    void write(ByteBuffer bytes) {
        bytes.put(VERSION)
                .putInt(tenantId)
                .putLong(receivedUnixNanos)
                .putInt(recordCount)
                .put(exportKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryHead that
                && tenantId == that.tenantId
                && receivedUnixNanos == that.receivedUnixNanos
                && recordCount == that.recordCount
                && Arrays.equals(exportKey, that.exportKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(exportKey);
    }
}
