// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.correlate.Conclusion.Common;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.correlate.EventBudget;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.erasure.ErasableParts;
import io.deedbook.storage.erasure.ErasureRequest;
import io.deedbook.storage.erasure.NewHold;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.finding.FindingCursors.Position;
import io.deedbook.storage.finding.FindingDrafts.Drawn;
import io.deedbook.storage.finding.FindingWriter.Found;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.EntryLedger;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.PartColumns;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is found after its records were erased names nobody. */
class PendingFindingIT {
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private static final String URL = TestDatabase.text(TestDatabase.create());

    private static TestStorage storage;

    private final String jane = "jane.roe" + PEOPLE.incrementAndGet() + "@example.com";
    private final String session = "5f0c4ad1-9f6e-4f5e-8d1d-0d3c7a6b9e2" + PEOPLE.get();
    private final AtomicLong clock = new AtomicLong(TestRecords.RECEIVED_UNIX_NANOS);

    @BeforeAll
    static void open() {
        storage = TestStorage.on(URL, TestStorage.temporaryDirectory());
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    private FindingEvaluator evaluator() {
        return storage.storage()
                .findings(
                        tenant -> Future.succeededFuture(CorrelationSet.builtIn()),
                        new FindingOptions(Duration.ofMillis(10), Duration.ofSeconds(30), clock::get));
    }

    /** Two numbers with a gap between them, and a tool that was let run and gave no result. */
    private void appendPending(Tenant tenant) {
        append(tenant, numbered(0), numbered(3));
    }

    private SealedRecord numbered(long number) {
        return TestRecords.sealed(draft -> {
            draft.put(Field.USER_EMAIL, jane);
            draft.put(Field.SESSION_ID, session);
            draft.put(Field.SEQUENCE, number);
            draft.put(Field.ACTION, "tool_decision");
            draft.put(Field.EVENT, "tool_decision");
            draft.put(Field.DECISION, "accept");
            draft.put(Field.TOOL_NAME, "Bash");
        });
    }

    private static void append(Tenant tenant, SealedRecord... records) {
        await(storage.append(TestRecords.request(tenant, List.of(records))));
    }

    private void erase(Tenant tenant) {
        var request = new ErasureRequest(tenant, jane, "art17", ErasableParts.STANDARD, false, "operator");
        await(await(storage.storage().erasures().start(request, progress -> {})).ended());
    }

    private void evaluateAfter(FindingEvaluator evaluator, Duration later) {
        clock.addAndGet(later.toNanos());
        await(evaluator.evaluateNow());
        await(evaluator.evaluateNow());
    }

    /** Those of the texts that stand in any column of any row of any table. */
    private static List<String> found(String... texts) {
        var admin = storage.storage().adminPool();
        var text = new StringBuilder();
        for (var table : await(admin.query("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
                .execute())) {
            await(admin.query("select t::text from " + table.getString(0) + " t")
                            .execute())
                    .forEach(row -> text.append(row.getString(0)).append('\n'));
        }
        return Stream.of(texts).filter(sought -> text.indexOf(sought) >= 0).toList();
    }

    private static List<String> texts(Tenant tenant, String column) {
        var rows = await(storage.storage()
                .adminPool()
                .query("select coalesce(" + column + ", '') from record where log_id = " + tenant.id()
                        + " and kind = 'finding' order by idx")
                .execute());
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<String> explanations(Tenant tenant) {
        return texts(tenant, "content").stream()
                .map(content -> new JsonObject(content).getString("explanation"))
                .toList();
    }

    @Test
    void pendingFindings_areRecordedWithoutTheErasedSession() {
        var tenant = storage.tenant("pending");
        var evaluator = evaluator();
        appendPending(tenant);
        await(evaluator.evaluateNow());
        assertThat(found(session, jane)).as("what this test looks for").containsExactly(session, jane);

        erase(tenant);
        evaluateAfter(evaluator, Duration.ofMinutes(5));
        evaluateAfter(evaluator, Duration.ofMinutes(40));

        assertThat(texts(tenant, "event")).containsExactly("sequence-gap", "session-without-end");
        assertThat(explanations(tenant))
                .containsExactly(
                        "2 events of one session never came: event.sequence 1–2. What they had in common was erased.",
                        "A session let a tool run and never told its result; nothing came of it for 30 min."
                                + " What they had in common was erased.");
        assertThat(found(session, jane)).isEmpty();
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
        await(evaluator.stop());
    }

    @Test
    void findingsMadeBefore_nameTheSessionInItsColumnOnly_andGoWithThePerson() {
        var tenant = storage.tenant("made-before");
        var evaluator = evaluator();
        appendPending(tenant);
        evaluateAfter(evaluator, Duration.ofMinutes(5));
        assertThat(texts(tenant, "session_id")).containsExactly(session);
        assertThat(explanations(tenant))
                .containsExactly("2 events of one session never came: event.sequence 1–2. In common: sessionId.");

        erase(tenant);

        assertThat(texts(tenant, "session_id")).containsExactly("");
        assertThat(found(session, jane)).isEmpty();
        await(evaluator.stop());
    }

    @Test
    void pendingFinding_ofAHeldSessionNamesIt() {
        var tenant = storage.tenant("held");
        var evaluator = evaluator();
        appendPending(tenant);
        await(evaluator.evaluateNow());
        await(storage.storage()
                .holds()
                .add(
                        tenant,
                        new NewHold(
                                null, session, OptionalLong.empty(), OptionalLong.empty(), "matter 1", "operator")));

        erase(tenant);
        evaluateAfter(evaluator, Duration.ofMinutes(5));
        erase(tenant);

        assertThat(texts(tenant, "session_id")).containsExactly(session);
        await(evaluator.stop());
    }

    /** With what is found in a log of which nothing is erased. */
    @Test
    void erasureBetweenReadingAndRecording_isNoticedUnderTheLock() {
        var tenant = storage.tenant("between");
        var other = storage.tenant("between-not-erased");
        appendPending(tenant);
        appendPending(other);
        var lockHead = "select from log_head where log_id = " + tenant.id() + " for update";
        var eraser = await(storage.storage().adminPool().getConnection());
        await(eraser.query("begin").execute());
        await(eraser.query(lockHead).execute());
        var pool = storage.storage().adminPool();
        var entries = new EntryLedger(
                storage.vertx(),
                WriterConnection.ofOwner(DatabaseUrl.parse(URL)),
                new Partitions(pool),
                CommitListener.NONE);
        var cursors = new FindingCursors(pool, "this", Duration.ofSeconds(30));
        var metrics = new FindingMetrics(new SimpleMeterRegistry(), EventBudget.ofHeap());
        var writer = new FindingWriter(storage.storage().verifierPool(), entries, cursors, metrics);
        var found = new ArrayList<Found>();
        for (var one : List.of(tenant, other)) {
            var from = await(cursors.acquire(List.of(one.id()))).get(one.id());
            var move = new Move(one.id(), from, new Position(2, clock.get()), Long.MAX_VALUE);
            found.add(new Found(List.of(conclusion()), move));
        }

        var writing = writer.write(found, clock.get());
        awaitWaiting("deedbook entries");
        eraseAll(eraser, tenant);
        await(eraser.query("commit").execute());
        await(writing);

        assertThat(texts(tenant, "event")).hasSize(1);
        assertThat(texts(tenant, "session_id")).containsExactly("");
        assertThat(explanations(tenant)).containsExactly("2 records match. What they had in common was erased.");
        assertThat(texts(other, "session_id")).containsExactly(session);
        assertThat(explanations(other)).containsExactly("2 records match. In common: sessionId, toolName = Bash.");
        await(eraser.close());
        await(entries.close());
    }

    private Conclusion conclusion() {
        return new Conclusion(
                CorrelationSet.builtIn().rules().get(0),
                new byte[32],
                clock.get(),
                clock.get() + TimeUnit.SECONDS.toNanos(1),
                List.of(0L, 1L),
                "2 records match.",
                List.of(
                        new Common("sessionId", Field.SESSION_ID, session),
                        new Common("toolName", Field.TOOL_NAME, "Bash")));
    }

    /** Until a backend of this name waits for a lock. */
    private static void awaitWaiting(String name) {
        await(AsyncLoop.repeat(() -> storage.storage()
                .adminPool()
                .preparedQuery("select count(*) from pg_stat_activity where application_name = $1"
                        + " and datname = current_database() and wait_event_type = 'Lock'")
                .execute(Tuple.of(name))
                .map(rows -> rows.iterator().next().getLong(0) == 0)));
    }

    /** As erasures do, in the transaction that has the head. */
    private static void eraseAll(SqlConnection eraser, Tenant tenant) {
        await(eraser.query("set local role deedbook_eraser").execute());
        var nothing = PartColumns.of(PartColumns.ERASABLE).stream()
                .map(column -> column + " = null")
                .collect(Collectors.joining(", "));
        await(eraser.query("update record set " + nothing + " where log_id = " + tenant.id())
                .execute());
        await(eraser.query("set local role none").execute());
    }

    @Test
    void draftsAndTheKeyOfWhatIsErasedTellNothing() {
        var tenant = storage.tenant("drafts");
        appendPending(tenant);
        var drafts = new FindingDrafts(storage.storage().adminPool());
        assertThat(await(drafts.seal(List.of(new Drawn(tenant.id(), conclusion())), clock.get()))
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.entry().contentJson()).contains("In common: sessionId, toolName = Bash.");
                    assertThat(finding.entry().text(Field.SESSION_ID)).isEqualTo(session);
                    assertThat(finding.key()).isEqualTo(conclusion().key());
                });

        erase(tenant);

        assertThat(await(drafts.seal(List.of(new Drawn(tenant.id(), conclusion())), clock.get()))
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.entry().contentJson())
                            .doesNotContain(session)
                            .doesNotContain("Bash");
                    assertThat(finding.entry().text(Field.SESSION_ID)).isNull();
                    assertThat(finding.entry().text(Field.USER_EMAIL)).isNull();
                    assertThat(finding.key()).isNotEqualTo(conclusion().key());
                });
    }
}
