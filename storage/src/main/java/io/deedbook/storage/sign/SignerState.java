// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.MalformedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * What a log's keys signed last, as it stands in a small file outside the database: origin, size and root, and a
 * checksum by which a damaged file is known.
 */
final class SignerState {
    /** More than the longest origin and 63 hashes need. */
    private static final int BYTES_MAX = 8_192;

    private static final String HEADER = "deedbook signer state v2";
    /** Had the roots of all perfect subtrees, of which size and root are what counts. */
    private static final String HEADER_V1 = "deedbook signer state v1";

    private static final int LINES = 5;

    /** Writing takes less than a microsecond, so that who reads some of both once does not do so again. */
    private static final int TRIES_MAX = 4;

    private SignerState() {}

    /**
     * Reads a state file, also while somebody writes over it ({@link DurableFile#replace}). Blocks.
     *
     * @throws MalformedException when it is damaged; an {@link IOException} says nothing of what it holds
     */
    static Checkpoint read(Path file) throws IOException {
        for (var tries = 1; ; tries++) {
            try {
                return readOnce(file);
            } catch (MalformedException e) {
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    private static Checkpoint readOnce(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new MalformedException("signer-state-length");
        }
        try {
            return parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new MalformedException("signer-state-utf8");
        }
    }

    /** @throws MalformedException also when the checksum is not that of what stands before it */
    static Checkpoint parse(String text) {
        var lines = List.of(text.split("\n", LINES + 2));
        if (lines.size() != LINES + 1 || !lines.get(LINES).isEmpty()) {
            throw new MalformedException("signer-state-form");
        }
        try {
            var root = Base64.getDecoder().decode(lines.get(3));
            var state = new Checkpoint(lines.get(1), Long.parseLong(lines.get(2)), root);
            if (lines.get(0).equals(HEADER_V1)) {
                checkRoot(Frontier.of(state.size(), Base64.getDecoder().decode(lines.get(4))), root);
            } else if (!format(state).equals(text)) {
                throw new MalformedException("signer-state-checksum");
            }
            return state;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("signer-state-form");
        }
    }

    /** Where the text of a state that begins at {@code start} ends, or -1 when there are not as many lines. */
    static int end(String text, int start) {
        var end = start;
        for (var line = 0; line < LINES; line++) {
            var lineEnd = text.indexOf('\n', end);
            if (lineEnd < 0) {
                return -1;
            }
            end = lineEnd + 1;
        }
        return end;
    }

    private static void checkRoot(Frontier frontier, byte[] root) {
        if (!MessageDigest.isEqual(frontier.root(), root)) {
            throw new MalformedException("signer-state-root");
        }
    }

    static String format(Checkpoint state) {
        var text = HEADER + '\n' + state.format();
        return text + Base64.getEncoder().encodeToString(checksum(text)) + '\n';
    }

    private static byte[] checksum(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
