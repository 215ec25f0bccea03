// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.evidence.TestLedger.await;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.bench.ProcessorTime;
import io.deedbook.storage.sign.KeyDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What a round of publishing costs, in CPU of this process and of PostgreSQL: of many logs with few records each, or of
 * one with many. Each log alone with every hash read, all together with the hashes read, and all together out of
 * memory, in turns. Arguments: logs, records a log and round, rounds. Not a test: its figures depend on the machine.
 */
public final class PublisherBenchmark {
    private PublisherBenchmark() {}

    private record Way(
            String name,
            RecentHashes recent,
            CheckpointPublisher publisher,
            Function<CheckpointPublisher, Future<Void>> round) {}

    public static void main(String[] arguments) throws SQLException, IOException {
        var numbers = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        var logs = numbers.length > 0 ? numbers[0] : 200;
        var records = numbers.length > 1 ? numbers[1] : 12;
        var rounds = numbers.length > 2 ? numbers[2] : 30;
        var directory = Files.createTempDirectory("publisher");
        try (var ledger = new TestLedger()) {
            var keys = new KeyDirectory(directory, new char[0], new SecureRandom());
            var registry = new LogRegistry(ledger.vertx(), keys, "audit.example.com", new SecureRandom());
            var tenants = new ArrayList<Tenant>();
            for (var number = 0; number < logs; number++) {
                tenants.add(ledger.tenant("t" + number, registry));
            }
            var ways = List.of(
                    way("each alone, hashes read", ledger, keys, 0, CheckpointPublisher::publishNow),
                    way("together, hashes read", ledger, keys, 0, CheckpointPublisher::publishGrown),
                    way("together, out of memory", ledger, keys, 1L << 24, CheckpointPublisher::publishGrown));
            for (var way : ways) {
                run(ledger, way, tenants, records, Math.max(2, rounds / 4));
            }
            for (var turn = 0; turn < 3; turn++) {
                for (var way : ways) {
                    System.out.println(run(ledger, way, tenants, records, rounds));
                }
            }
        }
    }

    private static Way way(
            String name,
            TestLedger ledger,
            KeyDirectory keys,
            long bytes,
            Function<CheckpointPublisher, Future<Void>> round) {
        var recent = new RecentHashes(bytes);
        var publisher = new CheckpointPublisher(
                ledger.vertx(), ledger.pool(), keys, Duration.ofSeconds(1), recent, new SimpleMeterRegistry());
        return new Way(name, recent, publisher, round);
    }

    private static String run(TestLedger ledger, Way way, List<Tenant> tenants, int records, int rounds)
            throws SQLException {
        await(way.publisher().publishNow());
        var java = Duration.ZERO;
        var server = Duration.ZERO;
        var nanos = 0L;
        for (var round = 0; round < rounds; round++) {
            for (var tenant : tenants) {
                append(ledger, way.recent(), tenant, records);
            }
            var javaBefore = ProcessorTime.ofThisProcess();
            var serverBefore = ProcessorTime.ofServer(ledger.pool());
            var started = System.nanoTime();
            await(way.round().apply(way.publisher()));
            nanos += System.nanoTime() - started;
            java = java.plus(ProcessorTime.ofThisProcess()).minus(javaBefore);
            server = server.plus(ProcessorTime.ofServer(ledger.pool())).minus(serverBefore);
        }
        var publications = 1e3 * rounds * tenants.size();
        return String.format(
                Locale.ROOT,
                "%-24s a log: %.0f us of this process, %.0f us of PostgreSQL; a round: %.0f ms; frozen: %d",
                way.name(),
                java.toNanos() / publications,
                server.toNanos() / publications,
                nanos / 1e6 / rounds,
                way.publisher().frozenLogs().size());
    }

    private static void append(TestLedger ledger, RecentHashes recent, Tenant tenant, int count) throws SQLException {
        var first = ledger.head(tenant).size();
        List<SealedRecord> appended = ledger.append(tenant, count);
        recent.committed(tenant.id(), first, appended);
    }
}
