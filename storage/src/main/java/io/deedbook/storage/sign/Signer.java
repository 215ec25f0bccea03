// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Vkey;

/** Holds one signing key of a log. Signs whatever it is given: {@link LogSigner} is what looks first. Thread-safe. */
public interface Signer {
    /** The key to verify with; its name is the log's origin. */
    Vkey vkey();

    /** The 64-byte Ed25519 signature over {@code message}; deterministic, so that signing again changes nothing. */
    byte[] sign(byte[] message);
}
