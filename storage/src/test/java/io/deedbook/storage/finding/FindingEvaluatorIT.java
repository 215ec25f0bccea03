// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingEvaluatorIT {
    private static final CorrelationSet SET = CorrelationSet.builtIn();
    private static final Path DIRECTORY = TestStorage.temporaryDirectory();
    private static final String URL = TestDatabase.text(TestDatabase.create());
    private static final AtomicLong CLOCK = new AtomicLong(TestRecords.RECEIVED_UNIX_NANOS);

    private static TestStorage storage;

    @BeforeAll
    static void open() {
        storage = TestStorage.on(URL, DIRECTORY);
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @BeforeEach
    void resetClock() {
        CLOCK.set(TestRecords.RECEIVED_UNIX_NANOS);
    }

    private static FindingEvaluator evaluator(TestStorage on, Duration lease) {
        return on.storage()
                .findings(
                        tenant -> Future.succeededFuture(SET),
                        new FindingOptions(Duration.ofMillis(10), lease, CLOCK::get));
    }

    private static SealedRecord rejected(String session, long second, Consumer<RecordDraft> change) {
        return TestRecords.sealed(
                TestRecords.RECEIVED_UNIX_NANOS - TimeUnit.HOURS.toNanos(2) + TimeUnit.SECONDS.toNanos(second),
                draft -> {
                    draft.put(Field.SESSION_ID, session);
                    draft.put(Field.EVENT, "tool_decision");
                    draft.put(Field.ACTION, "tool_decision");
                    draft.put(Field.DECISION, "reject");
                    draft.put(Field.SIGNAL, "log");
                    change.accept(draft);
                });
    }

    private static SealedRecord numbered(String session, long number) {
        return TestRecords.sealed(draft -> {
            draft.put(Field.SESSION_ID, session);
            draft.put(Field.SEQUENCE, number);
        });
    }

    private static void append(Tenant tenant, SealedRecord... records) {
        await(storage.append(TestRecords.request(tenant, List.of(records))));
    }

    private static List<StoredRecord> findings(Tenant tenant) {
        var none = OptionalLong.empty();
        return await(storage.storage()
                        .reader()
                        .records(
                                tenant,
                                new RecordQuery(
                                        null,
                                        none,
                                        none,
                                        Map.of(Field.KIND, "finding"),
                                        null,
                                        null,
                                        none,
                                        none,
                                        true,
                                        500)))
                .records();
    }

    private static void assertVerifies(Tenant tenant) {
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void finding_isAnEntryOfTheLedgerWithWhatItsRecordsHaveInCommon() {
        var tenant = storage.tenant("common");
        var evaluator = evaluator(storage, Duration.ofSeconds(30));
        for (var second = 0; second < 5; second++) {
            var number = second;
            append(tenant, rejected("s", second, draft -> {
                draft.put(Field.TEAM, "payments");
                draft.put(Field.USER_EMAIL, "[email:0a1b2c]");
                draft.put(Field.USER_ACCOUNT_ID, "u" + number);
            }));
        }
        await(evaluator.evaluateNow());
        await(evaluator.evaluateNow());

        assertThat(findings(tenant)).singleElement().satisfies(finding -> {
            assertThat(finding.text(Field.EVENT)).isEqualTo("burst-of-rejected-calls");
            assertThat(finding.list(Field.RULES)).containsExactly("burst-of-rejected-calls");
            assertThat(finding.list(Field.CONTROLS)).contains("soc2:CC6.1");
            assertThat(finding.text(Field.RISK)).isEqualTo("medium");
            assertThat(finding.text(Field.SESSION_ID)).isEqualTo("s");
            assertThat(finding.text(Field.TEAM)).isEqualTo("payments");
            assertThat(finding.text(Field.SURFACE)).isEqualTo("claude_code");
            assertThat(finding.text(Field.USER_EMAIL)).isEqualTo("[email:0a1b2c]");
            assertThat(finding.text(Field.USER_ACCOUNT_ID)).isNull();
            var content = new JsonObject(finding.contentJson());
            assertThat(new JsonArray(content.getString("records"))).hasSize(5);
            assertThat(content.getString("recordCount")).isEqualTo("5");
            assertThat(content.getString("window")).isEqualTo("2026-06-15T10:00:00Z/2026-06-15T10:00:04Z");
            assertThat(content.getString("explanation")).startsWith("5 records within 4 s match call-rejected");
        });
        assertVerifies(tenant);
        await(evaluator.stop());
    }

    @Test
    void recordsOfTwoTeams_makeAFindingOfNoTeam() {
        var tenant = storage.tenant("teams");
        var evaluator = evaluator(storage, Duration.ofSeconds(30));
        for (var second = 0; second < 5; second++) {
            var team = second < 4 ? "payments" : "sales";
            append(tenant, rejected("s", second, draft -> draft.put(Field.TEAM, team)));
        }
        await(evaluator.evaluateNow());

        assertThat(findings(tenant))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text(Field.TEAM)).isNull());
        await(evaluator.stop());
    }

    @Test
    void window_isCompletedAcrossARestart() {
        var tenant = storage.tenant("restart");
        var before = evaluator(storage, Duration.ofSeconds(30));
        append(tenant, rejected("s", 0, draft -> {}), rejected("s", 1, draft -> {}), rejected("s", 2, draft -> {}));
        append(tenant, numbered("gap", 0), numbered("gap", 3));
        await(before.evaluateNow());
        await(before.stop());
        assertThat(findings(tenant)).isEmpty();

        append(tenant, rejected("s", 3, draft -> {}), rejected("s", 4, draft -> {}), numbered("gap", 4));
        var after = evaluator(storage, Duration.ofSeconds(30));
        await(after.evaluateNow());
        assertThat(findings(tenant))
                .extracting(finding -> finding.text(Field.EVENT))
                .containsExactly("burst-of-rejected-calls");

        CLOCK.addAndGet(TimeUnit.MINUTES.toNanos(5));
        await(after.evaluateNow());
        await(after.evaluateNow());
        assertThat(findings(tenant))
                .extracting(finding -> finding.text(Field.EVENT))
                .containsExactly("burst-of-rejected-calls", "sequence-gap");
        assertVerifies(tenant);
        await(after.stop());
    }

    @Test
    void sessionThatIsRecalled_hasNoGapBeforeWhatIsRecalled() {
        var tenant = storage.tenant("recalled");
        append(tenant, numbered("old", 0), numbered("old", 1));
        var before = evaluator(storage, Duration.ofSeconds(30));
        await(before.evaluateNow());
        await(before.stop());
        CLOCK.addAndGet(TimeUnit.DAYS.toNanos(2));

        append(tenant, numbered("old", 2));
        var after = evaluator(storage, Duration.ofSeconds(30));
        await(after.evaluateNow());
        CLOCK.addAndGet(TimeUnit.MINUTES.toNanos(5));
        await(after.evaluateNow());

        assertThat(findings(tenant)).isEmpty();
        await(after.stop());
    }

    @Test
    void severalCollectors_findEachThingOnce() {
        var tenants = List.of(storage.tenant("once-1"), storage.tenant("once-2"), storage.tenant("once-3"));
        var other = TestStorage.on(URL, DIRECTORY);
        var evaluators = List.of(
                evaluator(storage, Duration.ofMillis(300)),
                evaluator(other, Duration.ofMillis(300)),
                evaluator(storage, Duration.ofMillis(300)));
        evaluators.forEach(FindingEvaluator::start);
        var sessions = 40;
        for (var session = 0; session < sessions; session++) {
            for (var second = 0; second < 5; second++) {
                for (var tenant : tenants) {
                    append(tenant, rejected("s" + session, second, draft -> {}));
                }
            }
            if (session == sessions / 2) {
                // killed: nothing is released, and the others have to wait for its leases to run out
                await(other.vertx().close());
            }
        }
        await(evaluators.get(0).stop());
        await(evaluators.get(2).stop());
        var last = evaluator(storage, Duration.ofSeconds(30));
        await(storage.vertx().timer(400, TimeUnit.MILLISECONDS).mapEmpty());
        await(last.evaluateNow());

        for (var tenant : tenants) {
            var found = findings(tenant).stream()
                    .map(finding -> finding.text(Field.SESSION_ID))
                    .toList();
            assertThat(found).doesNotHaveDuplicates().hasSize(sessions);
            assertVerifies(tenant);
        }
        await(last.stop());
    }

    @Test
    void manyLogsByTwoEvaluatorsAtOnce_haveEachFindingOnce() {
        var tenants = new ArrayList<Tenant>();
        for (var number = 0; number < 70; number++) {
            var tenant = storage.tenant("many-" + number);
            tenants.add(tenant);
            // something is found in every third, so that quiet logs and others are in one group
            var events = number % 3 == 0 ? 5 : 4;
            append(
                    tenant,
                    IntStream.range(0, events)
                            .mapToObj(second -> rejected("s", second, draft -> {}))
                            .toArray(SealedRecord[]::new));
        }
        var one = evaluator(storage, Duration.ofSeconds(30));
        var two = evaluator(storage, Duration.ofSeconds(30));
        for (var round = 0; round < 3; round++) {
            await(Future.join(one.evaluateNow(), two.evaluateNow()));
        }

        for (var number = 0; number < tenants.size(); number++) {
            var tenant = tenants.get(number);
            assertThat(findings(tenant)).hasSize(number % 3 == 0 ? 1 : 0);
            assertThat(evaluatedTo(tenant)).isEqualTo(number % 3 == 0 ? 6 : 4);
        }
        await(one.stop());
        await(two.stop());
    }

    private static long evaluatedTo(Tenant tenant) {
        return await(storage.storage()
                        .adminPool()
                        .preparedQuery("select next_index from finding_cursor where log_id = $1")
                        .execute(Tuple.of(tenant.id())))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void aLogThatAnotherTookOver_doesNotHoldUpTheOthers() {
        var taken = storage.tenant("taken");
        var kept = storage.tenant("kept");
        var evaluator = evaluator(storage, Duration.ofSeconds(30));
        for (var tenant : List.of(taken, kept)) {
            append(tenant, rejected("s", 0, draft -> {}));
        }
        await(evaluator.evaluateNow());
        await(storage.storage()
                .adminPool()
                .preparedQuery("update finding_cursor set holder = 'other', leased_until = now() + interval '1 hour'"
                        + " where log_id = $1")
                .execute(Tuple.of(taken.id())));
        for (var tenant : List.of(taken, kept)) {
            for (var second = 1; second < 5; second++) {
                append(tenant, rejected("s", second, draft -> {}));
            }
        }
        await(evaluator.evaluateNow());

        assertThat(findings(taken)).isEmpty();
        assertThat(evaluatedTo(taken)).isOne();
        assertThat(findings(kept)).hasSize(1);
        await(evaluator.stop());
    }

    @Test
    void logsThatWaitWhileAnotherIsRebuilt_areKept() {
        var rebuilt = storage.tenant("rebuilt");
        var waiting = storage.tenant("waiting");
        var before = evaluator(storage, Duration.ofSeconds(30));
        appendToEach(rebuilt, waiting);
        await(before.evaluateNow());
        await(before.stop());
        appendToEach(rebuilt, waiting);

        // half of it is waited for, and the rest has to do on a busy machine
        var lease = Duration.ofSeconds(2);
        var renewed = new ArrayList<Boolean>();
        var acquired = new ArrayList<OffsetDateTime>();
        var after = storage.storage()
                .findings(
                        tenant -> {
                            if (tenant.equals(rebuilt)) {
                                // as if it took so long
                                return leasedUntil(waiting)
                                        .onSuccess(acquired::add)
                                        .compose(until -> passed(until.minus(lease.dividedBy(2))))
                                        .map(SET);
                            }
                            return tenant.equals(waiting)
                                    ? leasedUntil(waiting)
                                            .onSuccess(until -> renewed.add(until.isAfter(acquired.get(0))))
                                            .map(SET)
                                    : Future.succeededFuture(SET);
                        },
                        new FindingOptions(Duration.ofMillis(10), lease, CLOCK::get));
        await(after.evaluateNow());

        assertThat(renewed).containsExactly(true);
        await(after.stop());
    }

    private static void appendToEach(Tenant... tenants) {
        for (var tenant : tenants) {
            append(tenant, rejected("s", 0, draft -> {}));
        }
    }

    private static Future<OffsetDateTime> leasedUntil(Tenant tenant) {
        return storage.storage()
                .adminPool()
                .preparedQuery("select leased_until from finding_cursor where log_id = $1")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> rows.iterator().next().getOffsetDateTime(0));
    }

    private static Future<Void> passed(OffsetDateTime time) {
        return storage.storage()
                .adminPool()
                .preparedQuery("select pg_sleep(greatest(0, extract(epoch from $1 - clock_timestamp())))")
                .execute(Tuple.of(time))
                .mapEmpty();
    }

    @Test
    void failureOfTheSupplier_keepsRecordsForLater() {
        var tenant = storage.tenant("later");
        var working = new ArrayList<Boolean>();
        var evaluator = storage.storage()
                .findings(
                        asked -> working.isEmpty() && asked.name().equals("later")
                                ? Future.failedFuture(new IllegalStateException("away"))
                                : Future.succeededFuture(SET),
                        new FindingOptions(Duration.ofMillis(10), Duration.ofSeconds(30), CLOCK::get));
        for (var second = 0; second < 5; second++) {
            append(tenant, rejected("s", second, draft -> {}));
        }
        var refused = evaluator.evaluateNow();
        assertThatThrownBy(() -> await(refused)).hasMessage("away");
        assertThat(findings(tenant)).isEmpty();

        working.add(true);
        await(evaluator.evaluateNow());
        assertThat(findings(tenant)).hasSize(1);
        await(evaluator.stop());
    }
}
