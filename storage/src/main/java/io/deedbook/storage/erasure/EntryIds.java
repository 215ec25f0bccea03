// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.SealedRecord;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of entries, which are 32 hex digits for people and a UUID in the database. */
final class EntryIds {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    private EntryIds() {}

    static String hex(UUID id) {
        var hex = HexFormat.of();
        return hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
    }

    /** The id in a text of somebody's, or empty where it is none. */
    static Optional<UUID> parse(String hex) {
        return HEX.matcher(hex).matches()
                ? Optional.of(new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)))
                : Optional.empty();
    }

    static UUID of(SealedRecord entry) {
        var bytes = ByteBuffer.wrap(entry.id());
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
