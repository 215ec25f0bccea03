// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/** Gathers append requests over all tenants and commits them together. */
public final class WriterVerticle {
    /** Where {@link AppendRequest}s are sent. */
    public static final String ADDRESS = "deedbook.writer";

    private WriterVerticle() {}
}
