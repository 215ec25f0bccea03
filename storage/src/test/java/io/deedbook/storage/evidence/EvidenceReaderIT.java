// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.ProofVerifier;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.Vkey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceReaderIT {
    @TempDir
    Path directory;

    private TestLedger ledger;
    private CheckpointPublisher publisher;
    private EvidenceReader reader;
    private Tenant tenant;
    private Vkey vkey;

    @BeforeEach
    void createLog() throws SQLException {
        ledger = new TestLedger();
        var keys = new KeyDirectory(directory, new char[0], new SecureRandom());
        publisher = new CheckpointPublisher(ledger.vertx(), ledger.pool(), keys, Duration.ofMillis(1));
        reader = new EvidenceReader(ledger.pool());
        var registry = new LogRegistry(ledger.vertx(), keys, "audit.example.com", new SecureRandom());
        tenant = ledger.tenant("one", registry);
        vkey = Vkey.parse(ledger.text("select vkey from log where id = " + tenant.id()));
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
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

    /**
     * More than 256² leaves have a tile of level 1; inserted in one statement, because only their hashes matter here.
     */
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
}
