// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.Map;

/**
 * The entries by which a log says itself who signs it: {@code genesis} at the beginning of each epoch, {@code key} when
 * a key begins or ends. What they say is content, which nobody may erase, because verifiers follow it from key to key.
 */
public final class KeyEntry {
    /** The event of a new epoch's first entry. */
    public static final String GENESIS = "ledger_genesis";
    /** The event of a key that signs from the next size on. */
    public static final String ADDED = "ledger_key_added";
    /** The event of a key that signs no more after the size before this entry. */
    public static final String RETIRED = "ledger_key_retired";

    /** The key that the entry is about. */
    public static final String VKEY = "vkey";
    /** The log's origin from now on. */
    public static final String ORIGIN = "origin";
    /** Counts from 1; another one begins when what was signed is lost. */
    public static final String EPOCH = "epoch";
    /** The key that signed until now, by which logs without a genesis entry name their first. */
    public static final String PREVIOUS = "previousVkey";
    /** The signature by which the previous key makes this one its successor, in base64: {@link KeyHandover}. */
    public static final String HANDOVER = "handover";
    /** The largest size that the key of a retirement, or else the previous one, signs. */
    public static final String UNTIL = "until";
    /** The size that the epoch before signed last, by what its signer remembers, or {@code unknown}. */
    public static final String LAST_SIGNED_SIZE = "lastSignedSize";
    /** The root that belongs to it, in base64. */
    public static final String LAST_SIGNED_ROOT = "lastSignedRoot";
    /** The version of the software that made the log. */
    public static final String SOFTWARE = "software";

    private KeyEntry() {}

    /**
     * The entry, ready to be sealed.
     *
     * @param event {@link #GENESIS}, {@link #ADDED} or {@link #RETIRED}
     * @param content by the names above
     */
    public static RecordDraft draft(String event, Map<String, String> content, long receivedUnixNanos) {
        return RecordDraft.ofLedger(event.equals(GENESIS) ? Kind.GENESIS : Kind.KEY, event, receivedUnixNanos, content);
    }
}
