// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a log says of itself at one size (C2SP tlog-checkpoint): the text of a signed note.
 *
 * @param origin names the log; a URL without scheme
 * @param size leaves in the tree
 * @param root 32 bytes
 */
public record Checkpoint(String origin, long size, byte[] root) {
    private static final int LINES_MAX = 35;

    public Checkpoint {
        Vkey.checkName(origin);
        if (size < 0) {
            throw new MalformedException("checkpoint-size");
        }
        if (root.length != TreeHasher.HASH_BYTES) {
            throw new MalformedException("checkpoint-root");
        }
    }

    /**
     * Reads the text of a note. Extension lines, which must not be empty, are passed over: we write none, others may.
     *
     * @throws MalformedException {@code checkpoint-form}, {@code checkpoint-size}, {@code checkpoint-root},
     *     {@code key-name} (an origin that can't be a key's name)
     */
    public static Checkpoint parse(String text) {
        var lines = text.split("\n", -1);
        if (lines.length < 4 || lines.length > LINES_MAX || !lines[lines.length - 1].isEmpty()) {
            throw new MalformedException("checkpoint-form");
        }
        for (var line : Arrays.asList(lines).subList(0, lines.length - 1)) {
            if (line.isEmpty()) {
                throw new MalformedException("checkpoint-form");
            }
        }
        return new Checkpoint(
                lines[0],
                Decimal.parse(lines[1], "checkpoint-size"),
                Base64Text.decodeHash(lines[2], "checkpoint-root"));
    }

    /** The text to sign: origin, size and root, a line each. */
    public String format() {
        return origin + '\n' + size + '\n' + Base64Text.encode(root) + '\n';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checkpoint that
                && origin.equals(that.origin)
                && size == that.size
                && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * origin.hashCode() + Long.hashCode(size)) + Arrays.hashCode(root);
    }
}
