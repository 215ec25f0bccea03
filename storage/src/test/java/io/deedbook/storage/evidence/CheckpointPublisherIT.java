// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.ProofVerifier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointPublisherIT {
    private static final long PATIENCE_NANOS =
            CheckpointPublisher.patience(Duration.ofMillis(1)).toNanos();

    @TempDir
    Path directory;

    private TestLedger ledger;
    private CheckpointPublisher publisher;
    private EvidenceReader reader;
    private Tenant tenant;
    private Vkey vkey;
    private String publicId;
    private long nanos;

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
    void publishPart_findsALogThatLostRecordsWithoutGrowingOnceInAllParts() throws SQLException {
        ledger.append(tenant, 5);
        await(publisher.publishNow());
        ledger.sql("create table backup as select * from log_head");
        ledger.append(tenant, 2);
        await(publisher.publishNow());
        ledger.sql("update log_head set size = b.size, frontier = b.frontier from backup b");
        ledger.tamper("delete from checkpoint where size > 5");
        var parts = Look.ROUNDS;
        for (var part = 1; part < parts; part++) {
            await(publisher.publishPart((tenant.id() + part) % parts));
        }
        assertThat(publisher.frozenLogs()).isEmpty();
        await(publisher.publishPart(tenant.id() % parts));
        assertThat(publisher.frozenLogs()).containsEntry(publicId, Reason.ROLLBACK);
    }

    @Test
    void publishPart_leavesALogToTheOneThatPublishesItUntilNothingCameForLong() throws SQLException {
        var other = publisher(directory);
        var part = (tenant.id() + 1) % Look.ROUNDS;
        ledger.append(tenant, 1);
        await(publisher.publishPart(part));
        // nobody knows who publishes it
        ledger.append(tenant, 1);
        await(other.publishPart(part));
        assertThat(checkpoints()).isEqualTo(2);
        ledger.append(tenant, 1);
        await(publisher.publishPart(part));
        for (var round = 0; round < 5; round++) {
            nanos += PATIENCE_NANOS / 2;
            // that it has not grown when this one looks keeps it with the other
            if (round == 2) {
                await(publisher.publishPart(part));
                ledger.append(tenant, 1);
            }
            await(other.publishPart(part));
            assertThat(checkpoints()).isEqualTo(3 + round);
            ledger.append(tenant, 1);
            await(publisher.publishPart(part));
            assertThat(checkpoints()).isEqualTo(3 + round);
        }

        nanos += PATIENCE_NANOS;
        await(publisher.publishPart(part));
        assertThat(checkpoints()).isEqualTo(8);
        // who is asked waits for nobody
        ledger.append(tenant, 1);
        await(other.publishPart(part));
        assertThat(checkpoints()).isEqualTo(8);
        await(other.publishGrown());
        assertThat(checkpoints()).isEqualTo(9);
    }

    @Test
    void publishPart_looksAtALogThatAnotherPublishesOnceInAllParts() throws Exception {
        var other = publisher(directory);
        var part = tenant.id() % Look.ROUNDS;
        for (var one : List.of(publisher, other)) {
            ledger.append(tenant, 1);
            await(one.publishNow());
        }
        ledger.append(tenant, 1);
        // leaves it where it is
        await(publisher.publishPart(part));
        assertThat(checkpoints()).isEqualTo(2);
        await(other.publishPart(part));
        assertThat(checkpoints()).isEqualTo(3);

        var state = directory.resolve("log-" + publicId + ".state");
        var kept = Files.readAllBytes(state);
        Files.delete(state);
        ledger.append(tenant, 1);
        await(publisher.publishPart((part + 1) % Look.ROUNDS));
        assertThat(publisher.frozenLogs()).isEmpty();
        await(publisher.publishPart(part));
        assertThat(publisher.frozenLogs()).containsEntry(publicId, Reason.STATE_LOST);
        Files.write(state, kept);
        await(publisher.publishPart(part));
        assertThat(publisher.frozenLogs()).isEmpty();
        assertThat(checkpoints()).isEqualTo(4);
    }

    /** Whoever can write to the database makes it look as if another collector published. */
    @Test
    void publishPart_publishesALogWithCheckpointsThatNobodySigned() throws SQLException {
        ledger.append(tenant, 1);
        await(publisher.publishNow());
        ledger.append(tenant, 2);
        ledger.sql("insert into checkpoint (log_id, size, note) select log_id, 2, note from checkpoint");
        await(publisher.publishPart((tenant.id() + 1) % Look.ROUNDS));
        assertThat(ledger.number("select max(size) from checkpoint")).isEqualTo(2);
        await(publisher.publishPart(tenant.id() % Look.ROUNDS));
        assertThat(ledger.number("select max(size) from checkpoint")).isEqualTo(3);
    }

    private long checkpoints() throws SQLException {
        return ledger.number("select count(*) from checkpoint");
    }

    /** As another collector signed more than this one, and the database was restored to a size between the two. */
    @Test
    void publishPart_findsALogThatLostRecordsWhichAnotherSigned() throws SQLException {
        var other = publisher(directory);
        ledger.append(tenant, 5);
        await(publisher.publishNow());
        ledger.append(tenant, 2);
        ledger.sql("create table backup as select * from log_head");
        ledger.append(tenant, 2);
        await(other.publishNow());
        var part = tenant.id() % Look.ROUNDS;
        await(publisher.publishPart(part));
        assertThat(publisher.frozenLogs()).isEmpty();

        ledger.sql("update log_head set size = b.size, frontier = b.frontier from backup b");
        ledger.tamper("delete from checkpoint where size > 5");
        ledger.tamper("insert into checkpoint (log_id, size, note) select log_id, 7, note from checkpoint");
        await(publisher.publishPart(part));
        assertThat(publisher.frozenLogs()).containsEntry(publicId, Reason.ROLLBACK);
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
    void publishNow_freezesALogWhoseStateCantBeWrittenAndPublishesTheOthers() throws Exception {
        var registry = new LogRegistry(ledger.vertx(), keys(directory), "audit.example.com", new SecureRandom());
        var others = List.of(ledger.tenant("two", registry), ledger.tenant("three", registry));
        ledger.append(tenant, 2);
        for (var other : others) {
            ledger.append(other, 3);
        }
        var lock = directory.resolve("log-" + publicId + ".state.lock");
        Files.deleteIfExists(lock);
        var obstacle = Files.createDirectory(lock);
        await(publisher.publishNow());
        assertThat(publisher.frozenLogs()).containsOnly(Map.entry(publicId, Reason.STATE_UNWRITABLE));
        assertThat(await(reader.checkpoint(tenant))).isEmpty();
        for (var other : others) {
            assertThat(await(reader.checkpoint(other))).isPresent();
        }
        Files.delete(obstacle);
        await(publisher.publishNow());
        assertThat(publisher.frozenLogs()).isEmpty();
        assertThat(await(reader.checkpoint(tenant))).isPresent();
    }

    @Test
    void publishNow_goesOnBehindLogsThatFailInEveryRound() throws SQLException {
        var registry = new LogRegistry(ledger.vertx(), keys(directory), "audit.example.com", new SecureRandom());
        for (var number = 0; number < 8; number++) {
            ledger.append(ledger.tenant("fails-" + number, registry), 1);
        }
        var last = ledger.tenant("last", registry);
        ledger.append(last, 1);
        ledger.sql("create function refuse() returns trigger language plpgsql as"
                + " $$ begin raise exception 'refused'; end $$");
        ledger.sql("create trigger refused before insert on checkpoint for each row when (new.log_id <> " + last.id()
                + ") execute function refuse()");

        // at least three of the eight in each
        for (var round = 0; round < 3; round++) {
            await(publisher.publishNow().transform(done -> Future.succeededFuture()));
        }

        assertThat(await(reader.checkpoint(last))).isPresent();
        assertThat(ledger.number("select count(*) from checkpoint")).isOne();
    }

    private CheckpointPublisher publisher(Path keyDirectory) {
        return new CheckpointPublisher(
                ledger.vertx(),
                ledger.pool(),
                keys(keyDirectory),
                Duration.ofMillis(1),
                new RecentHashes(0),
                new SimpleMeterRegistry(),
                () -> nanos);
    }

    private static KeyDirectory keys(Path keyDirectory) {
        return new KeyDirectory(keyDirectory, new char[0], new SecureRandom());
    }
}
