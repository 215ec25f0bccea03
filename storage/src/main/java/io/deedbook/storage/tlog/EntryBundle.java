// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Up to 256 neighbouring entries of a log in one file (C2SP tlog-tiles): each with its length in two bytes, big-endian.
 */
public final class EntryBundle {
    /** The longest entry that two bytes can give the length of. */
    public static final int ENTRY_BYTES_MAX = 65_535;

    /** The largest bundle in bytes. */
    public static final int BYTES_MAX = TilePath.WIDTH_MAX * (2 + ENTRY_BYTES_MAX);

    private EntryBundle() {}

    /** The bundle of these entries. */
    public static byte[] format(List<byte[]> entries) {
        var bytes = new ByteArrayOutputStream(entries.size() * 1_024);
        for (var entry : entries) {
            if (entry.length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "entry: " + entry.length + " bytes (expected: <= " + ENTRY_BYTES_MAX + ")");
            }
            bytes.write(entry.length >>> 8);
            bytes.write(entry.length);
            bytes.writeBytes(entry);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a bundle.
     *
     * @param width entries that it must have, 1 to 256
     * @throws MalformedException {@code entries-malformed} for fewer, for more, and for bytes that are left over
     */
    public static List<byte[]> parse(byte[] bundle, int width) {
        var entries = new ArrayList<byte[]>(width);
        var next = 0;
        while (entries.size() < width) {
            if (bundle.length - next < 2) {
                throw new MalformedException("entries-malformed");
            }
            var length = (bundle[next] & 0xff) << 8 | (bundle[next + 1] & 0xff);
            next += 2;
            if (bundle.length - next < length) {
                throw new MalformedException("entries-malformed");
            }
            entries.add(Arrays.copyOfRange(bundle, next, next + length));
            next += length;
        }
        if (next != bundle.length) {
            throw new MalformedException("entries-malformed");
        }
        return entries;
    }
}
