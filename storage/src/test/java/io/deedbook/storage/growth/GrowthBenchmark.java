// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.growth;

import static io.deedbook.storage.TestStorage.await;

import io.deedbook.pipeline.event.UnixNanos;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.Load;
import io.deedbook.storage.bench.ProcessorTime;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.EmbeddedDatabase;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.read.RecordQuery;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What a record costs, and what reading the latest ones takes, where many are stored already against where few are: two
 * databases in one server, filled by {@link StoredRecords}, appended to and read in turns. Arguments: records in the
 * large one (100,000,000, about 400 bytes of disk each), in the small one (1,000,000), seconds a turn, turns, past
 * months they are spread over. Not a test: its figures depend on the machine, their ratio hardly.
 */
public final class GrowthBenchmark {
    private static final int REQUEST_RECORDS = 100;
    private static final int REQUESTS_IN_FLIGHT = 32;
    private static final int SESSION_REQUESTS = 5;
    private static final int QUESTIONS = 200;
    private static final int WARM_UP_TURNS = 2;

    private GrowthBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException, SQLException {
        var large = argument(arguments, 0, 100_000_000);
        var small = argument(arguments, 1, 1_000_000);
        var seconds = argument(arguments, 2, 5);
        var turns = (int) argument(arguments, 3, 5);
        var months = (int) argument(arguments, 4, 12);
        var directory = TestStorage.temporaryDirectory();
        try (var server = EmbeddedDatabase.start(directory)) {
            // for the filling alone, from the next start on: tables that are new in their transaction are not logged
            execute(server.url(), "alter system set wal_level = minimal");
            execute(server.url(), "alter system set max_wal_senders = 0");
            execute(server.url(), "alter system set maintenance_work_mem = '1GB'");
            execute(server.url(), "create database small");
            execute(server.url(), "create database large");
        }
        Tenant smallTenant;
        Tenant largeTenant;
        try (var server = EmbeddedDatabase.start(directory)) {
            smallTenant = filled(server.url(), "small", directory, small, months);
            largeTenant = filled(server.url(), "large", directory, large, months);
            execute(server.url(), "alter system reset all");
        }
        try (var server = EmbeddedDatabase.start(directory);
                var few = new Side("small", server.url(), directory, smallTenant, months);
                var many = new Side("large", server.url(), directory, largeTenant, months)) {
            System.out.printf("%-10s %12s %16s %12s%n", "", "records/s", "PostgreSQL µs", "JVM µs");
            for (var turn = -WARM_UP_TURNS; turn < turns; turn++) {
                for (var side : List.of(few, many)) {
                    side.append(seconds, turn >= 0);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "median of PostgreSQL's CPU a record: %.1f µs with %,d stored, %.1f µs with %,d: × %.3f%n",
                    few.medianMicros(),
                    small,
                    many.medianMicros(),
                    large,
                    many.medianMicros() / few.medianMicros());
            System.out.printf("%n%-32s %22s %22s%n", "ms, p50 / p99", "small", "large");
            for (var question : Question.values()) {
                System.out.printf("%-32s %22s %22s%n", question, few.ask(question), many.ask(question));
            }
        }
    }

    private static Tenant filled(DatabaseUrl server, String name, Path directory, long records, int months)
            throws SQLException {
        var url = in(server, name);
        var started = System.nanoTime();
        System.out.printf(Locale.ROOT, "filling %s: %,d records%n", name, records);
        Tenant tenant;
        try (var storage = TestStorage.on(TestDatabase.text(url), directory.resolve(name))) {
            tenant = storage.tenant("grown");
        }
        try (var connection = TestDatabase.connect(url)) {
            new StoredRecords(connection, tenant).fill(records, months, UnixNanos.now());
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select pg_database_size(current_database())")) {
                rows.next();
                System.out.printf(
                        Locale.ROOT,
                        "  %,d MB, %d bytes a record, %d s%n",
                        rows.getLong(1) >> 20,
                        rows.getLong(1) / records,
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
            }
        }
        return tenant;
    }

    /** What is asked about the latest records, about those of long ago, and about all. */
    private enum Question {
        LATEST("the latest hundred"),
        SECOND("of the last second of appends"),
        TEXT("a text in that second"),
        SESSION("a session, replayed"),
        RECORD("a record by its id"),
        PROOF("its proof"),
        PAST_HOUR("of an hour in the middle"),
        PAST_MONTH("of a month in the middle"),
        PAST_TEXT("a rare text in that hour"),
        PAST_RISK("a risk that is rare, of all times"),
        COUNTS("counts over everything");

        private final String name;

        Question(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** One of the databases. */
    private static final class Side implements AutoCloseable {
        private final String name;
        private final TestStorage storage;
        private final Tenant tenant;
        private final int months;
        private final List<Double> micros = new ArrayList<>();
        private long sent;
        private long appendedUnixNanos;
        private String session = "";
        private String lastId = "";

        Side(String name, DatabaseUrl server, Path directory, Tenant tenant, int months) {
            this.name = name;
            this.tenant = tenant;
            this.months = months;
            storage = TestStorage.on(TestDatabase.text(in(server, name)), directory.resolve(name));
            sumUp();
        }

        void append(long seconds, boolean measured) throws InterruptedException {
            var server = storage.storage().adminPool();
            var serverBefore = ProcessorTime.ofServer(server);
            var ownBefore = ProcessorTime.ofThisProcess();
            var outcome = new Load(tenant, this::request, REQUESTS_IN_FLIGHT)
                    .send(storage::append, Duration.ofSeconds(seconds));
            var serverMicros = microsARecord(ProcessorTime.ofServer(server).minus(serverBefore), outcome);
            if (measured) {
                micros.add(serverMicros);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %,12d %16.1f %12.1f%s%n",
                    name,
                    outcome.perSecond(),
                    serverMicros,
                    microsARecord(ProcessorTime.ofThisProcess().minus(ownBefore), outcome),
                    measured ? "" : "  (warm-up)");
        }

        private static double microsARecord(Duration used, Load.Outcome outcome) {
            return used.toNanos() / 1e3 / outcome.records();
        }

        private List<SealedRecord> request() {
            if (sent++ % SESSION_REQUESTS == 0) {
                session = UUID.randomUUID().toString();
            }
            appendedUnixNanos = UnixNanos.now();
            var first = sent % SESSION_REQUESTS * REQUEST_RECORDS;
            var records = LongStream.range(first, first + REQUEST_RECORDS)
                    .mapToObj(sequence ->
                            TestRecords.seal(TestRecords.shellCommand(appendedUnixNanos, session, sequence)))
                    .toList();
            lastId = HexFormat.of().formatHex(records.get(0).id());
            return records;
        }

        double medianMicros() {
            return micros.stream().sorted().toList().get(micros.size() / 2);
        }

        /** Its answer's time, the middle one and the worst of a hundred; or why there is no answer. */
        String ask(Question question) {
            await(storage.storage().publisher().publishNow());
            var nanos = new ArrayList<Long>();
            try {
                for (var number = 0; number < QUESTIONS; number++) {
                    var started = System.nanoTime();
                    await(asked(question).get());
                    nanos.add(System.nanoTime() - started);
                }
            } catch (RuntimeException e) {
                return e.getMessage();
            }
            nanos.sort(null);
            return String.format(
                    Locale.ROOT, "%.1f / %.1f", nanos.get(QUESTIONS / 2) / 1e6, nanos.get(QUESTIONS * 99 / 100) / 1e6);
        }

        /** What the filling has made, the server would sum up beside everything else in its first minutes. */
        private void sumUp() {
            var summed = storage.storage().summarizer().runNow();
            while (!summed.isComplete()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            await(summed);
        }

        private Supplier<Future<?>> asked(Question question) {
            var reader = storage.storage().reader();
            return switch (question) {
                case LATEST -> () -> reader.records(tenant, query(OptionalLong.empty(), Map.of(), null, false, 100));
                case SECOND -> () -> reader.records(tenant, query(lastSecond(), Map.of(), null, false, 100));
                case TEXT -> () -> reader.records(tenant, query(lastSecond(), Map.of(), "oneline 499", false, 100));
                case SESSION ->
                    () -> reader.records(
                            tenant, query(OptionalLong.empty(), Map.of(Field.SESSION_ID, session), null, true, 500));
                case RECORD -> () -> reader.record(tenant, null, lastId);
                case PROOF -> () -> reader.proof(tenant, null, lastId, OptionalLong.empty());
                case PAST_HOUR -> () -> reader.records(tenant, past(Duration.ofHours(1), null));
                case PAST_MONTH -> () -> reader.records(tenant, past(Duration.ofDays(30), null));
                case PAST_TEXT -> () -> reader.records(tenant, past(Duration.ofHours(1), "nowhere"));
                case PAST_RISK ->
                    () -> reader.records(
                            tenant, query(OptionalLong.empty(), Map.of(Field.RISK, "critical"), null, false, 100));
                case COUNTS -> () -> reader.stats(tenant, null);
            };
        }

        /** A window with as many records on both sides, whatever they were given before. */
        private OptionalLong lastSecond() {
            return OptionalLong.of(appendedUnixNanos - TimeUnit.SECONDS.toNanos(1));
        }

        /** A window that ends in the middle of the time that was filled. */
        private RecordQuery past(Duration window, @Nullable String text) {
            var end = appendedUnixNanos - TimeUnit.DAYS.toNanos(15L * months);
            return new RecordQuery(
                    null,
                    OptionalLong.of(end - window.toNanos()),
                    OptionalLong.of(end),
                    Map.of(),
                    null,
                    text,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    false,
                    100);
        }

        private static RecordQuery query(
                OptionalLong from, Map<Field, String> equal, @Nullable String text, boolean oldestFirst, int limit) {
            return new RecordQuery(
                    null,
                    from,
                    OptionalLong.empty(),
                    equal,
                    null,
                    text,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    oldestFirst,
                    limit);
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    private static DatabaseUrl in(DatabaseUrl server, String database) {
        return new DatabaseUrl(
                server.host(), server.port(), database, server.user(), server.password(), server.sslMode(), null);
    }

    private static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = TestDatabase.connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long argument(String[] arguments, int position, long otherwise) {
        return position < arguments.length ? Long.parseLong(arguments[position]) : otherwise;
    }
}
