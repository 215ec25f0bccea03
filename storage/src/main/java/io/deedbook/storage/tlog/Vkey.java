// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * The verification key of a log in the signed-note form {@code <name>+<key id>+<base64>}; Ed25519 only. Immutable and
 * thread-safe.
 */
public final class Vkey {
    /** The longest key name, in characters. */
    public static final int NAME_CHARS_MAX = 512;

    static final int KEY_ID_BYTES = 4;

    private static final byte TYPE_ED25519 = 1;

    private final String name;
    private final byte[] publicKey;
    private final byte[] keyId;

    private Vkey(String name, byte[] publicKey) {
        this.name = name;
        this.publicKey = publicKey;
        this.keyId = keyId(name, publicKey);
    }

    /**
     * The key with this name.
     *
     * @param publicKey 32 bytes
     * @throws MalformedException {@code key-name}, {@code key-length}, {@code key-point}
     */
    public static Vkey ed25519(String name, byte[] publicKey) {
        checkName(name);
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
            throw new MalformedException("key-length");
        }
        if (!Ed25519.validatePublicKeyFull(publicKey, 0)) {
            throw new MalformedException("key-point");
        }
        return new Vkey(name, publicKey.clone());
    }

    /**
     * Reads {@code <name>+<8 lower-case hex digits>+<base64(type ‖ key)>}.
     *
     * @throws MalformedException also for a key id that is not the one of name and key ({@code key-id}), and for types
     *     other than Ed25519 ({@code key-type})
     */
    public static Vkey parse(String text) {
        var first = text.indexOf('+');
        var second = first < 0 ? -1 : text.indexOf('+', first + 1);
        if (second < 0) {
            throw new MalformedException("key-form");
        }
        var typed = Base64Text.decode(text.substring(second + 1), "key-base64");
        if (typed.length == 0 || typed[0] != TYPE_ED25519) {
            throw new MalformedException("key-type");
        }
        var key = ed25519(text.substring(0, first), Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().formatHex(key.keyId).equals(text.substring(first + 1, second))) {
            throw new MalformedException("key-id");
        }
        return key;
    }

    /** Whether {@code signature} is this key's over {@code message}. */
    public boolean verifies(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }

    /** The key's name, which for a log is its origin. */
    public String name() {
        return name;
    }

    /** The four bytes that stand before a signature in a note. */
    public byte[] keyId() {
        return keyId.clone();
    }

    /** The 32 bytes of the public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return name + '+' + HexFormat.of().formatHex(keyId) + '+' + Base64Text.encode(typed(publicKey));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Vkey that && name.equals(that.name) && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(publicKey);
    }

    /** A name is not empty and holds neither Unicode spaces nor {@code +} nor control characters. */
    static void checkName(String name) {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
            throw new MalformedException("key-name");
        }
        var strange = name.codePoints()
                .anyMatch(point -> point == '+'
                        || Character.isSpaceChar(point)
                        || Character.isWhitespace(point)
                        || Character.isISOControl(point));
        if (strange) {
            throw new MalformedException("key-name");
        }
    }

    private static byte[] keyId(String name, byte[] publicKey) {
        var digest = TreeHasher.newDigest();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return Arrays.copyOf(digest.digest(typed(publicKey)), KEY_ID_BYTES);
    }

    private static byte[] typed(byte[] publicKey) {
        var typed = new byte[1 + publicKey.length];
        typed[0] = TYPE_ED25519;
        System.arraycopy(publicKey, 0, typed, 1, publicKey.length);
        return typed;
    }
}
