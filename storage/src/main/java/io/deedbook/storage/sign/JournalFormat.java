// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of a {@link SignerJournal}: one block for the heads that were signed together, which is whole or does not
 * count. A block is a line that says how long it is, the texts of {@link SignerState} one after the other, and a
 * checksum over both.
 */
final class JournalFormat {
    private static final String HEADER = "deedbook signed together v1 ";
    private static final byte[] HEADER_BYTES = HEADER.getBytes(StandardCharsets.UTF_8);
    /** After the header: a number of bytes that fits into an int, and the end of the line. */
    private static final int NUMBER_CHARS_MAX = 10;
    /** Base64 of a SHA-256, and the end of the line. */
    private static final int CHECKSUM_BYTES = 45;

    private JournalFormat() {}

    /** A block of these heads. */
    static byte[] block(Collection<Checkpoint> heads) {
        var body = new StringBuilder();
        heads.forEach(head -> body.append(SignerState.format(head)));
        var bodyBytes = body.toString().getBytes(StandardCharsets.UTF_8);
        var block = new ByteArrayOutputStream(bodyBytes.length + 128);
        block.writeBytes((HEADER + bodyBytes.length + '\n').getBytes(StandardCharsets.UTF_8));
        block.writeBytes(bodyBytes);
        block.writeBytes(checksum(block.toByteArray()));
        return block.toByteArray();
    }

    private static byte[] checksum(byte[] covered) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(covered);
            return (Base64.getEncoder().encodeToString(hash) + '\n').getBytes(StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The newest head of each origin. A last block that is not whole was being written when the machine stopped: nobody
     * was given a signature for it.
     *
     * @throws MalformedException when something before the last whole block is damaged, so that any log's newest head
     *     may be lost
     */
    static Map<String, Checkpoint> parse(byte[] journal) {
        var newest = new HashMap<String, Checkpoint>();
        var position = 0;
        while (position < journal.length) {
            var end = blockEnd(journal, position);
            if (end < 0) {
                checkNoBlockBehind(journal, position);
                break;
            }
            addHeads(newest, journal, position, end);
            position = end;
        }
        return newest;
    }

    /** Where the whole block that begins here ends, or -1 where none does. */
    private static int blockEnd(byte[] journal, int start) {
        var numberStart = start + HEADER_BYTES.length;
        if (!isHeader(journal, start)) {
            return -1;
        }
        var lineEnd = numberStart;
        var bodyLength = 0L;
        while (lineEnd < journal.length
                && lineEnd - numberStart < NUMBER_CHARS_MAX
                && journal[lineEnd] >= '0'
                && journal[lineEnd] <= '9') {
            bodyLength = 10 * bodyLength + (journal[lineEnd] - '0');
            lineEnd++;
        }
        var bodyEnd = lineEnd + 1 + bodyLength;
        if (lineEnd >= journal.length || journal[lineEnd] != '\n' || bodyEnd + CHECKSUM_BYTES > journal.length) {
            return -1;
        }
        var end = (int) bodyEnd + CHECKSUM_BYTES;
        var checksum = checksum(Arrays.copyOfRange(journal, start, (int) bodyEnd));
        return Arrays.equals(checksum, 0, CHECKSUM_BYTES, journal, (int) bodyEnd, end) ? end : -1;
    }

    private static boolean isHeader(byte[] journal, int start) {
        var end = start + HEADER_BYTES.length;
        return end <= journal.length && Arrays.equals(HEADER_BYTES, 0, HEADER_BYTES.length, journal, start, end);
    }

    private static void checkNoBlockBehind(byte[] journal, int position) {
        for (var start = position + 1; start < journal.length; start++) {
            if (isHeader(journal, start) && blockEnd(journal, start) >= 0) {
                throw new MalformedException("signer-journal-damaged");
            }
        }
    }

    private static void addHeads(Map<String, Checkpoint> newest, byte[] journal, int start, int end) {
        var text = new String(journal, start, end - start, StandardCharsets.UTF_8);
        var bodyEnd = text.length() - CHECKSUM_BYTES;
        var position = text.indexOf('\n') + 1;
        while (position < bodyEnd) {
            var stateEnd = SignerState.end(text, position);
            if (stateEnd < 0 || stateEnd > bodyEnd) {
                throw new MalformedException("signer-journal-form");
            }
            add(newest, SignerState.parse(text.substring(position, stateEnd)));
            position = stateEnd;
        }
    }

    /** Keeps the larger tree of each origin. */
    static void add(Map<String, Checkpoint> newest, Checkpoint head) {
        newest.merge(head.origin(), head, (known, other) -> other.size() >= known.size() ? other : known);
    }
}
