// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.storage.ledger.AppendRequest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes encrypted bytes of requests and requests of them, for one place such as a file: nobody can read them without
 * the key, or change one, put it in another's stead or carry it elsewhere without being noticed. Used by one thread at
 * a time.
 *
 * <pre>
 *   head (see {@link EntryHead}) | nonce 12 bytes, random | AES-256-GCM of the body | tag 16 bytes
 * </pre>
 *
 * <p>Authenticated beside them: the position, 8 bytes big-endian, behind the head. A place should not get more than 2³²
 * entries (NIST SP 800-38D §8.3).
 */
public final class EntrySealer {
    /** The largest entry: what is larger is a request that no heap of a sensible size admits. */
    public static final int ENTRY_BYTES_MAX = 128 << 20;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int BYTES_MIN = EntryHead.BYTES + NONCE_BYTES + TAG_BYTES;

    private final SecretKeySpec key;
    private final SecureRandom random;
    private final Cipher cipher;

    /**
     * @param place names the place for ever, such as 16 random bytes at the beginning of the file
     */
    public EntrySealer(HandOffKey key, byte[] place, SecureRandom random) {
        this.key = key.of(place);
        this.random = random;
        try {
            cipher = Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + CIPHER, e);
        }
    }

    /**
     * The bytes of a request; its deadline is not in them.
     *
     * @param position of the entry within its place, where it is known; the same is to be said to {@link #open}
     * @throws EntryTooLargeException when they were more than {@link #ENTRY_BYTES_MAX}
     */
    public byte[] seal(AppendRequest request, long position) {
        var body = new ByteWriter(ENTRY_BYTES_MAX - BYTES_MIN);
        RequestBody.write(request, body);
        var entry = ByteBuffer.allocate(BYTES_MIN + body.size());
        EntryHead.of(request).write(entry);
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        entry.put(nonce);
        try {
            init(Cipher.ENCRYPT_MODE, nonce, entry.array(), position);
            cipher.doFinal(body.bytes(), 0, body.size(), entry.array(), entry.position());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encrypts everything", e);
        }
        return entry.array();
    }

    /**
     * The request of an entry's bytes.
     *
     * @param deadlineNanos that the request shall have
     */
    public AppendRequest open(byte[] entry, long position, long deadlineNanos) throws UnreadableEntryException {
        if (entry.length < BYTES_MIN || entry.length > ENTRY_BYTES_MAX) {
            throw new UnreadableEntryException("the entry has no length that an entry has");
        }
        var head = EntryHead.read(entry);
        var bodyStart = EntryHead.BYTES + NONCE_BYTES;
        byte[] body;
        try {
            init(Cipher.DECRYPT_MODE, Arrays.copyOfRange(entry, EntryHead.BYTES, bodyStart), entry, position);
            body = cipher.doFinal(entry, bodyStart, entry.length - bodyStart);
        } catch (AEADBadTagException e) {
            throw new UnreadableEntryException("the entry was changed, is out of place or is under another key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM decrypts everything", e);
        }
        return RequestBody.read(head, new ByteReader(body), deadlineNanos);
    }

    private void init(int mode, byte[] nonce, byte[] head, long position) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(head, 0, EntryHead.BYTES);
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
    }
}
