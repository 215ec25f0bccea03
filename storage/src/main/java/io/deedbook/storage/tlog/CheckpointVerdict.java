// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

/** What a signed checkpoint amounts to under a policy. */
public enum CheckpointVerdict {
    /** A log of the policy signed it, and the quorum of witnesses did. */
    TRUSTED("trusted"),
    /** It is of a log that the policy does not name. */
    UNKNOWN_ORIGIN("unknown-origin"),
    /** No line is by a key of the policy. */
    NO_TRUSTED_SIGNATURE("no-trusted-signature"),
    /** Witnesses signed it, but the log did not. */
    NO_LOG_SIGNATURE("no-log-signature"),
    /** A line claims a key of the policy and is not by it: the whole checkpoint is refused. */
    BAD_SIGNATURE("bad-signature"),
    /** A witness says that it signed at a time that has not come yet. */
    COSIGNATURE_IN_FUTURE("cosignature-in-future"),
    /** Too few of the witnesses signed. */
    QUORUM_NOT_MET("quorum-not-met");

    private final String wireName;

    CheckpointVerdict(String wireName) {
        this.wireName = wireName;
    }

    /** The name in reports. */
    public String wireName() {
        return wireName;
    }
}
