// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.evidence.LogKey;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.VerificationReport.KeySource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which log is checked, and with which key.
 *
 * @param key that is trusted; the log leads from it to others
 * @param keys all that the database names
 * @param signed what the keys signed last, as its signer remembers outside the database, or null where that is not
 *     known
 */
record VerifiedLog(
        String tenantName,
        int id,
        Vkey key,
        KeySource keySource,
        List<LogKey> keys,
        @Nullable Checkpoint signed) {}
