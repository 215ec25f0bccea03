// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.summary.SmallStretches.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.record.Surface;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.EntryLedger;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.ledger.PostgresLedger;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.WriterConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written from memory is what reading the records gives, whoever appends and erases meanwhile. */
class CountedSummariesIT {
    private static final long ENOUGH_BYTES = 10_000_000;
    private static final long MILLIS_MAX = 8_000;

    private static SmallStretches stretches;
    private static TestStorage storage;
    private static Roles roles;
    private static Partitions partitions;

    private final RecentCounts recent = new RecentCounts(SMALL, ENOUGH_BYTES);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Summarizer summarizer;
    private Tenant tenant;

    @BeforeAll
    static void open() {
        stretches = SmallStretches.open();
        storage = stretches.storage();
        roles = Roles.establish(stretches.url());
        partitions = new Partitions(admin());
    }

    @AfterAll
    static void close() {
        stretches.close();
    }

    @BeforeEach
    void make() {
        tenant = stretches.tenant();
        summarizer = stretches.summarizer(recent, registry);
        // the first entry of a log is written by whoever makes it, and what comes before the database is known is read
        append(tenant, TestRecords.many(16));
        await(summarizer.runNow());
        registry.clear();
        summarizer = stretches.summarizer(recent, registry);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void runNow_writesTheSameRowsCountedAsRead(int seed) {
        var random = new Random(seed);
        for (var left = 16 * 20; left > 0; ) {
            var count = Math.min(left, 1 + random.nextInt(50));
            append(
                    tenant,
                    IntStream.range(0, count).mapToObj(number -> any(random)).toList());
            left -= count;
        }
        await(summarizer.runNow());

        assertThat(metric("counted")).isEqualTo(20);
        assertThat(metric("read")).isZero();
        stretches.assertRowsAreThoseOfReading();
    }

    @Test
    void runNow_readsWhatIsNotInMemory() {
        var nothing = stretches.summarizer(new RecentCounts(SMALL, 0), registry);
        append(tenant, TestRecords.many(16));
        append(tenant, TestRecords.many(8));
        // of another process
        await(storage.append(TestRecords.request(tenant, TestRecords.many(1))));
        append(tenant, TestRecords.many(7 + 16));

        await(summarizer.runNow());

        assertThat(metric("counted")).isEqualTo(2);
        assertThat(metric("read")).isOne();
        stretches.assertRowsAreThoseOfReading();
        append(tenant, TestRecords.many(16));
        await(nothing.runNow());
        assertThat(metric("read")).isEqualTo(2);
        stretches.assertRowsAreThoseOfReading();
    }

    @Test
    void runNow_sumsUpWhatSeveralAppendAtOnce() {
        var other = stretches.tenant();
        var ledgers = new ArrayList<PostgresLedger>();
        for (var appender = 0; appender < 3; appender++) {
            // of these the last is another process
            ledgers.add(ledger(appender < 2 ? recent : CommitListener.NONE));
        }
        var findings = new EntryLedger(storage.vertx(), WriterConnection.ofOwner(stretches.url()), partitions, recent);
        var entries = new OwnEntries(admin(), partitions, recent);
        var random = new Random(7);
        for (var round = 0; round < 12; round++) {
            // the first rounds without the other process
            var appenders = round < 6 ? ledgers.subList(0, 2) : ledgers;
            var appended = new ArrayList<Future<?>>();
            for (var log : List.of(tenant, other)) {
                for (var ledger : appenders) {
                    for (var request = 0; request < 4; request++) {
                        var records = IntStream.range(0, 1 + random.nextInt(12))
                                .mapToObj(number -> any(random))
                                .toList();
                        appended.add(ledger.append(List.of(TestRecords.request(log, records)), MILLIS_MAX));
                    }
                }
                appended.add(findings.append(TestRecords.RECEIVED_UNIX_NANOS, new Finding(log.id())));
                appended.add(entries.append(
                        log,
                        TestRecords.RECEIVED_UNIX_NANOS,
                        connection -> Future.succeededFuture(List.of(entry(Kind.READ)))));
            }
            // in the midst of it
            var summed = summarizer.runNow();
            await(Future.all(appended));
            await(summed);
        }
        await(summarizer.runNow());

        assertThat(metric("counted")).isPositive();
        assertThat(metric("read")).isPositive();
        stretches.assertRowsAreThoseOfReading();
        ledgers.forEach(ledger -> await(ledger.close()));
        await(findings.close());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void roundNow_writesTheSameRowsFromWhatSeveralCollectorsCounted(int seed) {
        var random = new Random(seed);
        var collectors = collectors(3, () -> 0);
        for (var left = 16 * 20; left > 0; ) {
            var count = Math.min(left, 1 + random.nextInt(30));
            append(
                    tenant,
                    IntStream.range(0, count).mapToObj(number -> any(random)).toList(),
                    collectors.get(random.nextInt(3)).recent());
            left -= count;
            if (random.nextInt(4) == 0) {
                await(collectors.get(random.nextInt(3)).summarizer().roundNow());
            }
        }
        Collections.shuffle(collectors, random);
        for (var round = 0; round < 2; round++) {
            collectors.forEach(collector -> await(collector.summarizer().roundNow()));
        }

        assertThat(metric("counted")).isEqualTo(20);
        assertThat(metric("shared")).isPositive();
        assertThat(metric("read")).isZero();
        assertThat(parts()).isZero();
        stretches.assertRowsAreThoseOfReading();
    }

    @Test
    void roundNow_readsWhatNobodySaysThatItWasCountedAfterAWhile() {
        var nanos = new AtomicLong();
        var collectors = collectors(3, nanos::get);
        var first = collectors.get(0);
        append(tenant, TestRecords.many(10), first.recent());
        // of one that is killed
        append(tenant, TestRecords.many(6), CommitListener.NONE);
        append(tenant, TestRecords.many(10), first.recent());
        append(tenant, TestRecords.many(6), collectors.get(1).recent());

        await(first.summarizer().roundNow());
        await(collectors.get(1).summarizer().roundNow());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(3) - 1);
        await(first.summarizer().roundNow());
        assertThat(summedUp()).isEqualTo(2);

        nanos.addAndGet(1);
        await(first.summarizer().roundNow());

        assertThat(summedUp()).isEqualTo(4);
        assertThat(metric("read")).isOne();
        assertThat(metric("counted")).isOne();
        stretches.assertRowsAreThoseOfReading();
    }

    @Test
    void roundNow_readsWhatWasErasedSinceOthersSaidWhatTheyHadCounted() {
        var nanos = new AtomicLong();
        var collectors = collectors(2, nanos::get);
        append(tenant, ofTeam(10), collectors.get(0).recent());
        append(tenant, ofTeam(6), collectors.get(1).recent());
        await(collectors.get(0).summarizer().roundNow());
        var elsewhere = new OwnEntries(admin(), partitions, CommitListener.NONE);
        await(elsewhere.append(
                tenant,
                TestRecords.RECEIVED_UNIX_NANOS,
                connection -> erase(connection, 34, Moment.AFTER_COMMIT).map(done -> List.of(entry(Kind.ERASURE)))));

        await(collectors.get(1).summarizer().roundNow());
        assertThat(summedUp()).isEqualTo(2);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
        await(collectors.get(1).summarizer().roundNow());

        assertThat(summedUp()).isEqualTo(3);
        assertThat(metric("read")).isOne();
        assertThat(metric("counted")).isZero();
        stretches.assertRowsAreThoseOfReading();
    }

    @Test
    void roundNow_believesNoPartsThatHaveAnEntryTwice() {
        var collectors = collectors(2, () -> 0);
        append(tenant, ofTeam(10), collectors.get(0).recent());
        append(tenant, ofTeam(6), CommitListener.NONE);
        // as many as are missing, but not those
        collectors.get(1).recent().committed(tenant.id(), 32, ofTeam(6));
        collectors.forEach(collector -> await(collector.summarizer().roundNow()));
        assertThat(parts()).isEqualTo(2);

        await(collectors.get(0).summarizer().roundNow());
        assertThat(summedUp()).isEqualTo(2);
        await(collectors.get(0).summarizer().runNow());

        assertThat(metric("counted")).isZero();
        stretches.assertRowsAreThoseOfReading();
    }

    @Test
    void roundNow_keepsNoPartsOfWhatIsSummedUp() {
        var collectors = collectors(2, () -> 0);
        append(tenant, ofTeam(10), collectors.get(0).recent());
        append(tenant, ofTeam(6), CommitListener.NONE);
        await(collectors.get(0).summarizer().roundNow());
        assertThat(parts()).isOne();
        // as one of an earlier release would
        await(stretches.reading().runNow());

        assertThat(parts()).isZero();
        // told late
        collectors.get(1).recent().committed(tenant.id(), 42, ofTeam(6));
        append(tenant, ofTeam(16), CommitListener.NONE);
        await(collectors.get(1).summarizer().roundNow());
        assertThat(metric("shared")).isOne();
        assertThat(parts()).isZero();
    }

    private record Collector(RecentCounts recent, Summarizer summarizer) {}

    /**
     * Several, with metrics in common, that know the database, and have appended to the log where its second stretch
     * ends, so that they count from the third on.
     */
    private List<Collector> collectors(int count, LongSupplier clockNanos) {
        var collectors = IntStream.range(0, count)
                .mapToObj(number -> {
                    var counts = new RecentCounts(SMALL, ENOUGH_BYTES);
                    var collector = new Collector(counts, stretches.summarizer(counts, registry, clockNanos));
                    await(collector.summarizer().roundNow());
                    append(tenant, TestRecords.many(1), counts);
                    return collector;
                })
                .collect(Collectors.toCollection(ArrayList::new));
        append(tenant, TestRecords.many((int) (2 * 16 - size())), CommitListener.NONE);
        await(stretches.reading().runNow());
        assertThat(summedUp()).isEqualTo(2);
        return collectors;
    }

    private long parts() {
        return one("select count(*) from summary_part where log_id = $1");
    }

    private long summedUp() {
        return one("select next_number from summary_cursor where log_id = $1");
    }

    /** When, in the transaction of an erasure, the stretch is summed up. */
    private enum Moment {
        AFTER_THE_UPDATE,
        AFTER_THE_SUMMARIES_WERE_TOLD,
        AFTER_COMMIT
    }

    @ParameterizedTest
    @EnumSource
    void runNow_neverBringsBackATeamThatIsErased(Moment moment) {
        append(tenant, ofTeam(20));
        var atOnce = new OwnEntries(admin(), partitions, recent);
        var elsewhere = new OwnEntries(admin(), partitions, CommitListener.NONE);
        for (var eraser : List.of(atOnce, elsewhere)) {
            // fills the stretch in which the erasure's entry was, and the next
            append(tenant, ofTeam(40));
            var first = size() / 16 * 16 - 16;
            await(eraser.append(
                    tenant,
                    TestRecords.RECEIVED_UNIX_NANOS,
                    connection -> erase(connection, first, moment).map(done -> List.of(entry(Kind.ERASURE)))));

            assertThat(uncertain()).isZero();
            await(summarizer.runNow());
            assertThat(uncertain()).isZero();
            stretches.assertRowsAreThoseOfReading();
        }
    }

    @Test
    void runNow_countsAgainAfterTheStretchInWhichSomethingWasErased() {
        append(tenant, ofTeam(40));
        var entries = new OwnEntries(admin(), partitions, recent);
        await(entries.append(
                tenant,
                TestRecords.RECEIVED_UNIX_NANOS,
                connection -> erase(connection, 17, Moment.AFTER_COMMIT).map(done -> List.of(entry(Kind.RETENTION)))));
        append(tenant, ofTeam(16 - 9 + 32));

        await(summarizer.runNow());

        assertThat(metric("read")).isEqualTo(3);
        assertThat(metric("counted")).isEqualTo(2);
        stretches.assertRowsAreThoseOfReading();
    }

    /**
     * As erasure does, of eight records from an index on; earlier releases held the summaries only when they told them.
     */
    private Future<Void> erase(SqlConnection connection, long first, Moment moment) {
        var indexes = IntStream.range(0, 8).mapToObj(number -> first + number).toList();
        var heldLater = moment == Moment.AFTER_THE_UPDATE;
        return (heldLater ? Future.<Void>succeededFuture() : SummaryHold.take(connection, tenant.id()))
                .compose(held -> connection
                        .query("set local session_replication_role = replica")
                        .execute())
                .compose(bare -> connection
                        .preparedQuery("update record set team = null where log_id = $1 and idx >= $2 and idx < $2 + 8")
                        .execute(Tuple.of(tenant.id(), first)))
                .compose(updated ->
                        moment == Moment.AFTER_THE_UPDATE ? summarizer.runNow() : Future.<Void>succeededFuture())
                .compose(summed ->
                        heldLater ? SummaryHold.take(connection, tenant.id()) : Future.<Void>succeededFuture())
                .compose(held -> SummaryHold.outdate(connection, tenant.id(), indexes, SMALL))
                .compose(told -> moment == Moment.AFTER_THE_SUMMARIES_WERE_TOLD
                        ? summarizer.runNow()
                        : Future.<Void>succeededFuture());
    }

    /** Records that the summaries of a team have, that are not outdated, and that are not the team's. */
    private long uncertain() {
        var summed = one("select coalesce(sum(s.records), 0)::bigint from record_summary s join record_summary a"
                + " on a.log_id = s.log_id and a.level = s.level and a.number = s.number and a.team = ''"
                + " where s.log_id = $1 and s.level = 0 and s.team = 'red' and not a.outdated");
        return summed
                - one("select count(*) from record r join record_summary a on a.log_id = r.log_id and a.team = ''"
                        + " and a.level = 0 and a.number = r.idx / 16 and not a.outdated"
                        + " where r.log_id = $1 and r.team = 'red'");
    }

    private static Pool admin() {
        return stretches.admin();
    }

    private long size() {
        return one("select size from log_head where log_id = $1");
    }

    private long one(String sql) {
        return stretches.number(sql, tenant);
    }

    private double metric(String name) {
        return registry.get("deedbook.summaries." + name).counter().count();
    }

    private void append(Tenant log, List<SealedRecord> records) {
        append(log, records, recent);
    }

    private static void append(Tenant log, List<SealedRecord> records, CommitListener listener) {
        var receipt = await(storage.append(TestRecords.request(log, records)));
        listener.committed(log.id(), receipt.firstIndex(), records);
    }

    private PostgresLedger ledger(CommitListener listener) {
        return new PostgresLedger(storage.vertx(), WriterConnection.of(stretches.url(), roles), partitions, listener);
    }

    private record Finding(int logId) implements EntryLedger.Work {
        @Override
        public Map<Integer, List<SealedRecord>> prepare(Connection connection) {
            return Map.of(logId, List.of(entry(Kind.FINDING), entry(Kind.FINDING)));
        }

        @Override
        public boolean confirm(Connection connection) {
            return true;
        }
    }

    private static SealedRecord entry(Kind kind) {
        return TestRecords.sealed(draft -> draft.put(Field.KIND, kind.wireName()));
    }

    private static List<SealedRecord> ofTeam(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> TestRecords.sealed(draft -> draft.put(Field.TEAM, "red")))
                .toList();
    }

    /** Of few teams and days, now and then of any time. */
    private static SealedRecord any(Random random) {
        var days = random.nextInt(3);
        var occurred = random.nextInt(20) == 0
                ? random.nextLong()
                : TestRecords.RECEIVED_UNIX_NANOS - days * TimeUnit.DAYS.toNanos(1) + random.nextInt();
        return TestRecords.sealed(occurred, draft -> {
            draft.put(
                    Field.TEAM, among(random, null, "red", "blue", "Größe \uD83D\uDE80", "it's \\ \"so\" {,}", "NULL"));
            draft.put(Field.KIND, among(random, "record", "record", "finding", "policy", "read", "gap"));
            draft.put(
                    Field.RISK,
                    random.nextInt(9) == 0 ? null : among(random, Risk.values()).wireName());
            draft.put(
                    Field.ACTION,
                    random.nextInt(9) == 0
                            ? null
                            : among(random, Action.values()).wireName());
            draft.put(
                    Field.SURFACE,
                    random.nextInt(9) == 0
                            ? null
                            : among(random, Surface.values()).wireName());
        });
    }

    @SafeVarargs
    private static <T> T among(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
