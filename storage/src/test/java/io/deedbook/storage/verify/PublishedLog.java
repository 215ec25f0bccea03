// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static io.deedbook.storage.evidence.TestLedger.await;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.CheckpointPublisher;
import io.deedbook.storage.evidence.LogRegistry;
import io.deedbook.storage.evidence.TestLedger;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Vkey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log of 600 records with two checkpoints, of which each test has one of its own. */
abstract class PublishedLog {
    @TempDir
    Path directory;

    TestLedger ledger;
    KeyDirectory keys;
    Tenant tenant;
    Vkey vkey;
    CheckpointPublisher publisher;

    @BeforeEach
    void createLog() throws SQLException {
        ledger = new TestLedger();
        keys = new KeyDirectory(directory, new char[0], new SecureRandom());
        tenant = ledger.tenant("acme", new LogRegistry(ledger.vertx(), keys, "audit.example.com", new SecureRandom()));
        vkey = Vkey.parse(ledger.text("select vkey from log"));
        publisher = new CheckpointPublisher(ledger.vertx(), ledger.pool(), keys, Duration.ofSeconds(1));
        ledger.append(tenant, 300);
        await(publisher.publishNow());
        ledger.append(tenant, 300);
        await(publisher.publishNow());
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
    }
}
