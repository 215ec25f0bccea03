// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.evidence.TestLedger;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmitterLeaseIT {
    private TestLedger ledger;

    @BeforeEach
    void open() throws SQLException {
        ledger = new TestLedger();
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
    }

    @Test
    void held_isTrueForOneOfSeveral() {
        assertThat(await(lease("a").held())).isTrue();
        assertThat(await(lease("b").held())).isFalse();
        assertThat(await(lease("a").held())).isTrue();
    }

    @Test
    void held_passesOnWhenTheLeaseHasRunOut() throws SQLException {
        assertThat(await(lease("a").held())).isTrue();
        ledger.sql("update witness_client set leased_until = now() - interval '1 second'");
        assertThat(await(lease("b").held())).isTrue();
        assertThat(await(lease("a").held())).isFalse();
    }

    @Test
    void release_letsTheNextOneIn() {
        var first = lease("a");
        assertThat(await(first.held())).isTrue();
        await(lease("b").release());
        assertThat(await(lease("b").held())).isFalse();
        await(first.release());
        assertThat(await(lease("b").held())).isTrue();
    }

    private SubmitterLease lease(String holder) {
        return new SubmitterLease(ledger.pool(), holder);
    }
}
