// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Vkey;
import org.jspecify.annotations.Nullable;

/**
 * What a check may rely on besides the database. The key is the given one, else the one in the key directory, else, for want
 * of a better one, the database's own.
 *
 * @param vkey got out of band, or null
 * @param keys with the log's key file, or null
 * @param keptCheckpoint a signed checkpoint that was kept elsewhere: what is there must begin with it; or null
 */
public record VerifyOptions(
        @Nullable Vkey vkey,
        @Nullable KeyDirectory keys,
        @Nullable String keptCheckpoint) {
    /** A check with nothing but the database. */
    public static VerifyOptions none() {
        return new VerifyOptions(null, null, null);
    }
}
