// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.evidence.CheckpointPublisher;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Beside the signer, what it remembers outside the database stands in for a checkpoint that nobody kept. */
class SignerMemoryIT extends PublishedLog {
    /** Nobody kept a checkpoint, and all that the database had of the later ones is gone: the signer remembers. */
    @Test
    void verify_findsATruncatedTailAgainstWhatTheSignerRemembers() throws SQLException {
        truncateTo300();
        assertThat(verifyBesideTheSigner().findings())
                .containsExactly(
                        new Finding(FindingCode.ROLLBACK, 300, "what the signer signed last is of 600 records"));
        ledger.append(tenant, 400);
        assertThat(verifyBesideTheSigner().findings())
                .containsExactly(
                        new Finding(FindingCode.INCONSISTENT, 600, "what the signer signed last has another root"));
    }

    @Test
    void verify_findsThatTheDatabaseNamesALogOfWhichThereIsNoKey() throws Exception {
        assertThat(verifyBesideTheSigner().ok()).isTrue();
        var forger = new KeyDirectory(directory.resolve("forger"), new char[0], new SecureRandom());
        var key = forger.create(new Checkpoint("audit.example.com/ledger/0123456789abcdef", 0, TreeHasher.emptyRoot()));
        ledger.tamper(
                "update log set public_id = '0123456789abcdef', vkey = '" + key + "', origin = '" + key.name() + "'");
        ledger.tamper("update log_key set vkey = '" + key + "', origin = '" + key.name() + "'");
        ledger.tamper("delete from checkpoint");
        await(new CheckpointPublisher(ledger.vertx(), ledger.pool(), forger, Duration.ofSeconds(1)).publishNow());
        assertThat(verifyBesideTheSigner().findings())
                .containsExactly(new Finding(
                        FindingCode.KEY_CHANGED,
                        Finding.WHOLE_LOG,
                        "the key directory has keys, but none of this log that opens"));
    }

    @Test
    void verify_findsThatTheDatabaseNamesAnotherOrigin() throws SQLException {
        var renamed = Vkey.ed25519(vkey.name().replace("audit", "other"), vkey.publicKey());
        ledger.tamper("delete from checkpoint");
        ledger.tamper("update log set origin = '" + renamed.name() + "', vkey = '" + renamed + "'");
        ledger.tamper("update log_key set origin = '" + renamed.name() + "', vkey = '" + renamed + "'");
        assertThat(verifyBesideTheSigner().findings())
                .containsExactly(
                        new Finding(FindingCode.KEY_CHANGED, Finding.WHOLE_LOG, "the signer remembers another origin"));
    }

    private VerificationReport verifyBesideTheSigner() {
        return await(
                new LedgerVerifier(ledger.vertx()).verify(ledger.pool(), "acme", new VerifyOptions(null, keys, null)));
    }

    private void truncateTo300() throws SQLException {
        ledger.tamper("delete from record where idx >= 300");
        ledger.tamper("delete from checkpoint where size > 300");
        ledger.tamper("delete from tile where number > 0");
        var frontier = ledger.frontierOfRecords(tenant);
        ledger.sql("update log_head set size = 300, frontier = '\\x"
                + HexFormat.of().formatHex(frontier.bytes()) + "'");
    }
}
