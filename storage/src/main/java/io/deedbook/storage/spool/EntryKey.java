// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import java.nio.ByteBuffer;

/** Half of an export key, which is enough to tell requests apart: it is an HMAC. */
record EntryKey(int logId, long high, long low) {
    static EntryKey of(int logId, byte[] exportKey) {
        var bytes = ByteBuffer.wrap(exportKey);
        return new EntryKey(logId, bytes.getLong(), bytes.getLong());
    }
}
