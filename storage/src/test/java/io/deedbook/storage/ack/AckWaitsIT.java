// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ack;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.LogRegistry;
import io.deedbook.storage.evidence.TestLedger;
import io.deedbook.storage.sign.KeyDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AckWaitsIT {
    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestLedger ledger;
    private AckWaits acks;
    private Tenant tenant;

    @BeforeEach
    void open() throws SQLException {
        ledger = new TestLedger();
        acks = new AckWaits(ledger.vertx(), ledger.pool(), registry);
        var keys = new KeyDirectory(directory, new char[0], new SecureRandom());
        tenant = ledger.tenant("one", new LogRegistry(ledger.vertx(), keys, "audit.example.com", new SecureRandom()));
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
    }

    @Test
    void covered_asksNobodyForTheCommit() {
        assertThat(acks.covered(tenant, AckLevel.COMMITTED, 7, System.nanoTime())
                        .isComplete())
                .isTrue();
        assertThat(waiting()).isZero();
    }

    @Test
    void covered_waitsForTheCheckpointAndForTheQuorum() throws SQLException {
        var signed = covered(AckLevel.SIGNED, 7);
        var more = covered(AckLevel.SIGNED, 8);
        var witnessed = covered(AckLevel.WITNESSED, 6);
        ledger.sql("insert into checkpoint (log_id, size, note) values (" + tenant.id() + ", 7, 'note')");
        await(signed);
        assertThat(more.isComplete()).isFalse();
        assertThat(witnessed.isComplete()).isFalse();
        ledger.sql("insert into witnessed_checkpoint (log_id, size) values (" + tenant.id() + ", 7)");
        await(witnessed);
        assertThat(more.isComplete()).isFalse();
        assertThat(waiting()).isEqualTo(1);
        ledger.sql("insert into checkpoint (log_id, size, note) values (" + tenant.id() + ", 9, 'note')");
        await(more);
        assertThat(waiting()).isZero();
    }

    @Test
    void covered_saysAtTheDeadlineThatTheRecordsAreStored() {
        var late = acks.covered(tenant, AckLevel.WITNESSED, 7, System.nanoTime());
        var refusal = await(late.transform(done -> Future.succeededFuture(done.cause())));
        assertThat(refusal).isInstanceOf(Refusal.class).hasMessageContaining("The records are stored");
        assertThat(((Refusal) refusal).reason()).isEqualTo(Refusal.Reason.TOO_LATE);
        assertThat(waiting()).isZero();
    }

    @Test
    void covered_refusesWhenTooManyWait() {
        for (var request = 0; request < AckWaits.WAITING_MAX; request++) {
            assertThat(covered(AckLevel.SIGNED, 7).isComplete()).isFalse();
        }
        var refused = covered(AckLevel.SIGNED, 7);
        assertThat(refused.cause()).isInstanceOf(Refusal.class);
        assertThat(((Refusal) refused.cause()).reason()).isEqualTo(Refusal.Reason.OVERLOADED);
    }

    private Future<Void> covered(AckLevel level, long size) {
        return acks.covered(tenant, level, size, System.nanoTime() + TimeUnit.MINUTES.toNanos(5));
    }

    private double waiting() {
        return registry.get("deedbook.storage.acks.waiting").gauge().value();
    }
}
