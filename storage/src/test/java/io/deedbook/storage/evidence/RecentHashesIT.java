// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.ProofVerifier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TileBuilder;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
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

/** Publishing with the leaf hashes in memory: all of them, some, none, and wrong ones. */
class RecentHashesIT {
    private static final long ENOUGH_BYTES = 10_000_000;

    @TempDir
    Path directory;

    private final RecentHashes recent = new RecentHashes(ENOUGH_BYTES);
    private TestLedger ledger;
    private EvidenceReader reader;
    private Tenant tenant;

    @BeforeEach
    void createLog() throws SQLException {
        ledger = new TestLedger();
        reader = new EvidenceReader(ledger.pool());
        tenant = tenant("one");
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
    }

    @Test
    void publishGrown_readsNoRecordThatIsInMemory() throws SQLException {
        var publisher = publisher(ledger.pool(), recent);
        committed(recent, 10);
        await(publisher.publishGrown());
        for (var count : List.of(1, 200, 300, 1_000, 7)) {
            committed(recent, count);
            ledger.sql("alter table record rename to hidden");
            await(publisher.publishGrown());
            ledger.sql("alter table hidden rename to record");
            checkSigned(tenant);
        }
        checkVerifies();
    }

    @Test
    void publishPart_readsNoRecordOfALogThatGrewWhicheverPartItIsOf() throws SQLException {
        var publisher = publisher(ledger.pool(), recent);
        committed(recent, 10);
        await(publisher.publishGrown());
        for (var part = 0; part < Look.ROUNDS; part++) {
            committed(recent, 3);
            ledger.sql("alter table record rename to hidden");
            await(publisher.publishPart(part));
            ledger.sql("alter table hidden rename to record");
            checkSigned(tenant);
        }
    }

    @Test
    void publishGrown_writesTheTilesOfEveryLevel() throws SQLException {
        var publisher = publisher(ledger.pool(), recent);
        var builder = new TileBuilder();
        var tiles = 0L;
        while (builder.size() < 66_000) {
            for (var record : committed(recent, 3_000)) {
                tiles += builder.add(record.leafHash()).size();
            }
            if (builder.size() > 3_000) {
                ledger.sql("alter table record rename to hidden");
            }
            await(publisher.publishGrown());
            ledger.sql("alter table if exists hidden rename to record");
        }
        checkSigned(tenant);
        assertThat(ledger.number("select count(*) from tile")).isEqualTo(tiles);
        assertThat(ledger.number("select count(*) from tile where level = 1")).isOne();
    }

    @Test
    void publishGrown_readsWhatMemoryLetGo() throws SQLException {
        var small = new RecentHashes(15_000);
        var publisher = publisher(ledger.pool(), small);
        for (var count : List.of(10, 100, 400, 3, 250, 9_000, 5)) {
            committed(small, count / 2);
            committed(small, count - count / 2);
            await(publisher.publishGrown());
            checkSigned(tenant);
        }
        checkVerifies();
    }

    @Test
    void publishGrown_readsWhatOtherProcessesCommitted() throws SQLException {
        var others = new RecentHashes(ENOUGH_BYTES);
        var publisher = publisher(ledger.pool(), recent);
        var other = publisher(ledger.pool(), others);
        for (var round = 0; round < 12; round++) {
            committed(recent, 40);
            committed(others, 30);
            committed(recent, 20);
            committed(others, 10);
            await(round % 3 == 0 ? other.publishGrown() : publisher.publishGrown());
            checkSigned(tenant);
        }
        checkVerifies();
    }

    @Test
    void publishGrown_readsWhatOthersCommittedOnce() throws SQLException {
        var others = new RecentHashes(ENOUGH_BYTES);
        var publisher = publisher(ledger.pool(), recent);
        committed(recent, 10);
        await(publisher.publishGrown());
        for (var round = 0; round < 8; round++) {
            committed(others, 20);
            committed(recent, 5);
            committed(others, 3);
            await(publisher.publishGrown());
        }
        // with these the first tile is full
        committed(recent, 100);
        ledger.sql("alter table record rename to hidden");
        await(publisher.publishGrown());
        ledger.sql("alter table hidden rename to record");
        checkSigned(tenant);
        assertThat(ledger.number("select count(*) from tile")).isOne();
        checkVerifies();
    }

