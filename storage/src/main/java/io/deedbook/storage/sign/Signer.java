// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Holds the signing key of one log, wherever that is: a file now, a key service another day. Thread-safe; may block. */
public interface Signer {
    /** The key to verify with; its name is the log's origin. */
    Vkey vkey();

    /** The 64-byte Ed25519 signature over {@code message}; deterministic, so that signing again changes nothing. */
    byte[] sign(byte[] message);

    /** Signs {@code text}, which ends with a line feed, as a note. */
    default SignedNote signNote(String text) {
        var signature = sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(new NoteSignature(vkey().name(), vkey().keyId(), signature)));
    }
}
