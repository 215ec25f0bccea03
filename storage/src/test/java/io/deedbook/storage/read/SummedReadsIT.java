// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.summary.SmallStretches.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.summary.SmallStretches;
import io.deedbook.storage.summary.Summarizer;
import io.deedbook.storage.summary.SummaryHold;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read by summaries is what reading every record gives, however much of the log is summed up. */
class SummedReadsIT {
    private static final Duration AMPLE = Duration.ofMinutes(1);
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long START = TestRecords.RECEIVED_UNIX_NANOS;
    /** In three partitions: the last is a month and more after the first. */
    private static final int HOURS = 1_000;

    private static SmallStretches stretches;
    private static TestStorage storage;

    private Tenant tenant;

    @BeforeAll
    static void open() {
        stretches = SmallStretches.open();
        storage = stretches.storage();
    }

    @AfterAll
    static void close() {
        stretches.close();
    }

    @BeforeEach
    void make() {
        tenant = stretches.tenant();
    }

    /** How much is summed up when something is asked. */
    private enum Summed {
        NOTHING,
        HALF,
        ALL
    }

    @ParameterizedTest
    @EnumSource
    void records_ofAWindowAreThoseThatOccurredInItWhateverTheOrderOfArrival(Summed summed) {
        append(summed);
        for (var window :
                List.of(new int[] {400, 410}, new int[] {0, 1}, new int[] {0, HOURS}, new int[] {990, 2_000})) {
            var query = query(window, Map.of(), null, null);
            assertPages(query, 1, AMPLE);
            assertPages(query, 7, AMPLE);
            assertPages(query, 500, AMPLE);
            assertPages(query, 7, Duration.ZERO);
        }
        assertThat(pages(query(new int[] {2_000, 3_000}, Map.of(), null, null), 10, AMPLE))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void records_areThoseForWhichAllConditionsHold(Summed summed) {
        append(summed);
        var all = new int[] {-100_000, 100_000};
        for (var equal : List.of(
                Map.of(Field.RISK, "high"),
                Map.of(Field.RISK, "medium"),
                Map.of(Field.ACTION, "file_read", Field.RISK, "high"),
                Map.of(Field.TEAM, "red"),
                Map.of(Field.SURFACE, "cowork"),
                Map.of(Field.KIND, "hold"),
                Map.of(Field.TOOL_NAME, "Bash"))) {
            assertPages(query(all, equal, null, null), 7, AMPLE);
            assertPages(query(new int[] {300, 500}, equal, "blue", null), 7, Duration.ZERO);
        }
        assertPages(query(new int[] {300, 500}, Map.of(), null, "number 4"), 5, AMPLE);
    }

    @Test
    void records_endsAPageWithoutRecordsWhenItHasTakenItsTimeAndGoesOnWhereItWas() {
        append(Summed.ALL);
        var query = query(new int[] {-100_000, 100_000}, Map.of(Field.TOOL_NAME, "Nothing"), null, null);

        var page = await(reader(Duration.ZERO).records(tenant, query));

        assertThat(page.records()).isEmpty();
        assertThat(page.next()).hasValue(HOURS - HOURS % 16);
        assertThat(pages(query, 10, Duration.ZERO)).isEmpty();
    }

    @Test
    void records_passesOverStretchesThatHaveNothingOfIt() {
        append(0, HOURS, index -> false);
        await(summarizer().runNow());
        var query = query(new int[] {96, 98}, Map.of(), null, null);

        // what is not summed up first, then at once that of the window
        var first = await(reader(Duration.ZERO).records(tenant, query));
        var second = await(
                reader(Duration.ZERO).records(tenant, before(query, first.next().orElseThrow())));

        assertThat(second.records()).extracting(StoredRecord::index).containsExactly(99L, 97L, 95L);
    }

    @Test
    void records_ofAFullPageAreTheLastWhenThereIsNoFurther() {
        append(0, HOURS, index -> false);
        await(summarizer().runNow());
        var query = query(new int[] {96, 98}, Map.of(), null, null);

        assertThat(await(reader(AMPLE).records(tenant, limited(query, 3))).more())
                .isFalse();
        assertThat(await(reader(AMPLE).records(tenant, limited(query, 2))).next())
                .hasValue(97);
    }

    @Test
    void records_endsAPageWhereItsTextsAreLongOverAllStretches() {
        var text = "x".repeat(RecordSelect.PAGE_BYTES_MAX / 20);
        var records = LongStream.range(0, 64)
                .mapToObj(number -> record(number, number, draft -> {
                    draft.put(Field.TOOL_NAME, "Long");
                    draft.content().put("prompt", text);
                }))
                .toList();
        for (var start = 0; start < 64; start += 8) {
            await(storage.append(TestRecords.request(tenant, records.subList(start, start + 8))));
        }
        await(summarizer().runNow());
        var query = limited(query(new int[] {0, HOURS}, Map.of(Field.TOOL_NAME, "Long"), null, null), 500);

        var page = await(reader(AMPLE).records(tenant, query));

        assertThat(page.records().size()).isBetween(20, 21);
        assertThat(pages(query, 500, AMPLE)).hasSize(64).doesNotHaveDuplicates();
    }

    @Test
    void records_ofAnotherTenantAreNeverFound() {
        append(Summed.ALL);
        var other = stretches.tenant();
        await(storage.append(TestRecords.request(other, TestRecords.many(40))));
        await(summarizer().runNow());

        var page = await(reader(AMPLE).records(other, query(new int[] {-100_000, 100_000}, Map.of(), null, null)));

        assertThat(page.records()).hasSize(40);
        assertThat(await(reader(AMPLE).stats(other, null)).records()).isEqualTo(40);
        assertThat(await(reader(AMPLE).stats(other, "red")).records()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void stats_areThoseOfAllRecords(Summed summed) {
        append(summed);

        assertStats();
        assertThat(await(reader(AMPLE).stats(tenant, null)).records()).isEqualTo(HOURS);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 512, 768})
    void readsAreOfWhatRetentionHasLeft(int pruned) {
        append(Summed.ALL);
        prune(pruned);

        assertStats();
        assertThat(await(reader(AMPLE).stats(tenant, null)).records()).isEqualTo(HOURS - pruned);
        assertPages(query(new int[] {0, HOURS}, Map.of(), null, null), 100, AMPLE);

        // with the next stretches, what was summed up of what is gone goes as well
        append(HOURS, 32, index -> false);
        await(summarizer().runNow());

        assertThat(count("'all'", null)).containsEntry("all", HOURS + 32L - pruned);
        assertStats();
        assertThat(await(admin().preparedQuery(
                                        "select from record_summary where log_id = $1 and level = 0 and number < $2")
                                .execute(Tuple.of(tenant.id(), pruned / 16L)))
                        .size())
                .isZero();
    }

    @Test
    void stats_ofATeamAreRightAsSoonAsItsRecordsAreErased() {
        append(Summed.ALL);
        var red = await(reader(AMPLE).stats(tenant, "red")).records();

        eraseTeam(List.of(3L, 6L, 200L, 201L, 999L));

        assertStats();
        assertThat(await(reader(AMPLE).stats(tenant, "red")).records()).isLessThan(red);
        assertThat(outdated()).isPositive();
        await(summarizer().runNow());
        assertThat(outdated()).isZero();
        assertStats();
    }

    @Test
    void runNow_sumsUpEachStretchOnceThoughSeveralCollectorsDo() {
        append(Summed.NOTHING);

        await(Future.all(
                summarizer().runNow(), summarizer().runNow(), summarizer().runNow()));
        // who found the log taken left it to another, who may have been at its end already
        await(summarizer().runNow());

        assertStats();
        var rows = await(storage.storage()
                .adminPool()
                .preparedQuery("select level, count(*)::int from record_summary where log_id = $1 and team = ''"
                        + " group by level order by level")
                .execute(Tuple.of(tenant.id())));
        var counts = new ArrayList<Integer>();
        rows.forEach(row -> counts.add(row.getInteger(1)));
        assertThat(counts).containsExactly(HOURS / 16, HOURS / 64);
    }

    @Test
    void stats_refusesToReadMillionsOfRecordsAndSaysHowFarTheyAreCounted() {
        var more = storage.tenant("t-" + UUID.randomUUID());
        setSize(tenant, 2_000_000);
        setSize(more, 4_000_000);
        setSummed(tenant, 50_000);

        assertRefused(tenant, null, "40 % of them");
        assertRefused(tenant, "red", "40 % of them");
        assertRefused(more, null, ": 0 % of them");
        // nothing is appended to them any more
        setSize(tenant, 0);
        setSize(more, 0);
    }

    @Test
    void stats_ofATeam_saysHowFarTheyAreCountedAnew() {
        setSize(tenant, 2_000_000);
        setSummed(tenant, 125_000);
        execute(
                "insert into record_summary (log_id, team, level, number, records, counts, outdated)"
                        + " select $1, '', 0, number, 0, '{}', number < 75000 from generate_series(0, 124999) as number",
                Tuple.of(tenant.id()));

        assertRefused(tenant, "red", "40 % of them");
        assertThat(await(reader(AMPLE).stats(tenant, null)).records()).isZero();
        setSize(tenant, 0);
        execute("delete from record_summary where log_id = $1", Tuple.of(tenant.id()));
    }

    private void assertRefused(Tenant of, @Nullable String team, String share) {
        assertThatThrownBy(() -> await(reader(AMPLE).stats(of, team)))
                .asInstanceOf(type(Refusal.class))
                .returns(2, Refusal::retryAfterSeconds)
                .extracting(Refusal::getMessage, STRING)
                .contains("being counted", share);
    }

    private static void setSize(Tenant of, long size) {
        execute("update log_head set size = $2 where log_id = $1", Tuple.of(of.id(), size));
    }

    private static void setSummed(Tenant of, long stretches) {
        execute("insert into summary_cursor (log_id, next_number) values ($1, $2)", Tuple.of(of.id(), stretches));
    }

    private static void execute(String sql, Tuple parameters) {
        await(storage.storage().adminPool().preparedQuery(sql).execute(parameters));
    }

    private void append(Summed summed) {
        var half = HOURS / 2 - 5;
        append(0, half, index -> index % 37 == 0);
        if (summed == Summed.HALF) {
            await(summarizer().runNow());
        }
        append(half, HOURS - half, index -> index % 37 == 0);
        if (summed == Summed.ALL) {
            await(summarizer().runNow());
        }
    }

    /** A record an hour; those that {@code late} tells of occurred long before, as a spool brings them. */
    private void append(int from, int count, LongPredicate late) {
        var records = new ArrayList<SealedRecord>();
        for (var index = (long) from; index < from + count; index++) {
            var number = index;
            // five have the same time, each
            var occurred = late.test(index) ? (index * 7_919) % 5_000 - 4_500 : index / 5 * 5 + index % 2;
            records.add(record(index, occurred, draft -> {
                draft.put(Field.TEAM, number % 3 == 0 ? "red" : number % 3 == 1 ? "blue" : null);
                draft.put(Field.RISK, number % 100 == 0 ? "high" : "low");
                draft.put(Field.ACTION, number % 200 == 0 ? "file_read" : "shell_command");
                draft.put(Field.SURFACE, number > 900 ? "cowork" : "claude_code");
                draft.put(Field.TOOL_NAME, number % 10 == 0 ? "Bash" : null);
                draft.content().put("prompt", "number " + number);
            }));
        }
        for (var start = 0; start < count; start += 100) {
            await(storage.append(TestRecords.request(tenant, records.subList(start, Math.min(count, start + 100)))));
        }
    }

    private static SealedRecord record(long receivedHour, long occurredHour, Consumer<RecordDraft> change) {
        // every 50th waited in a spool while others came
        var received = receivedHour % 50 == 0 ? receivedHour - 30 : receivedHour;
        var draft = new RecordDraft(START + received * HOUR_NANOS, START + occurredHour * HOUR_NANOS);
        draft.put(Field.SURFACE, "claude_code");
        draft.put(Field.SIGNAL, "logs");
        draft.put(Field.EVENT, "tool_result");
        draft.put(Field.POLICY_VERSION, "test");
        draft.put(Field.CONTENT_STATE, "redacted");
        change.accept(draft);
        return new Sealer().seal(draft);
    }

    private static RecordQuery query(
            int[] hours, Map<Field, String> equal, @Nullable String team, @Nullable String text) {
        return new RecordQuery(
                team,
                OptionalLong.of(START + hours[0] * HOUR_NANOS),
                OptionalLong.of(START + hours[1] * HOUR_NANOS),
                equal,
                null,
                text,
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                100);
    }

    private static RecordQuery before(RecordQuery query, long before) {
        return change(query, OptionalLong.of(before), query.oldestFirst(), query.limit());
    }

    private static RecordQuery limited(RecordQuery query, int limit) {
        return change(query, query.before(), query.oldestFirst(), limit);
    }

    private static RecordQuery change(RecordQuery query, OptionalLong before, boolean oldestFirst, int limit) {
        return new RecordQuery(
                query.team(),
                query.fromUnixNanos(),
                query.toUnixNanos(),
                query.equal(),
                query.pii(),
                query.text(),
                before,
                query.after(),
                oldestFirst,
                limit);
    }

    private void assertPages(RecordQuery query, int limit, Duration time) {
        assertThat(pages(query, limit, time)).as("%s", query).isEqualTo(expected(query));
    }

    private List<Long> pages(RecordQuery query, int limit, Duration time) {
        var found = new ArrayList<Long>();
        var next = OptionalLong.empty();
        do {
            var page = await(reader(time).records(tenant, change(query, next, false, limit)));
            page.records().forEach(record -> found.add(record.index()));
            next = page.next();
        } while (next.isPresent());
        return found;
    }

    /** By one statement over all records, oldest first. */
    private List<Long> expected(RecordQuery query) {
        var statement = RecordSelect.of(tenant, change(query, OptionalLong.empty(), true, RecordQuery.LIMIT_MAX));
        var found = new ArrayList<Long>();
        await(storage.storage()
                        .adminPool()
                        .preparedQuery(statement.sql().replace("limit 501", "limit 100000"))
                        .execute(statement.parameters()))
                .forEach(row -> found.add(row.getLong(0)));
        Collections.reverse(found);
        return found;
    }

    private void assertStats() {
        for (var team : new String[] {null, "red", "blue", "green"}) {
            assertThat(await(reader(AMPLE).stats(tenant, team)))
                    .as("team %s", team)
                    .isEqualTo(expected(team));
        }
    }

    private Stats expected(@Nullable String team) {
        return new Stats(
                count("'all'", team).getOrDefault("all", 0L),
                count("risk", team),
                count("action", team),
                count("surface", team),
                count(
                        "to_char(to_timestamp(occurred_unix_nanos / 1000000000) at time zone 'UTC', 'YYYY-MM-DD')",
                        team));
    }

    private Map<String, Long> count(String expression, @Nullable String team) {
        var counts = new TreeMap<String, Long>();
        await(storage.storage()
                        .adminPool()
                        .preparedQuery("select coalesce(" + expression + ", ''), count(*) from record where log_id = $1"
                                + " and ($2::text is null or team = $2::text) group by 1")
                        .execute(Tuple.of(tenant.id()).addString(team)))
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }

    private void prune(int size) {
        bare("insert into pruned_log (log_id, size) values (" + tenant.id() + ", " + size
                + ") on conflict (log_id) do nothing");
        bare("delete from record where idx < " + size + " and log_id = " + tenant.id());
    }

    /** As erasure does: the team goes, and the summaries are told in the same transaction. */
    private void eraseTeam(List<Long> indexes) {
        bare("update record set team = null where log_id = " + tenant.id() + " and idx in ("
                + String.join(", ", indexes.stream().map(String::valueOf).toList()) + ")");
        await(SummaryHold.outdate(admin(), tenant.id(), indexes, SMALL));
    }

    private long outdated() {
        return stretches.number("select count(*) from record_summary where log_id = $1 and outdated", tenant);
    }

    /** Past the triggers. */
    private static void bare(String sql) {
        await(admin().withTransaction(connection -> connection
                .query("set local session_replication_role = replica")
                .execute()
                .compose(off -> connection.query(sql).execute())));
    }

    private static Pool admin() {
        return stretches.admin();
    }

    private static Summarizer summarizer() {
        return stretches.reading();
    }

    private static RecordReader reader(Duration time) {
        return new PostgresRecordReader(
                storage.storage().verifierPool(), storage.storage().evidence(), new WalkLimits(SMALL, 2, time));
    }
}
