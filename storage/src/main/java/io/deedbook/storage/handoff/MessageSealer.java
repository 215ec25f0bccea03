// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.storage.ledger.AppendRequest;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of requests and requests of them: entries that say themselves where they belong, for a queue that only
 * knows where they are afterwards. Used by one thread at a time.
 *
 * <pre>
 *   version u8 = 1 | key id i64 | place 16 bytes | position i64 | entry (see {@link EntrySealer})     big-endian
 * </pre>
 *
 * <p>The place is random and this sealer's alone; the position counts what was sealed in it. Both are authenticated
 * with the entry.
 */
public final class MessageSealer {
    private static final byte VERSION = 1;
    private static final int PLACE_BYTES = 16;
    private static final int HEADER_BYTES = 1 + Long.BYTES + PLACE_BYTES + Long.BYTES;
    /** NIST SP 800-38D §8.3. */
    private static final long PLACE_ENTRIES_MAX = 1L << 32;
    /** Of the places that were opened last, about one a sender. */
    private static final int PLACES_KEPT_MAX = 64;

    private final HandOffKey key;
    private final long keyId;
    private final SecureRandom random = new SecureRandom();

    // Mutable state, owned by the one thread that uses it.
    private final Map<ByteBuffer, EntrySealer> opened = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable EntrySealer sealer;
    private byte[] place = new byte[PLACE_BYTES];
    private long position;

    public MessageSealer(HandOffKey key) {
        this.key = key;
        keyId = key.id();
    }

    /**
     * The bytes of a request; its deadline is not in them.
     *
     * @throws EntryTooLargeException as {@link EntrySealer#seal} does
     */
    public byte[] seal(AppendRequest request) {
        var current = sealer;
        if (current == null || position == PLACE_ENTRIES_MAX) {
            current = begin();
        }
        var entry = current.seal(request, position);
        var message = ByteBuffer.allocate(HEADER_BYTES + entry.length)
                .put(VERSION)
                .putLong(keyId)
                .put(place)
                .putLong(position)
                .put(entry);
        position++;
        return message.array();
    }

    private EntrySealer begin() {
        place = new byte[PLACE_BYTES];
        random.nextBytes(place);
        position = 0;
        var begun = new EntrySealer(key, place, random);
        sealer = begun;
        return begun;
    }

    /** Whether a message says that another key opens it. */
    public boolean isUnderOtherKey(byte[] message) {
        return message.length >= HEADER_BYTES
                && message[0] == VERSION
                && ByteBuffer.wrap(message).getLong(1) != keyId;
    }

    /**
     * The request of a message's bytes.
     *
     * @param deadlineNanos that the request shall have
     */
    public AppendRequest open(byte[] message, long deadlineNanos) throws UnreadableEntryException {
        if (message.length < HEADER_BYTES || message[0] != VERSION) {
            throw new UnreadableEntryException("the message has no beginning that is known here");
        }
        var header = ByteBuffer.wrap(message, 1 + Long.BYTES, HEADER_BYTES - 1 - Long.BYTES);
        var from = new byte[PLACE_BYTES];
        header.get(from);
        var entry = Arrays.copyOfRange(message, HEADER_BYTES, message.length);
        return opener(from).open(entry, header.getLong(), deadlineNanos);
    }

    private EntrySealer opener(byte[] from) {
        var opener = opened.computeIfAbsent(ByteBuffer.wrap(from), unknown -> new EntrySealer(key, from, random));
        if (opened.size() > PLACES_KEPT_MAX) {
            var eldest = opened.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return opener;
    }
}
