// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * What a log's key signed last, as it stands in a small file outside the database.
 *
 * @param origin of the log
 * @param frontier of the tree that was signed, from which its size and root follow
 */
public record SignerState(String origin, Frontier frontier) {
    /** More than the longest origin and 63 hashes need. */
    private static final int BYTES_MAX = 8_192;

    private static final String HEADER = "deedbook signer state v1";
    private static final int LINES = 6;

    /** Reads a state file. Blocks. */
    static SignerState read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new MalformedException("signer-state-length");
        }
        return parse(Files.readAllBytes(file));
    }

    /**
     * Reads header, origin, size, root and frontier, a line each.
     *
     * @throws MalformedException also when the root is not that of the frontier
     */
    static SignerState parse(byte[] bytes) {
        var lines = new String(bytes, StandardCharsets.UTF_8).split("\n", LINES + 1);
        if (lines.length != LINES || !lines[0].equals(HEADER) || !lines[5].isEmpty()) {
            throw new MalformedException("signer-state-form");
        }
        try {
            var frontier =
                    Frontier.of(Long.parseLong(lines[2]), Base64.getDecoder().decode(lines[4]));
            if (!MessageDigest.isEqual(frontier.root(), Base64.getDecoder().decode(lines[3]))) {
                throw new MalformedException("signer-state-root");
            }
            return new SignerState(lines[1], frontier);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("signer-state-form");
        }
    }

    byte[] format() {
        var base64 = Base64.getEncoder();
        return String.join(
                        "\n",
                        HEADER,
                        origin,
                        Long.toString(frontier.size()),
                        base64.encodeToString(frontier.root()),
                        base64.encodeToString(frontier.bytes()),
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
