// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.ProofVerifier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointPublisherIT {
    @TempDir
    Path directory;

    private TestLedger ledger;
    private CheckpointPublisher publisher;
    private EvidenceReader reader;
    private Tenant tenant;
    private Vkey vkey;
    private String publicId;

    @BeforeEach
    void createLog() throws SQLException {
        ledger = new TestLedger();
        publisher = publisher(directory);
        reader = new EvidenceReader(ledger.pool());
        var registry = new LogRegistry(ledger.vertx(), keys(directory), "audit.example.com", new SecureRandom());
        tenant = ledger.tenant("one", registry);
        vkey = Vkey.parse(ledger.text("select vkey from log where id = " + tenant.id()));
        publicId = ledger.text("select public_id from log where id = " + tenant.id());
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
    }

    @Test
    void ensureLog_keepsTheLogThatIsThere() throws SQLException {
        var other = new LogRegistry(ledger.vertx(), keys(directory), "other.example.com", new SecureRandom());
        await(other.ensureLog(ledger.pool(), tenant.id()));
        assertThat(ledger.text("select origin from log")).isEqualTo("audit.example.com/ledger/" + publicId);
        assertThat(vkey.name()).isEqualTo("audit.example.com/ledger/" + publicId);
    }

    @Test
    void publishNow_signsNothingForAnEmptyLog() {
        await(publisher.publishNow());
        assertThat(await(reader.checkpoint(tenant))).isEmpty();
        assertThat(publisher.frozenLogs()).isEmpty();
    }

    @Test
    void publishNow_signsTheCommittedHeadOfEachLogThatGrew() throws SQLException {
        for (var count : List.of(1, 2, 300)) {
            ledger.append(tenant, count);
            await(publisher.publishNow());
            var head = ledger.head(tenant);
            var note = SignedNote.parse(await(reader.checkpoint(tenant)).orElseThrow());
            assertThat(note.verify(List.of(vkey))).isEqualTo(SignedNote.Verdict.TRUSTED);
            assertThat(Checkpoint.parse(note.text())).isEqualTo(new Checkpoint(vkey.name(), head.size(), head.root()));
        }
        assertThat(ledger.number("select count(*) from checkpoint")).isEqualTo(3);
        await(publisher.publishNow());
        assertThat(ledger.number("select count(*) from checkpoint")).isEqualTo(3);
    }

    @Test
    void start_publishesWithoutBeingAsked() throws SQLException {
        ledger.append(tenant, 3);
        publisher.start();
        var queries = 0;
        while (await(reader.checkpoint(tenant)).isEmpty()) {
            assertThat(++queries).isLessThan(100_000);
        }
        await(publisher.stop());
    }

    @Test
    void proof_verifiesForRecordsAtEveryEdgeAndAgainstOlderCheckpoints() throws SQLException {
        var records = new ArrayList<>(ledger.append(tenant, 255));
        await(publisher.publishNow());
        records.addAll(ledger.append(tenant, 400));
        await(publisher.publishNow());
        for (var size : List.of(255L, 655L)) {
            for (var index : List.of(0, 1, 127, 128, 254, 255, 256, 511, 512, 640, 654)) {
                var leaf = records.get(index).leaf();
                var proof = await(reader.proof(tenant, index, leaf, OptionalLong.of(size)));
                assertThat(proof.isPresent()).isEqualTo(index < size);
                proof.ifPresent(text -> assertThat(TlogProof.parse(text).verify(Leaf.hash(leaf), vkey))
                        .isEqualTo(TlogProof.Verdict.INCLUDED));
            }
        }
        assertThat(await(reader.proof(tenant, 0, records.get(0).leaf(), OptionalLong.of(300))))
                .isEmpty();
        assertThat(await(reader.proof(tenant, 655, new byte[1], OptionalLong.empty())))
                .isEmpty();
        assertThat(await(reader.proof(tenant, -1, new byte[1], OptionalLong.empty())))
                .isEmpty();
    }

    /** More than 256² leaves have a tile of level 1; inserted in one statement, because only their hashes matter here. */
    @Test
    void tilesAndProofs_holdOverThreeLevels() throws SQLException {
        var size = 70_000;
        var hashes = IntStream.range(0, size)
                .mapToObj(number -> Leaf.hash(Integer.toString(number).getBytes(StandardCharsets.US_ASCII)))
                .toList();
        ledger.sql("insert into record (log_id, idx, id, received_unix_nanos, occurred_unix_nanos, leaf, leaf_hash)"
                + " select " + tenant.id() + ", n, gen_random_uuid(), 1, 1, convert_to(n::text, 'UTF8'),"
                + " sha256('\\x00'::bytea || convert_to(n::text, 'UTF8')) from generate_series(0, " + (size - 1)
                + ") n");
        var head = Frontier.empty().append(hashes);
        ledger.sql("update log_head set size = " + size + ", frontier = '\\x"
                + HexFormat.of().formatHex(head.bytes()) + "'");
        await(publisher.publishNow());

        assertThat(publisher.frozenLogs()).isEmpty();
        assertThat(ledger.number("select count(*) from tile where level = 0")).isEqualTo(273);
        assertThat(ledger.number("select count(*) from tile where level = 1")).isEqualTo(1);
        for (var index : List.of(0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999)) {
            var leaf = Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
            var proof = await(reader.proof(tenant, index, leaf, OptionalLong.empty()))
                    .orElseThrow();
            assertThat(TlogProof.parse(proof).verify(Leaf.hash(leaf), vkey)).isEqualTo(TlogProof.Verdict.INCLUDED);
        }
        for (var old : List.of(1, 255, 256, 257, 65_535, 65_536, 65_537, 69_999, 70_000)) {
            var path = await(reader.consistency(tenant, old, size)).orElseThrow();
            var oldRoot = Frontier.empty().append(hashes.subList(0, old)).root();
            assertThat(ProofVerifier.extend(old, oldRoot, size, head.root(), path))
                    .isTrue();
        }
        assertThat(await(reader.tile(tenant, new TilePath(0, 273, 112)))
                        .orElseThrow()
                        .length())
                .isEqualTo(112 * 32);
        assertThat(await(reader.tile(tenant, new TilePath(1, 1, 17)))
                        .orElseThrow()
                        .length())
                .isEqualTo(17 * 32);
        assertThat(await(reader.tile(tenant, new TilePath(2, 0, 1)))
                        .orElseThrow()
                        .length())
                .isEqualTo(32);
        assertThat(await(reader.tile(tenant, new TilePath(0, 273, 113)))).isEmpty();
        assertThat(await(reader.tile(tenant, new TilePath(0, 274, 1)))).isEmpty();
    }

    @Test
    void publishNow_rebuildsTilesThatWereLost() throws SQLException {
        ledger.append(tenant, 600);
        await(publisher.publishNow());
        ledger.sql("delete from tile");
        ledger.append(tenant, 1);
        await(publisher.publishNow());
        assertThat(ledger.number("select count(*) from tile")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishNow_continuesAfterACutAtEveryStatement(boolean afterwards) throws SQLException {
        var seen = new ArrayList<String>();
        var cuts = 0;
        for (var more = true; more; cuts++) {
            ledger.append(tenant, 200);
            var cutPool = CutPool.of(ledger.pool(), cuts + 1, afterwards);
            var cut = new CheckpointPublisher(ledger.vertx(), cutPool, keys(directory), Duration.ofMillis(1));
            var outcome = cut.publishNow().transform(done -> Future.succeededFuture(done.succeeded()));
            more = !await(outcome);
            await(publisher.publishNow());
            assertThat(publisher.frozenLogs()).isEmpty();
            assertThat(ledger.number("select max(size) from checkpoint"))
                    .isEqualTo(ledger.head(tenant).size());
            seen.add(await(reader.checkpoint(tenant)).orElseThrow());
        }
        assertThat(cuts).isGreaterThan(6);
        for (var note : seen) {
            var old = Checkpoint.parse(SignedNote.parse(note).text());
            var head = ledger.head(tenant);
            var path =
                    await(reader.consistency(tenant, old.size(), head.size())).orElseThrow();
            assertThat(ProofVerifier.extend(old.size(), old.root(), head.size(), head.root(), path))
                    .isTrue();
        }
    }

    @Test
    void publishNow_signsOneTreeWhenSeveralPublishAtOnce() throws SQLException {
        var second = publisher(directory);
        for (var round = 0; round < 20; round++) {
            ledger.append(tenant, 7);
            await(Future.all(publisher.publishNow(), second.publishNow()));
        }
        await(second.publishNow());
        assertThat(publisher.frozenLogs()).isEmpty();
        assertThat(second.frozenLogs()).isEmpty();
        assertThat(ledger.number("select max(size) from checkpoint")).isEqualTo(140);
    }

    @Test
    void stop_publishesWhatIsCommitted() throws SQLException {
        ledger.append(tenant, 3);
        await(publisher.stop());
        assertThat(await(reader.checkpoint(tenant))).isPresent();
    }

    /** As after a kill between writing the signer's state and storing the checkpoint. */
    @Test
    void publishNow_storesTheCheckpointThatACrashLost() throws SQLException {
        ledger.append(tenant, 5);
        await(publisher.publishNow());
        var note = await(reader.checkpoint(tenant)).orElseThrow();
        ledger.tamper("delete from checkpoint");
        await(publisher(directory).publishNow());
        assertThat(await(reader.checkpoint(tenant))).contains(note);
    }

    @Test
    void publishNow_continuesFromItsOwnStateWhenAnotherProcessSignedMore() throws Exception {
        var other = Files.createDirectory(directory.resolve("other"));
        try (var files = Files.newDirectoryStream(directory, "log-*")) {
            for (var file : files) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        ledger.append(tenant, 300);
        await(publisher.publishNow());
        ledger.append(tenant, 10);
        var second = publisher(other);
        await(second.publishNow());
        assertThat(second.frozenLogs()).isEmpty();
        assertThat(ledger.number("select max(size) from checkpoint")).isEqualTo(310);
    }

    @Test
    void publishNow_freezesALogThatLostRecordsUntilTheyAreBack() throws SQLException {
        ledger.append(tenant, 5);
        ledger.sql("create table backup as select * from log_head");
        ledger.append(tenant, 2);
        ledger.sql("create table latest as select * from log_head");
        await(publisher.publishNow());
        ledger.sql("update log_head set size = b.size, frontier = b.frontier from backup b");
        ledger.tamper("delete from checkpoint");
        await(publisher.publishNow());
        assertThat(publisher.frozenLogs()).containsEntry(publicId, Reason.ROLLBACK);
        assertThat(await(reader.checkpoint(tenant))).isEmpty();

        ledger.sql("update log_head set size = b.size, frontier = b.frontier from latest b");
        await(publisher.publishNow());
        assertThat(publisher.frozenLogs()).isEmpty();
        assertThat(ledger.number("select max(size) from checkpoint")).isEqualTo(7);
    }

    @Test
    void publishNow_freezesALogThatWentOnAfterItLostRecords() throws SQLException {
        ledger.append(tenant, 5);
        ledger.sql("create table backup as select * from log_head");
        ledger.append(tenant, 2);
        await(publisher.publishNow());
        ledger.sql("update log_head set size = b.size, frontier = b.frontier from backup b");
        ledger.tamper("delete from record where idx >= 5");
        ledger.append(tenant, 4);
        await(publisher.publishNow());
        assertThat(publisher.frozenLogs()).containsEntry(publicId, Reason.INCONSISTENT);
        assertThat(ledger.number("select max(size) from checkpoint")).isEqualTo(7);
    }

    @Test
    void publishNow_freezesALogWithAMissingRecord() throws SQLException {
        ledger.append(tenant, 5);
        ledger.tamper("delete from record where idx = 3");
        await(publisher.publishNow());
        assertThat(publisher.frozenLogs()).containsEntry(publicId, Reason.INCONSISTENT);
    }

    @Test
    void publishNow_freezesOneLogAndPublishesTheOthers() throws Exception {
        var registry = new LogRegistry(ledger.vertx(), keys(directory), "audit.example.com", new SecureRandom());
        var second = ledger.tenant("two", registry);
        ledger.append(tenant, 2);
        ledger.append(second, 3);
        Files.delete(directory.resolve("log-" + publicId + ".state"));
        await(publisher.publishNow());
        assertThat(publisher.frozenLogs()).containsOnly(Map.entry(publicId, Reason.STATE_LOST));
        assertThat(await(reader.checkpoint(second))).isPresent();
    }

    @Test
    void publishNow_publishesTheOtherLogsWhenOneCantBeWritten() throws Exception {
        var registry = new LogRegistry(ledger.vertx(), keys(directory), "audit.example.com", new SecureRandom());
        var others = List.of(ledger.tenant("two", registry), ledger.tenant("three", registry));
        ledger.append(tenant, 2);
        for (var other : others) {
            ledger.append(other, 3);
        }
        Files.createDirectory(directory.resolve("log-" + publicId + ".state.lock"));
        var failed = await(publisher.publishNow().transform(done -> Future.succeededFuture(done.failed())));
        assertThat(failed).isTrue();
        assertThat(await(reader.checkpoint(tenant))).isEmpty();
        for (var other : others) {
            assertThat(await(reader.checkpoint(other))).isPresent();
        }
    }

    private CheckpointPublisher publisher(Path keyDirectory) {
        return new CheckpointPublisher(ledger.vertx(), ledger.pool(), keys(keyDirectory), Duration.ofMillis(1));
    }

    private static KeyDirectory keys(Path keyDirectory) {
        return new KeyDirectory(keyDirectory, new char[0], new SecureRandom());
    }
}
