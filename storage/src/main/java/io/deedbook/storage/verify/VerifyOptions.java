// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Vkey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a check may rely on besides the database. The key is the given one, else the one in the key directory, else, for
 * want of a better one, the database's own.
 *
 * @param vkey got out of band, or null
 * @param keys with the log's key file, or null
 * @param keptCheckpoint a signed checkpoint that was kept elsewhere: what is there must begin with it; or null
 * @param signedBefore records received before then must be signed for, and some record at all; null where nobody says
 *     so
 */
public record VerifyOptions(
        @Nullable Vkey vkey,
        @Nullable KeyDirectory keys,
        @Nullable String keptCheckpoint,
        @Nullable Instant signedBefore) {
    /** How long a running collector needs for a checkpoint at most, with much to spare. */
    public static final Duration UNSIGNED_MAX = Duration.ofSeconds(60);

    /** A check that leaves open how far the log should be signed for. */
    public VerifyOptions(@Nullable Vkey vkey, @Nullable KeyDirectory keys, @Nullable String keptCheckpoint) {
        this(vkey, keys, keptCheckpoint, null);
    }

    /** The same check, which asks besides that all is signed for that was received before {@code instant}. */
    public VerifyOptions signedBefore(Instant instant) {
        return new VerifyOptions(vkey, keys, keptCheckpoint, instant);
    }

    /** A check with nothing but the database. */
    public static VerifyOptions none() {
        return new VerifyOptions(null, null, null);
    }
}