    @Test
    void publishPart_keepsNothingOfALogThatAnotherPublishes() throws SQLException {
        var others = new RecentHashes(ENOUGH_BYTES);
        var publisher = publisher(ledger.pool(), recent);
        var other = publisher(ledger.pool(), others);
        committed(recent, 10);
        await(publisher.publishPart(0));
        committed(recent, 10);
        await(other.publishNow());
        committed(recent, 10);
        assertThat(recent.range(tenant.id(), 0, 30)).hasSize(30);
        await(publisher.publishPart((tenant.id() + 1) % Look.ROUNDS));
        assertThat(recent.heldFrom(tenant.id(), 0, 30)).isEqualTo(30);
        // and has it read when it comes to that
        await(publisher.publishGrown());
        checkSigned(tenant);
    }

    @Test
    void run_goesOnFromATreeThatOthersHaveSignedSince() throws SQLException {
        var trees = new SignedTrees(10);
        var others = new RecentHashes(ENOUGH_BYTES);
        var other = publisher(ledger.pool(), others);
        committed(recent, 300);
        await(other.publishNow());
        trees.put(tenant.id(), ledger.head(tenant));
        for (var count : List.of(20, 7, 250)) {
            committed(others, count);
            await(other.publishGrown());
        }
        committed(recent, 5);

        var outcome = run(trees);
        assertThat(outcome.signed()).containsOnlyKeys(tenant.id());
        assertThat(outcome.left()).isEmpty();
        checkSigned(tenant);
        checkVerifies();
        // another was here already, which this one does not know
        outcome = run(trees);
        assertThat(outcome.signed()).isEmpty();
        assertThat(outcome.left()).isEmpty();
    }

    private GroupPublication.Outcome run(SignedTrees trees) {
        var together = new GroupPublication(ledger.vertx(), keys(), recent, trees);
        return await(ledger.pool().withTransaction(connection -> together.run(connection, List.of(tenant.id()))));
    }

    @Test
    void publishGrown_freezesALogOfWhichATileWasThereBeforeItsLeaves() throws SQLException {
        var publisher = publisher(ledger.pool(), recent);
        committed(recent, 10);
        await(publisher.publishGrown());
        ledger.sql("insert into tile (log_id, level, number, hashes, root) values (" + tenant.id()
                + ", 0, 0, decode(repeat('ab', 8192), 'hex'), decode(repeat('ab', 32), 'hex'))");
        committed(recent, 300);

        await(publisher.publishGrown());

        assertThat(publisher.frozenLogs().values()).containsExactly(FrozenLogException.Reason.INCONSISTENT);
    }

    @Test
    void publishGrown_goesOnAfterARestart() throws SQLException {
        for (var start = 0; start < 4; start++) {
            var empty = new RecentHashes(ENOUGH_BYTES);
            var publisher = publisher(ledger.pool(), empty);
            for (var round = 0; round < 4; round++) {
                committed(empty, 150);
                await(publisher.publishGrown());
                checkSigned(tenant);
            }
        }
        checkVerifies();
    }

    /** As when the database lost its end before that was signed, and went on with other records. */
    @Test
    void publishGrown_readsTheRecordsWhereMemoryDoesNotLeadToTheHead() throws SQLException {
        var publisher = publisher(ledger.pool(), recent);
        committed(recent, 300);
        await(publisher.publishGrown());
        recent.committed(tenant.id(), 300, List.of(TestRecords.record(1), TestRecords.record(2)));
        ledger.append(tenant, 250);
        await(publisher.publishGrown());
        checkSigned(tenant);
        assertThat(publisher.frozenLogs()).isEmpty();
        checkVerifies();
    }

    @Test
    void publishGrown_rebuildsTilesThatWereLost() throws SQLException {
        var publisher = publisher(ledger.pool(), recent);
        committed(recent, 600);
        await(publisher.publishGrown());
        ledger.sql("delete from tile");
        committed(recent, 300);
        await(publisher.publishGrown());
        assertThat(ledger.number("select count(*) from tile")).isEqualTo(3);
        checkVerifies();
    }

