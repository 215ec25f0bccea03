// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.Arrays;

/**
 * One signature line of a note.
 *
 * @param name of the key that signed, by its own claim
 * @param keyId four bytes that tell keys of one name apart
 * @param signature the bytes after the key id, whatever their type asks for
 */
public record NoteSignature(String name, byte[] keyId, byte[] signature) {
    public NoteSignature {
        Vkey.checkName(name);
        if (keyId.length != Vkey.KEY_ID_BYTES || signature.length == 0) {
            throw new MalformedException("note-signature");
        }
    }

    /** Whether the line says that it is by {@code key}. */
    boolean claims(Vkey key) {
        return name.equals(key.name()) && Arrays.equals(keyId, key.keyId());
    }
}
