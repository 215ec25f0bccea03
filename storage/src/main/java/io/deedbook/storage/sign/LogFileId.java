// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Vkey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names the files of a log: what is safe as a file name, and says to a person which log it is where the origin does.
 */
final class LogFileId {
    /** The origins of our logs; of 500 characters at most, and without a choice that could take long. */
    private static final Pattern OURS = Pattern.compile("[^/]+/ledger/([0-9a-f]{16})(/[1-9][0-9]{0,8})?");

    private static final int HASH_BYTES = 16;

    private LogFileId() {}

    /**
     * The log's public id, with {@code -<epoch>} in later epochs; for an origin that is not ours 32 digits of its hash.
     */
    static String of(String origin) {
        var ours = origin.length() <= Vkey.NAME_CHARS_MAX ? OURS.matcher(origin) : null;
        if (ours != null && ours.matches()) {
            var epoch = ours.group(2);
            return epoch == null ? ours.group(1) : ours.group(1) + '-' + epoch.substring(1);
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
