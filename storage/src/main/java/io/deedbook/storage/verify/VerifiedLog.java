// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.VerificationReport.KeySource;
import org.jspecify.annotations.Nullable;

/**
 * Which log is checked, and with which key.
 *
 * @param signed what the key signed last, as its signer remembers outside the database, or null where that is not known
 */
record VerifiedLog(
        String tenantName,
        int id,
        Vkey key,
        KeySource keySource,
        @Nullable Frontier signed) {}
