// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The place where the next page starts, opaque to the reader: the index of the last record seen, in base64url. */
final class Cursor {
    private static final int BYTES = Long.BYTES;

    private Cursor() {}

    static String of(long index) {
        var bytes = ByteBuffer.allocate(BYTES).putLong(index).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The index, or empty for no cursor. */
    static OptionalLong index(@Nullable String cursor) {
        if (cursor == null) {
            return OptionalLong.empty();
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == BYTES && ByteBuffer.wrap(bytes).getLong() >= 0) {
                return OptionalLong.of(ByteBuffer.wrap(bytes).getLong());
            }
        } catch (IllegalArgumentException e) {
            // Told below: it is no cursor of ours, however it is wrong.
        }
        throw new BadParameterException(
                "Query parameter cursor is none that this API gave out. Take it from nextCursor as it is.");
    }
}
