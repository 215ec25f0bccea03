// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.storage.evidence.CheckpointPublisher;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.evidence.LogRegistry;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.verify.VerificationReport.KeySource;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every edit that someone with all rights on the database could make, on a log of 600 records with two checkpoints. */
class LedgerVerifierIT extends PublishedLog {
    private EvidenceReader reader;

    @BeforeEach
    void openReader() {
        reader = new EvidenceReader(ledger.pool());
    }

    @Test
    void verify_findsNothingInALogAsItWasWritten() throws SQLException {
        var kept = await(reader.checkpoint(tenant)).orElseThrow();
        ledger.append(tenant, 10);
        var report = verify(kept);
        assertThat(report.findings()).isEmpty();
        assertThat(report.ok()).isTrue();
        assertThat(report.records()).isEqualTo(610);
        assertThat(report.checkpoints()).isEqualTo(2);
        assertThat(report.tiles()).isEqualTo(2);
        assertThat(report.origin()).isEqualTo(vkey.name());
        assertThat(report.keySource()).isEqualTo(KeySource.GIVEN);
    }

    @Test
    void verify_takesTheBestKeyThereIs() {
        var verifier = new LedgerVerifier(ledger.vertx());
        var byFile = await(verifier.verify(ledger.pool(), "acme", new VerifyOptions(null, keys, null)));
        assertThat(byFile.keySource()).isEqualTo(KeySource.KEY_FILE);
        assertThat(byFile.ok()).isTrue();
        var elsewhere = new KeyDirectory(directory.resolve("elsewhere"), new char[0], new SecureRandom());
        var byNoFile = await(verifier.verify(ledger.pool(), "acme", new VerifyOptions(null, elsewhere, null)));
        assertThat(byNoFile.keySource()).isEqualTo(KeySource.DATABASE);
        var byDatabase = await(verifier.verify(ledger.pool(), "acme", VerifyOptions.none()));
        assertThat(byDatabase.keySource()).isEqualTo(KeySource.DATABASE);
        assertThat(byDatabase.ok()).isTrue();
    }

    @Test
    void verify_findsNothingInAnEmptyLog() throws SQLException {
        ledger.tenant("empty", new LogRegistry(ledger.vertx(), keys, "audit.example.com", new SecureRandom()));
        var report = await(new LedgerVerifier(ledger.vertx()).verify(ledger.pool(), "empty", VerifyOptions.none()));
        assertThat(report.ok()).isTrue();
        assertThat(report.records()).isZero();
    }

