// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.Arguments;
import io.deedbook.storage.bench.ProcessorTime;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.deedbook.storage.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * What the indexes of {@code record} cost the server a row: the same records by COPY into tables that differ in their
 * indexes alone, in turns in one run. Arguments: records a turn, turns, records that a session sends in a row. Not a
 * test: its figures depend on the machine, their ratios hardly.
 */
public final class IndexCostBenchmark {
    private static final int GROUP_RECORDS = 1_000;
    private static final int SESSIONS = 600;

    private static final String KEY = "unique index on row_cost (log_id, idx, received_unix_nanos)";
    private static final String ID = "index on row_cost (id)";
    private static final String FINDINGS = "index on row_cost (log_id, idx) where kind = 'finding'";
    private static final String ERASURES = "index on row_cost (log_id, idx) where kind in ('erasure', 'retention')";
    private static final String TEXT = "index on row_cost (log_id, session_id, idx) where session_id is not null";
    private static final String TIMES = "index on row_cost using brin (occurred_unix_nanos)";
    private static final String HASH = "index on row_cost (log_id, hashtextextended(session_id, 0), idx)";
    private static final String PARTIAL = HASH + " where session_id is not null";
    private static final List<String> KINDS = List.of(FINDINGS, ERASURES);

    private static final List<Indexes> COMPARED = List.of(
            Indexes.of("as in V11: session's text, times", KINDS, KEY, ID, TEXT, TIMES),
            Indexes.of("without that of times", KINDS, KEY, ID, TEXT),
            Indexes.of("session's hash, no times", KINDS, KEY, ID, HASH),
            Indexes.of("as it is: the hash, partial", KINDS, KEY, ID, PARTIAL),
            Indexes.of(
                    "the hash, all of it expressions",
                    KINDS,
                    KEY,
                    ID,
                    "index on row_cost ((log_id + 0), hashtextextended(session_id, 0), (idx + 0))"),
            Indexes.of(
                    "the hash with the log in it",
                    KINDS,
                    KEY,
                    ID,
                    "index on row_cost (hashtextextended(session_id, log_id), idx)"),
            Indexes.of("no session", KINDS, KEY, ID),
            Indexes.of("as it is, id hashed", KINDS, KEY, PARTIAL, "index on row_cost using hash (id)"),
            Indexes.of(
                    "as it is, id BRIN",
                    KINDS,
                    KEY,
                    PARTIAL,
                    "index on row_cost using brin (id uuid_minmax_multi_ops)"),
            Indexes.of("as it is, no id", KINDS, KEY, PARTIAL),
            Indexes.of("as it is, none on kinds", List.of(), KEY, ID, PARTIAL),
            Indexes.of("none at all", List.of()));

    private IndexCostBenchmark() {}

    private record Indexes(String name, List<String> definitions) {
        static Indexes of(String name, List<String> more, String... definitions) {
            return new Indexes(
                    name, Stream.concat(Stream.of(definitions), more.stream()).toList());
        }
    }

    /** Of one turn, a row. */
    private record Cost(double micros, double walBytes, double indexBytes) {}

    public static void main(String[] arguments) throws SQLException {
        var numbers = new Arguments(arguments);
        var count = numbers.number(0, 30_000);
        var turns = numbers.number(1, 7);
        var records = records(count, numbers.number(2, 20));
        var url = TestDatabase.create();
        var costs = new HashMap<String, List<Cost>>();
        try (var storage = TestStorage.on(TestDatabase.text(url), TestStorage.temporaryDirectory());
                var connection = TestDatabase.connect(url)) {
            for (var turn = -1; turn < turns; turn++) {
                for (var indexes : COMPARED) {
                    var cost = copy(storage, connection, indexes, records);
                    if (turn >= 0) {
                        costs.computeIfAbsent(indexes.name(), name -> new ArrayList<>())
                                .add(cost);
                    }
                }
            }
        }
        print(costs);
    }

    /** As they come: several of one session together, times and ids rising. */
    private static List<PlacedRecord> records(int count, int run) {
        var sessions = IntStream.range(0, SESSIONS)
                .mapToObj(number -> UUID.randomUUID().toString())
                .toList();
        return IntStream.range(0, count)
                .mapToObj(index -> new PlacedRecord(
                        1,
                        index,
                        TestRecords.seal(TestRecords.shellCommand(
                                TestRecords.RECEIVED_UNIX_NANOS + index * 40_000L,
                                sessions.get(index / run % SESSIONS),
                                index))))
                .toList();
    }

    private static Cost copy(TestStorage storage, Connection connection, Indexes indexes, List<PlacedRecord> records)
            throws SQLException {
        execute(
                connection,
                "create table row_cost (like record including defaults)"
                        + " with (toast_tuple_target = 8160, autovacuum_enabled = off)");
        for (var definition : indexes.definitions()) {
            execute(connection, "create " + definition);
        }
        execute(connection, "checkpoint");
        var copy = new RecordCopy("row_cost", RecordColumn.ALL);
        var manager = connection.unwrap(PGConnection.class).getCopyAPI();
        var admin = storage.storage().adminPool();
        var walBefore = number(connection, "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
        var before = ProcessorTime.ofServer(admin);
        for (var from = 0; from < records.size(); from += GROUP_RECORDS) {
            copy.copy(manager, records.subList(from, Math.min(records.size(), from + GROUP_RECORDS)));
        }
        var micros = ProcessorTime.ofServer(admin).minus(before).toNanos() / 1e3;
        var wal = number(connection, "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - walBefore;
        var size = number(connection, "select pg_indexes_size('row_cost')");
        execute(connection, "drop table row_cost");
        return new Cost(micros / records.size(), wal / records.size(), size / records.size());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    private static void print(Map<String, List<Cost>> costs) {
        System.out.printf(
                "%-36s %9s %9s %7s %9s %11s%n",
                "indexes", "µs median", "µs least", "ratio", "log bytes", "index bytes");
        var first = costs.get(COMPARED.get(0).name());
        for (var indexes : COMPARED) {
            var turns = costs.get(indexes.name());
            var ratios = IntStream.range(0, turns.size())
                    .mapToDouble(
                            turn -> turns.get(turn).micros() / first.get(turn).micros());
            System.out.printf(
                    Locale.ROOT,
                    "%-36s %9.1f %9.1f %7.3f %9.0f %11.0f%n",
                    indexes.name(),
                    median(turns.stream().mapToDouble(Cost::micros).toArray()),
                    turns.stream().mapToDouble(Cost::micros).min().orElseThrow(),
                    median(ratios.toArray()),
                    median(turns.stream().mapToDouble(Cost::walBytes).toArray()),
                    median(turns.stream().mapToDouble(Cost::indexBytes).toArray()));
        }
    }

    private static double median(double[] numbers) {
        Arrays.sort(numbers);
        return numbers[numbers.length / 2];
    }
}
