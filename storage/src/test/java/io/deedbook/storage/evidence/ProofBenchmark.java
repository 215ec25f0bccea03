// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.TestStorage.await;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.ProcessorTime;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TreeHasher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/**
 * What a proof costs out of a log of 10 million leaves, in CPU of this process and of PostgreSQL together, and whether
 * such a log is appended to as fast as a new one. The leaves are synthetic: their tiles are all there, their records
 * only as far as the last, partial tile needs them; the table has the partitions of six years. Argument: leaves. Not a
 * test: its figures depend on the machine.
 */
public final class ProofBenchmark {
    private static final int QUESTIONS = 2_000;
    private static final int MONTHS = 72;
    private static final int APPEND_SECONDS = 5;
    private static final int REQUEST_RECORDS = 100;
    private static final int REQUESTS_IN_FLIGHT = 32;

    private ProofBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var leaves = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000L;
        try (var storage = TestStorage.open()) {
            var large = storage.tenant("large");
            partitions(storage, large);
            fill(storage, large, leaves);
            await(storage.storage().publisher().publishNow());
            questions(storage, large, leaves);
            var small = storage.tenant("small");
            var records = TestRecords.many(5_000);
            append(storage, small, records);
            for (var round = 0; round < 3; round++) {
                System.out.printf(
                        Locale.ROOT,
                        "append: %d records/s to the large log, %d to the small one%n",
                        append(storage, large, records),
                        append(storage, small, records));
            }
            await(storage.storage().publisher().publishNow());
            var note = await(storage.storage().evidence().checkpoint(large)).orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "signed: %d, frozen: %s%n",
                    Checkpoint.parse(SignedNote.parse(note).text()).size(),
                    storage.storage().publisher().frozenLogs());
        }
    }

    /** Entries of the server's own make the partition that they need, here without any entry. */
    private static void partitions(TestStorage storage, Tenant tenant) {
        var month = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        for (var back = 0; back < MONTHS; back++) {
            var seconds = month.minusMonths(back).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            await(storage.storage()
                    .ownEntries()
                    .append(
                            tenant,
                            TimeUnit.SECONDS.toNanos(seconds),
                            connection -> Future.succeededFuture(List.of())));
        }
    }

    private static void fill(TestStorage storage, Tenant tenant, long leaves) {
        var hasher = new TreeHasher();
        var frontier = Frontier.empty();
        var tiles = new ArrayList<Tile>();
        var roots = new ArrayList<byte[]>();
        var upper = new ArrayList<byte[]>();
        var chunk = new ArrayList<byte[]>();
        for (var index = 0L; index < leaves; index++) {
            chunk.add(hasher.leaf(ByteBuffer.allocate(8).putLong(index).array()));
            if (chunk.size() == TilePath.WIDTH_MAX || index == leaves - 1) {
                frontier = frontier.append(chunk);
                if (chunk.size() == TilePath.WIDTH_MAX) {
                    raise(tiles, roots, upper, Tile.of(0, index / TilePath.WIDTH_MAX, chunk));
                }
                chunk.clear();
            }
            if (tiles.size() >= 512 || index == leaves - 1) {
                await(TileTable.insert(storage.storage().adminPool(), tenant.id(), tiles));
                tiles.clear();
            }
        }
        records(storage, tenant, leaves, frontier);
    }

    private static void raise(List<Tile> tiles, List<byte[]> roots, List<byte[]> upper, Tile tile) {
        tiles.add(tile);
        var above = tile.level() == 0 ? roots : upper;
        above.add(tile.root());
        if (above.size() == TilePath.WIDTH_MAX && tile.level() < 2) {
            var next = Tile.of(tile.level() + 1, tile.number() / TilePath.WIDTH_MAX, above);
            above.clear();
            raise(tiles, roots, upper, next);
        }
    }

    private static void records(TestStorage storage, Tenant tenant, long leaves, Frontier head) {
        var first = leaves - leaves % TilePath.WIDTH_MAX;
        var admin = storage.storage().adminPool();
        await(admin.preparedQuery("insert into record"
                        + " (log_id, idx, id, received_unix_nanos, occurred_unix_nanos, leaf, leaf_hash)"
                        + " select $1, n, gen_random_uuid(), $4, 1, int8send(n), sha256('\\x00'::bytea || int8send(n))"
                        + " from generate_series($2::bigint, $3::bigint) n")
                .execute(Tuple.of(tenant.id(), first, leaves - 1, TestRecords.RECEIVED_UNIX_NANOS)));
        await(admin.query("update log_head set size = " + leaves + ", frontier = '\\x"
                        + HexFormat.of().formatHex(head.bytes()) + "' where log_id = " + tenant.id())
                .execute());
        await(admin.query("analyze").execute());
    }

    private static void questions(TestStorage storage, Tenant tenant, long leaves) {
        var random = new Random(7);
        var evidence = storage.storage().evidence();
        LongFunction<byte[]> leaf =
                index -> ByteBuffer.allocate(8).putLong(index).array();
        ask(storage, "warm-up", () -> {
            var index = random.nextLong(leaves);
            return evidence.proof(tenant, index, leaf.apply(index), OptionalLong.empty());
        });
        ask(storage, "inclusion", () -> {
            var index = random.nextLong(leaves);
            return evidence.proof(tenant, index, leaf.apply(index), OptionalLong.empty());
        });
        ask(storage, "consistency", () -> evidence.consistency(tenant, random.nextLong(leaves), leaves));
        ask(storage, "consistency of two older sizes", () -> {
            var to = 1 + random.nextLong(leaves / TilePath.WIDTH_MAX - 1) * TilePath.WIDTH_MAX;
            return evidence.consistency(tenant, random.nextLong(to), to - to % TilePath.WIDTH_MAX);
        });
        ask(
                storage,
                "full tile",
                () -> evidence.tile(
                        tenant, new TilePath(0, random.nextLong(leaves / TilePath.WIDTH_MAX), TilePath.WIDTH_MAX)));
        var partial = TilePath.partialWidth(0, leaves);
        ask(
                storage,
                "partial tile",
                () -> evidence.tile(tenant, new TilePath(0, TilePath.fullTiles(0, leaves), partial)));
        ask(
                storage,
                "entries of " + partial,
                () -> evidence.entries(tenant, new TilePath(0, TilePath.fullTiles(0, leaves), partial)));
    }

    private interface Question {
        Future<? extends Optional<?>> ask();
    }

    private static void ask(TestStorage storage, String name, Question question) {
        var before = cpu(storage);
        var started = System.nanoTime();
        for (var number = 0; number < QUESTIONS; number++) {
            if (await(question.ask()).isEmpty()) {
                throw new AssertionError(name + ": no answer");
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f ms of CPU, %.2f ms elapsed%n",
                name,
                cpu(storage).minus(before).toNanos() / 1e6 / QUESTIONS,
                (System.nanoTime() - started) / 1e6 / QUESTIONS);
    }

    /** Of this process and of the server's processes. */
    private static Duration cpu(TestStorage storage) {
        return ProcessorTime.ofServer(storage.storage().verifierPool()).plus(ProcessorTime.ofThisProcess());
    }

    private static long append(TestStorage storage, Tenant tenant, List<SealedRecord> records)
            throws InterruptedException {
        var inFlight = new Semaphore(REQUESTS_IN_FLIGHT);
        var stored = new LongAdder();
        var started = System.nanoTime();
        for (var sent = 0; System.nanoTime() - started < TimeUnit.SECONDS.toNanos(APPEND_SECONDS); sent++) {
            inFlight.acquire();
            var from = sent * REQUEST_RECORDS % (records.size() - REQUEST_RECORDS);
            storage.append(TestRecords.request(tenant, records.subList(from, from + REQUEST_RECORDS)))
                    .onSuccess(receipt -> stored.add(receipt.count()))
                    .onFailure(System.out::println)
                    .onComplete(answered -> inFlight.release());
        }
        inFlight.acquire(REQUESTS_IN_FLIGHT);
        return stored.sum() * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - started);
    }
}
