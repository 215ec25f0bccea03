// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a witness says of a checkpoint (C2SP tlog-cosignature): that at this time it had seen no tree of the log that
 * contradicts it.
 *
 * @param unixSeconds when it was signed, by the witness's clock; 0 where it says nothing about the time
 * @param signature the bare signature
 */
public record Cosignature(long unixSeconds, byte[] signature) {
    private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_BYTES_MAX = 255;

    public Cosignature {
        if (unixSeconds < 0) {
            throw new MalformedException("cosignature-time");
        }
    }

    /**
     * Reads the bytes that follow the key id of a signature line.
     *
     * @throws MalformedException {@code cosignature-length}, {@code cosignature-time} (beyond 2^63 − 1)
     */
    public static Cosignature parse(byte[] timestampedSignature) {
        if (timestampedSignature.length <= Long.BYTES) {
            throw new MalformedException("cosignature-length");
        }
        return new Cosignature(
                ByteBuffer.wrap(timestampedSignature).getLong(),
                Arrays.copyOfRange(timestampedSignature, Long.BYTES, timestampedSignature.length));
    }

    /** The bytes that follow the key id of a signature line. */
    public byte[] bytes() {
        return ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(unixSeconds)
                .put(signature)
                .array();
    }

    /**
     * The bytes that are signed.
     *
     * @param type of the witness's key
     * @param name of the witness
     * @param text of the checkpoint, its last line feed included
     * @throws MalformedException when {@code text} is no checkpoint, or a name is longer than its format allows
     */
    static byte[] message(KeyType type, String name, long unixSeconds, String text) {
        var checkpoint = Checkpoint.parse(text);
        return type == KeyType.COSIGNATURE_ED25519
                ? ("cosignature/v1\ntime " + unixSeconds + '\n' + text).getBytes(StandardCharsets.UTF_8)
                : subtree(name, unixSeconds, checkpoint);
    }

    private static byte[] subtree(String name, long unixSeconds, Checkpoint checkpoint) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(SUBTREE_LABEL);
            write(out, name);
            out.writeLong(unixSeconds);
            write(out, checkpoint.origin());
            out.writeLong(0);
            out.writeLong(checkpoint.size());
            out.write(checkpoint.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String name) throws IOException {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME_BYTES_MAX) {
            throw new MalformedException("cosignature-name");
        }
        out.writeByte(bytes.length);
        out.write(bytes);
    }
}
