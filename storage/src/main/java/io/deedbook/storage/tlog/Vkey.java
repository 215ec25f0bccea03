// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The verification key of a log or a witness in the signed-note form {@code <name>+<key id>+<base64>}. Immutable and
 * thread-safe.
 */
public final class Vkey {
    /** The longest key name, in characters. */
    public static final int NAME_CHARS_MAX = 512;

    static final int KEY_ID_BYTES = 4;

    private final KeyType type;
    private final String name;
    private final byte[] publicKey;
    private final byte[] keyId;

    private Vkey(KeyType type, String name, byte[] publicKey) {
        this.type = type;
        this.name = name;
        this.publicKey = publicKey;
        this.keyId = keyId(name);
    }

    /**
     * The key of a log with this name.
     *
     * @param publicKey 32 bytes
     * @throws MalformedException {@code key-name}, {@code key-length}, {@code key-point}
     */
    public static Vkey ed25519(String name, byte[] publicKey) {
        return of(KeyType.ED25519, name, publicKey);
    }

    /**
     * The key with this name.
     *
     * @param publicKey as long as the type wants it
     * @throws MalformedException {@code key-name}, {@code key-length}, {@code key-point}
     */
    public static Vkey of(KeyType type, String name, byte[] publicKey) {
        checkName(name);
        type.checkPublicKey(publicKey);
        return new Vkey(type, name, publicKey.clone());
    }

    /**
     * Reads {@code <name>+<8 lower-case hex digits>+<base64(type ‖ key)>}.
     *
     * @throws MalformedException also for a key id that is not the one of name and key ({@code key-id}), and for an
     *     unknown type ({@code key-type})
     */
    public static Vkey parse(String text) {
        var first = text.indexOf('+');
        var second = first < 0 ? -1 : text.indexOf('+', first + 1);
        if (second < 0) {
            throw new MalformedException("key-form");
        }
        var typed = Base64Text.decode(text.substring(second + 1), "key-base64");
        if (typed.length == 0) {
            throw new MalformedException("key-type");
        }
        var key = of(KeyType.of(typed[0]), text.substring(0, first), Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().formatHex(key.keyId).equals(text.substring(first + 1, second))) {
            throw new MalformedException("key-id");
        }
        return key;
    }

    /**
     * Reads the key of a log.
     *
     * @throws MalformedException as {@link #parse}, and for the key of a witness ({@code unsupported-key-type})
     */
    public static Vkey parseLog(String text) {
        var key = parse(text);
        if (key.type.isCosignature()) {
            throw new MalformedException("unsupported-key-type");
        }
        return key;
    }

    /**
     * Whether {@code signature} is this key's over a note.
     *
     * @param text of the note, its last line feed included
     * @param signature what a signature line has after the key id, with a witness's the timestamp
     */
    public boolean verifies(String text, byte[] signature) {
        if (!type.isCosignature()) {
            return type.verifies(publicKey, text.getBytes(StandardCharsets.UTF_8), signature);
        }
        try {
            var cosignature = Cosignature.parse(signature);
            return type.verifies(
                    publicKey,
                    Cosignature.message(type, name, cosignature.unixSeconds(), text),
                    cosignature.signature());
        } catch (MalformedException e) {
            return false;
        }
    }

    /** How the key signs. */
    public KeyType type() {
        return type;
    }

    /** The key's name, which for a log is its origin. */
    public String name() {
        return name;
    }

    /** The four bytes that stand before a signature in a note. */
    public byte[] keyId() {
        return keyId.clone();
    }

    /** The bytes of the public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return name + '+' + HexFormat.of().formatHex(keyId) + '+' + Base64Text.encode(typed());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Vkey that
                && type == that.type
                && name.equals(that.name)
                && Arrays.equals(publicKey, that.publicKey);
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

    private byte[] keyId(String keyName) {
        var digest = TreeHasher.newDigest();
        digest.update(keyName.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return Arrays.copyOf(digest.digest(typed()), KEY_ID_BYTES);
    }

    private byte[] typed() {
        var typed = new byte[1 + publicKey.length];
        typed[0] = type.algorithm();
        System.arraycopy(publicKey, 0, typed, 1, publicKey.length);
        return typed;
    }
}