    @Test
    void verify_failsForATenantThatIsNone() {
        assertThatThrownBy(() ->
                        await(new LedgerVerifier(ledger.vertx()).verify(ledger.pool(), "nobody", VerifyOptions.none())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void verify_findsAnEditedColumn() throws SQLException {
        ledger.tamper("update record set risk = 'low' where idx = 14");
        ledger.tamper("update record set tool_name = 'Read' where idx = 15");
        ledger.tamper("update record set target = 'ls /home' where idx = 16");
        ledger.tamper("update record set user_email = null where idx = 17");
        ledger.tamper("update record set pii = '[1]' where idx = 18");
        ledger.tamper("update record set rules = array['rule-1', null] where idx = 19");
        assertThat(verify().findings())
                .containsExactly(
                        new Finding(FindingCode.ALTERED, 14, "column risk"),
                        new Finding(FindingCode.ALTERED, 15, "part facts"),
                        new Finding(FindingCode.ALTERED, 16, "column target"),
                        new Finding(FindingCode.ALTERED, 17, "part actor"),
                        new Finding(FindingCode.ALTERED, 18, "column pii"),
                        new Finding(FindingCode.ALTERED, 19, "column rules"));
    }

    @Test
    void verify_findsAnEditedColumnOfARecordOfWhichTheProofStillVerifies() throws SQLException {
        var leaf = ledger.append(tenant, 1).get(0).leaf();
        await(publisher.publishNow());
        ledger.tamper("update record set risk = 'low', event = 'nothing' where idx = 600");
        assertThat(verify().findings())
                .containsExactlyInAnyOrder(
                        new Finding(FindingCode.ALTERED, 600, "column risk"),
                        new Finding(FindingCode.ALTERED, 600, "column event"));
        var proof = await(reader.proof(tenant, 600, leaf, OptionalLong.empty())).orElseThrow();
        assertThat(TlogProof.parse(proof).verify(Leaf.hash(leaf), vkey)).isEqualTo(TlogProof.Verdict.INCLUDED);
    }

    @Test
    void verify_findsAnEditedLeaf() throws SQLException {
        ledger.tamper("update record set leaf = set_byte(leaf, 30, get_byte(leaf, 30) # 1) where idx = 20");
        assertFound(verify(), FindingCode.ENTRY_MISMATCH, 20);
        ledger.tamper("update record set leaf_hash = sha256('\\x00'::bytea || leaf) where idx = 20");
        assertFound(verify(), FindingCode.ROOT_MISMATCH, 300);
        assertFound(verify(), FindingCode.TILE_MISMATCH, 20);
    }

    @Test
    void verify_findsEditedAndDeletedContent() throws SQLException {
        ledger.tamper("update record set content = replace(content, 'quoted', 'forged') where idx = 30");
        ledger.tamper("update record set content = null, content_salt = null, target = null where idx = 31");
        ledger.tamper("update record set attributes = '{}' where idx = 32");
        assertThat(verify().findings())
                .containsExactly(
                        new Finding(FindingCode.ALTERED, 30, "part content"),
                        new Finding(FindingCode.MISSING, 31, "part content"),
                        new Finding(FindingCode.ALTERED, 32, "part attributes"));
    }

    @Test
    void verify_findsADeletedRow() throws SQLException {
        ledger.tamper("delete from record where idx = 256");
        assertFound(verify(), FindingCode.ENTRIES_MISSING, 256);
    }

    @Test
    void verify_findsTwoSwappedRows() throws SQLException {
        ledger.tamper("update record set idx = case idx when 40 then 41 else 40 end where idx in (40, 41)");
        assertFound(verify(), FindingCode.ROOT_MISMATCH, 300);
        assertFound(verify(), FindingCode.TILE_MISMATCH, 40);
    }

    @Test
    void verify_findsAnInsertedRow() throws SQLException {
        ledger.tamper("create table copy as select * from record where idx = 511");
        ledger.tamper("update copy set received_unix_nanos = received_unix_nanos + 1");
        ledger.tamper("insert into record select * from copy");
        assertFound(verify(), FindingCode.ENTRIES_UNEXPECTED, 511);
        ledger.tamper("delete from record r using copy c where r.idx = 511"
                + " and r.received_unix_nanos = c.received_unix_nanos");
        assertThat(verify().ok()).isTrue();
        ledger.tamper("update copy set idx = 600");
        ledger.tamper("insert into record select * from copy");
        assertFound(verify(), FindingCode.ENTRIES_UNEXPECTED, 600);
    }

    @Test
    void verify_findsARowThatWasPutInBetween() throws SQLException {
        ledger.tamper("create table copy as select * from record where idx = 7");
        ledger.tamper("update copy set idx = 400");
        ledger.tamper("delete from record where idx = 599");
        ledger.tamper("update record set idx = idx + 10001 where idx >= 400");
        ledger.tamper("update record set idx = idx - 10000 where idx >= 10000");
        ledger.tamper("insert into record select * from copy");
        assertFound(verify(), FindingCode.ROOT_MISMATCH, 600);
        assertFound(verify(), FindingCode.TILE_MISMATCH, 400);
        assertThat(verify().findings()).noneMatch(finding -> finding.index() == 300);
    }

    @Test
    void verify_findsATileThatWasForgedWithItsRoot() throws SQLException {
        ledger.sql(
                "update tile t set hashes = o.hashes, root = o.root from tile o where t.number = 1 and o.number = 0");
        assertThat(verify().findings())
                .containsExactly(new Finding(FindingCode.TILE_MISMATCH, 256, "tile of level 0 number 1"));
    }

    @Test
    void verify_findsATruncatedTail() throws SQLException {
        var kept = await(reader.checkpoint(tenant)).orElseThrow();
        ledger.tamper("delete from record where idx >= 599");
        assertFound(verify(), FindingCode.ENTRIES_MISSING, 599);
        truncateTo300();
        assertThat(verify().ok()).isTrue();
        assertThat(verify(kept).findings())
                .containsExactly(new Finding(FindingCode.ROLLBACK, 300, "the kept checkpoint is of 600 records"));
        ledger.append(tenant, 400);
        assertThat(verify(kept).findings())
                .containsExactly(new Finding(FindingCode.INCONSISTENT, 600, "the kept checkpoint has another root"));
    }

    /** Rewritten without a key: nothing that is left contradicts it, but nothing signs for it either. */
    @Test
    void verify_findsThatNothingSignsForTheLogOrItsTail() throws SQLException {
        var received = Instant.ofEpochMilli(
                TimeUnit.NANOSECONDS.toMillis(ledger.number("select max(received_unix_nanos) from record")));
        var later = new VerifyOptions(vkey, null, null).signedBefore(received.plusSeconds(60));
        var soon = new VerifyOptions(vkey, null, null).signedBefore(received.minusSeconds(3_600));
        assertThat(verify(later).findings()).isEmpty();
        assertThat(verify(later).signedRecords()).isEqualTo(600);
        ledger.tamper("delete from checkpoint where size > 300");
        assertThat(verify(soon).findings()).isEmpty();
        assertThat(verify(later).findings())
                .containsExactly(new Finding(FindingCode.UNSIGNED_TAIL, 300, "signed for 300 of 600 records"));
        ledger.tamper("delete from checkpoint");
        ledger.tamper("delete from tile");
        for (var options : List.of(soon, later)) {
            assertThat(verify(options).findings())
                    .containsExactly(new Finding(FindingCode.UNSIGNED_TAIL, 0, "signed for 0 of 600 records"));
        }
    }

    @Test
    void verify_findsAHeadThatWasSetBack() throws SQLException {
        ledger.sql("update log_head set size = 0, frontier = ''");
        assertFound(verify(), FindingCode.ROLLBACK, 0);
        assertFound(verify(), FindingCode.ENTRIES_UNEXPECTED, 599);
        ledger.sql("update log_head set size = 601, frontier = ''");
        assertFound(verify(), FindingCode.HEAD_MALFORMED, 601);
        assertFound(verify(), FindingCode.ENTRIES_MISSING, 600);
    }

    @Test
    void verify_findsEditedAndMissingTiles() throws SQLException {
        ledger.sql("update tile set hashes = set_byte(hashes, 33, get_byte(hashes, 33) # 1) where number = 1");
        assertThat(verify().findings())
                .containsExactly(new Finding(FindingCode.TILE_MISMATCH, 257, "tile of level 0 number 1"));
        ledger.sql("update tile set root = hashes_root from (select root as hashes_root from tile where number = 0) r");
        assertThat(verify().findingCount()).isEqualTo(1);
        ledger.sql("delete from tile where number = 1");
        assertThat(verify().findings())
                .containsExactly(new Finding(FindingCode.TILE_MISSING, Finding.WHOLE_LOG, "tile of level 0 number 1"));
        ledger.sql("update tile set number = 2 where number = 0");
        assertFound(verify(), FindingCode.TILE_MISMATCH, Finding.WHOLE_LOG);
    }

    @Test
    void verify_findsEditedCheckpoints() throws SQLException {
        ledger.tamper("update checkpoint set note = replace(note, E'\\n300\\n', E'\\n301\\n') where size = 300");
        assertThat(verify().findings()).containsExactly(new Finding(FindingCode.BAD_SIGNATURE, 300, "checkpoint"));
        ledger.tamper("update checkpoint set note = replace(note, E'\\n301\\n', E'\\n0300\\n') where size = 300");
        assertFound(verify(), FindingCode.CHECKPOINT_MALFORMED, 300);
        ledger.tamper("update checkpoint set note = replace(note, 'audit.example', 'other.example') where size = 300");
        assertFound(verify(), FindingCode.CHECKPOINT_MALFORMED, 300);
        ledger.tamper("update checkpoint set note = (select note from checkpoint where size = 600) where size = 300");
        assertThat(verify().findings()).containsExactly(new Finding(FindingCode.SIZE_MISMATCH, 300, "checkpoint"));
    }

    @Test
    void verify_findsAnyEditOfWhatACheckpointSays() throws SQLException {
        var note = ledger.text("select note from checkpoint where size = 300");
        var root = note.split("\n", 4)[2];
        var otherRoot = (root.charAt(0) == 'A' ? 'B' : 'A') + root.substring(1);
        var signature = note.lastIndexOf(' ') + 20;
        var edited = note.substring(0, signature)
                + (note.charAt(signature) == 'A' ? 'B' : 'A')
                + note.substring(signature + 1);
        assertEdit(note.replace(root, otherRoot), FindingCode.BAD_SIGNATURE);
        assertEdit(note.replace("\n300\n", "\n301\n"), FindingCode.BAD_SIGNATURE);
        assertEdit(edited, FindingCode.BAD_SIGNATURE);
        assertEdit(note.replaceFirst("audit.example", "other.example"), FindingCode.UNKNOWN_ORIGIN);
    }

    @Test
    void verify_refusesACheckpointThatIsSpeltOtherwise() throws SQLException {
        var note = ledger.text("select note from checkpoint where size = 300");
        var root = note.split("\n", 4)[2];
        assertEdit(note.replace("\n", "\r\n"), FindingCode.CHECKPOINT_MALFORMED);
        assertEdit(note.substring(0, note.length() - 1), FindingCode.CHECKPOINT_MALFORMED);
        assertEdit(note.replace("\n300\n", "\n0300\n"), FindingCode.CHECKPOINT_MALFORMED);
        assertEdit(note.replace(root, root.replace("=", "")), FindingCode.CHECKPOINT_MALFORMED);
        assertEdit(note.replace("\n\n", "\n\n\n"), FindingCode.CHECKPOINT_MALFORMED);
    }

    /** Whether the edited checkpoint is found out, both in the database and as one that was kept. */
    private void assertEdit(String note, FindingCode code) throws SQLException {
        ledger.tamper("create table if not exists original as select * from checkpoint");
        ledger.tamper("update checkpoint set note = '" + note + "' where size = 300");
        assertThat(verify().findings()).extracting(Finding::code).containsExactly(code);
        ledger.tamper("update checkpoint c set note = o.note from original o where o.size = c.size");
        assertThat(verify(note).findings()).extracting(Finding::code).containsExactly(code);
    }

    @Test
    void verify_findsAKeyThatWasReplacedInTheDatabase() throws Exception {
        var other = new KeyDirectory(directory.resolve("other"), new char[0], new SecureRandom());
        var otherKey = other.create(new Checkpoint(vkey.name(), 0, TreeHasher.emptyRoot()));
        ledger.tamper("update log set vkey = '" + otherKey + "'");
        ledger.tamper("update log_key set vkey = '" + otherKey + "'");
        ledger.tamper("delete from checkpoint");
        await(new CheckpointPublisher(ledger.vertx(), ledger.pool(), other, Duration.ofSeconds(1)).publishNow());
        assertThat(verify().findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.KEY_CHANGED, FindingCode.NO_TRUSTED_SIGNATURE);
    }

    @Test
    void verify_refusesAKeptCheckpointOfAnotherLog() throws SQLException {
        var second =
                ledger.tenant("other", new LogRegistry(ledger.vertx(), keys, "audit.example.com", new SecureRandom()));
        ledger.append(second, 1);
        await(publisher.publishNow());
        var kept = await(reader.checkpoint(second)).orElseThrow();
        assertFound(verify(kept), FindingCode.UNKNOWN_ORIGIN, Finding.WHOLE_LOG);
        assertFound(verify("nonsense"), FindingCode.CHECKPOINT_MALFORMED, Finding.WHOLE_LOG);
    }

    /** Rewritten and signed again by someone who has the key and its state: only what was kept elsewhere shows it. */
    @Test
    void verify_findsARewrittenHistoryAgainstAKeptCheckpoint() throws Exception {
        var kept = await(reader.checkpoint(tenant)).orElseThrow();
        truncateTo300();
        ledger.append(tenant, 300);
        var id = ledger.text("select public_id from log");
        Files.delete(directory.resolve("log-" + id + ".state"));
        Files.copy(directory.resolve("log-" + id + ".key"), directory.resolve("saved"));
        Files.delete(directory.resolve("log-" + id + ".key"));
        var rewriting = new KeyDirectory(directory, new char[0], new SecureRandom());
        rewriting.create(new Checkpoint(vkey.name(), 0, TreeHasher.emptyRoot()));
        Files.delete(directory.resolve("log-" + id + ".key"));
        Files.move(directory.resolve("saved"), directory.resolve("log-" + id + ".key"));
        var again = new KeyDirectory(directory, new char[0], new SecureRandom());
        await(new CheckpointPublisher(ledger.vertx(), ledger.pool(), again, Duration.ofSeconds(1)).publishNow());
        assertThat(verify().ok()).isTrue();
        assertThat(verify().checkpoints()).isEqualTo(2);
        assertThat(verify(kept).findings())
                .containsExactly(new Finding(FindingCode.INCONSISTENT, 600, "the kept checkpoint has another root"));
    }

    private void truncateTo300() throws SQLException {
        ledger.tamper("delete from record where idx >= 300");
        ledger.tamper("delete from checkpoint where size > 300");
        ledger.tamper("delete from tile where number > 0");
        var frontier = ledger.frontierOfRecords(tenant);
        ledger.sql("update log_head set size = 300, frontier = '\\x"
                + HexFormat.of().formatHex(frontier.bytes()) + "'");
    }

    private VerificationReport verify() {
        return verify(new VerifyOptions(vkey, null, null));
    }

    private VerificationReport verify(String kept) {
        return verify(new VerifyOptions(vkey, null, kept));
    }

    private VerificationReport verify(VerifyOptions options) {
        return await(new LedgerVerifier(ledger.vertx()).verify(ledger.pool(), "acme", options));
    }

    private static void assertFound(VerificationReport report, FindingCode code, long index) {
        assertThat(report.ok()).isFalse();
        assertThat(report.findings()).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.index()).isEqualTo(index);
        });
    }
}
