// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.Vkey;
import java.util.OptionalLong;

/**
 * A key that signs a log, or did.
 *
 * @param number counts the keys of the log from 1
 * @param epoch of the log, from 1
 * @param vkey its name is the origin of the epoch
 * @param fromSize the smallest checkpoint that it signs
 * @param untilSize the largest one; empty while it goes on
 */
public record LogKey(int number, int epoch, Vkey vkey, long fromSize, OptionalLong untilSize) {
    /** Whether the key signs checkpoints of this size. */
    public boolean signs(long size) {
        return size >= fromSize && (untilSize.isEmpty() || size <= untilSize.getAsLong());
    }
}