    @Test
    void publishGrown_publishesManyLogsAndFreezesOne() throws Exception {
        var publisher = publisher(ledger.pool(), recent);
        var tenants = new ArrayList<>(List.of(tenant));
        for (var number = 0; number < 70; number++) {
            tenants.add(tenant("many-" + number));
        }
        for (var round = 0; round < 3; round++) {
            for (var one : tenants) {
                committed(recent, one, 5 + 100 * round);
            }
            await(publisher.publishGrown());
            for (var one : tenants) {
                checkSigned(one);
            }
        }
        for (var one : tenants) {
            committed(recent, one, 5);
        }
        var publicId = ledger.text("select public_id from log where id = " + tenant.id());
        Files.delete(directory.resolve("log-" + publicId + ".state"));
        await(publisher.publishGrown());
        assertThat(publisher.frozenLogs()).containsOnly(Map.entry(publicId, Reason.STATE_LOST));
        for (var one : tenants.subList(1, tenants.size())) {
            checkSigned(one);
        }
    }

    @Test
    void publishGrown_freezesALogWhoseRecordsDoNotLeadToTheHead() throws SQLException {
        var publisher = publisher(ledger.pool(), recent);
        committed(recent, 10);
        await(publisher.publishGrown());
        committed(recent, 10);
        ledger.sql("update log_head set frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1)");
        await(publisher.publishGrown());
        assertThat(publisher.frozenLogs()).containsValue(Reason.INCONSISTENT);
        assertThat(ledger.number("select max(size) from checkpoint")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishGrown_continuesAfterACutAtEveryStatement(boolean afterwards) throws SQLException {
        var heads = new ArrayList<Frontier>();
        var cuts = 0;
        for (var more = true; more; cuts++) {
            var pool = new SwitchedPool(ledger.pool());
            var publisher = publisher(pool.pool(), recent);
            committed(recent, 200);
            await(publisher.publishGrown());
            committed(recent, 200);
            // one statement finds the logs that are due
            pool.use(CutPool.of(ledger.pool(), cuts + 1, afterwards));
            more = !await(publisher.publishGrown().transform(done -> Future.succeededFuture(done.succeeded())));
            var cutShort = ledger.number("select max(size) from checkpoint")
                    < ledger.head(tenant).size();
            pool.use(ledger.pool());
            await(publisher.publishGrown());
            checkSigned(tenant);
            assertThat(publisher.frozenLogs()).isEmpty();
            heads.add(ledger.head(tenant));
            more |= cutShort || cuts < 6;
        }
        var last = heads.get(heads.size() - 1);
        for (var head : heads) {
            var path =
                    await(reader.consistency(tenant, head.size(), last.size())).orElseThrow();
            assertThat(ProofVerifier.extend(head.size(), head.root(), last.size(), last.root(), path))
                    .isTrue();
        }
        checkVerifies();
    }

    private Tenant tenant(String name) throws SQLException {
        var registry = new LogRegistry(ledger.vertx(), keys(), "audit.example.com", new SecureRandom());
        return ledger.tenant(name, registry);
    }

    private List<SealedRecord> committed(RecentHashes told, int count) throws SQLException {
        return committed(told, tenant, count);
    }

    private List<SealedRecord> committed(RecentHashes told, Tenant one, int count) throws SQLException {
        var first = ledger.head(one).size();
        var records = ledger.append(one, count);
        told.committed(one.id(), first, records);
        return records;
    }

    private void checkSigned(Tenant one) throws SQLException {
        var vkey = Vkey.parse(ledger.text("select vkey from log where id = " + one.id()));
        var head = ledger.head(one);
        var note = SignedNote.parse(await(reader.checkpoint(one)).orElseThrow());
        assertThat(note.verify(List.of(vkey))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(Checkpoint.parse(note.text())).isEqualTo(new Checkpoint(vkey.name(), head.size(), head.root()));
    }

    /** Leaves, tree, every tile and every checkpoint. */
    private void checkVerifies() {
        var report =
                await(new LedgerVerifier(ledger.vertx()).verify(ledger.pool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
    }

    private CheckpointPublisher publisher(Pool pool, RecentHashes hashes) {
        return new CheckpointPublisher(
                ledger.vertx(), pool, keys(), Duration.ofMillis(1), hashes, new SimpleMeterRegistry());
    }

    private KeyDirectory keys() {
        return new KeyDirectory(directory, new char[0], new SecureRandom());
    }
}
