// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import java.util.function.BooleanSupplier;

/** A second connection, over which a group is copied while another is committed, and when that is wanted. */
public final class Following {
    private final Appending ledger;
    private final BooleanSupplier wanted;

    private Following(Appending ledger, BooleanSupplier wanted) {
        this.ledger = ledger;
        this.wanted = wanted;
    }

    /**
     * Over a connection.
     *
     * @param wanted whether now: a writer that is faster than what goes on with its records only makes more work of it.
     *     Asked on the writer's event loop
     */
    public static Following over(PostgresLedger ledger, BooleanSupplier wanted) {
        return new Following(ledger, wanted);
    }

    Appending ledger() {
        return ledger;
    }

    boolean isWanted() {
        return wanted.getAsBoolean();
    }
}
