// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.erasure.TestPeople.JANE;
import static io.deedbook.storage.erasure.TestPeople.JOHN;
import static io.deedbook.storage.erasure.TestPeople.append;
import static io.deedbook.storage.erasure.TestPeople.column;
import static io.deedbook.storage.erasure.TestPeople.contents;
import static io.deedbook.storage.erasure.TestPeople.entryOf;
import static io.deedbook.storage.erasure.TestPeople.erase;
import static io.deedbook.storage.erasure.TestPeople.request;
import static io.deedbook.storage.erasure.TestPeople.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.PartColumns;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.verify.Finding;
import io.deedbook.storage.verify.FindingCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErasureIT {
    private static TestStorage storage;

    @BeforeAll
    static void open() {
        storage = TestStorage.open();
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Test
    void erase_takesThePartsOfTheSubjectsRecordsAndLeavesTheRest() {
        var tenant = storage.tenant("parts");
        append(storage, tenant, TestPeople.inTurn(6));

        var ended = erase(storage.storage(), request(tenant, "Jane.Roe@EXAMPLE.com"));

        assertThat(ended.progress().erased()).isEqualTo(3);
        assertThat(ended.progress().state()).isEqualTo(ErasureProgress.DONE);
        assertThat(ended.partitions()).containsExactly("record_p202606");
        for (var columnName : PartColumns.of(ErasableParts.STANDARD)) {
            var values = column(storage, tenant, columnName);
            assertThat(List.of(0, 2, 4)).as(columnName).allMatch(index -> values.get(index) == null);
        }
        assertThat(column(storage, tenant, "tool_name")).startsWith("Bash", "Bash", "Bash");
        assertThat(column(storage, tenant, "user_email").subList(0, 6))
                .containsExactly(null, JOHN, null, JOHN, null, JOHN);
        assertThat(column(storage, tenant, "content_state").subList(0, 6)).containsOnly("redacted");
        var report = verify(storage, tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(report.erasedParts()).isEqualTo(9);
    }

    @Test
    void erase_isAnEntryThatSaysWhatIsGoneAndNotWhose() {
        var tenant = storage.tenant("entry");
        append(storage, tenant, TestPeople.inTurn(6));

        erase(storage.storage(), request(tenant, JANE));

        var content = new JsonObject(contents(storage, tenant, Kind.ERASURE).get(0));
        assertThat(content.getMap())
                .containsEntry("reason", "art17")
                .containsEntry("parts", "actor,attributes,content")
                .containsEntry("requestedBy", "operator")
                .containsEntry("targets", "0,2,4");
        assertThat(content.getString("subject")).matches("\\[email:[0-9a-f]{6}]");
    }

    @Test
    void erase_twiceErasesAndLogsOnce() {
        var tenant = storage.tenant("twice");
        append(storage, tenant, TestPeople.inTurn(6));
        erase(storage.storage(), request(tenant, JANE));

        var again = erase(storage.storage(), request(tenant, JANE));

        assertThat(again.progress().erased()).isZero();
        assertThat(contents(storage, tenant, Kind.ERASURE)).hasSize(1);
    }

    @Test
    void erase_leavesProofsFromBeforeValid() {
        var tenant = storage.tenant("proofs");
        var record = entryOf(JANE, "proven");
        append(storage, tenant, List.of(record));
        await(storage.storage().publisher().publishNow());
        var id = HexFormat.of().formatHex(record.id());
        var proof = await(storage.storage().reader().proof(tenant, null, id, OptionalLong.empty()))
                .orElseThrow();
        var vkey = await(storage.storage().evidence().vkey(tenant));

        erase(storage.storage(), request(tenant, JANE));
        await(storage.storage().publisher().publishNow());

        var before = TlogProof.parse(proof);
        assertThat(before.verify(Leaf.hash(before.extra()), vkey)).isEqualTo(TlogProof.Verdict.INCLUDED);
        var after = TlogProof.parse(await(storage.storage().reader().proof(tenant, null, id, OptionalLong.empty()))
                .orElseThrow());
        assertThat(after.extra()).isEqualTo(before.extra());
        assertThat(after.verify(Leaf.hash(after.extra()), vkey)).isEqualTo(TlogProof.Verdict.INCLUDED);
    }

    @Test
    void erase_findsPseudonymsOfTheSubject() {
        var tenant = storage.tenant("pseudonyms");
        var token = tokens(tenant.name()).identity(Field.USER_EMAIL, JANE);
        append(storage, tenant, List.of(entryOf(token, "one"), entryOf(JOHN, "other")));

        assertThat(erase(storage.storage(), request(tenant, JANE)).progress().erased())
                .isOne();

        assertThat(column(storage, tenant, "user_email").subList(0, 2)).containsExactly(null, JOHN);
    }

    @Test
    void erase_findsAccountsByTheirExactIds() {
        var tenant = storage.tenant("accounts");
        append(
                storage,
                tenant,
                List.of(
                        entryOf(JOHN, "a", draft -> draft.put(Field.USER_ACCOUNT_UUID, "account-1")),
                        entryOf(JOHN, "b", draft -> draft.put(Field.USER_ID, "account-1")),
                        entryOf(JOHN, "c", draft -> draft.put(Field.USER_ACCOUNT_ID, "account-1")),
                        entryOf(JOHN, "d", draft -> draft.put(Field.USER_ACCOUNT_ID, "account-11"))));

        assertThat(erase(storage.storage(), request(tenant, "account-1"))
                        .progress()
                        .erased())
                .isEqualTo(3);
    }

    @Test
    void erase_takesMentionsOnlyWhenAsked_andLeavesTheOthersNames() {
        var tenant = storage.tenant("mentions");
        var token = tokens(tenant.name()).subject(JANE).token();
        append(
                storage,
                tenant,
                List.of(entryOf(JOHN, "write to " + token + " now"), entryOf(JANE, "mine"), entryOf(JOHN, "nothing")));

        assertThat(erase(storage.storage(), request(tenant, JANE)).progress().erased())
                .isOne();
        var all = new ErasureRequest(tenant, JANE, "art17", ErasableParts.STANDARD, true, "operator");
        assertThat(erase(storage.storage(), all).progress().erased()).isOne();

        assertThat(column(storage, tenant, "content").get(0)).isNull();
        assertThat(column(storage, tenant, "attributes").get(0)).isNull();
        assertThat(column(storage, tenant, "user_email").subList(0, 3)).containsExactly(JOHN, null, JOHN);
        assertThat(column(storage, tenant, "content").get(2)).isNotNull();
        assertThat(verify(storage, tenant).findings()).isEmpty();
    }

    @Test
    void erase_takesMentionsThatNoDetectorReplaced_inAnySpelling() {
        var tenant = storage.tenant("clear-mentions");
        append(storage, tenant, List.of(entryOf(JOHN, "write to Jane.ROE@example.com now"), entryOf(JOHN, "nothing")));

        var all = new ErasureRequest(tenant, JANE, "art17", ErasableParts.STANDARD, true, "operator");

        assertThat(erase(storage.storage(), all).progress().erased()).isOne();
        assertThat(column(storage, tenant, "content").get(0)).isNull();
    }

    @Test
    void dryRun_countsARecordOnceThatIsThePersonsOwnAndMentionsThePerson() {
        var tenant = storage.tenant("own-mention");
        var token = tokens(tenant.name()).subject(JANE).token();
        append(storage, tenant, List.of(entryOf(JANE, "I am " + token), entryOf(JOHN, "she is " + token)));
        var all = new ErasureRequest(tenant, JANE, "art17", ErasableParts.STANDARD, true, "operator");

        assertThat(await(storage.storage().erasures().dryRun(all)).erased()).isEqualTo(2);
        assertThat(erase(storage.storage(), all).progress().erased()).isEqualTo(2);
    }

    @Test
    void erase_repeatsNobodyInTheReason() {
        var tenant = storage.tenant("reason");
        append(storage, tenant, List.of(entryOf(JANE, "a")));

        erase(
                storage.storage(),
                new ErasureRequest(
                        tenant, JANE, (JANE + ' ').repeat(9).strip(), ErasableParts.STANDARD, false, "operator"));

        assertThat(contents(storage, tenant, Kind.ERASURE))
                .singleElement()
                .asString()
                .doesNotContain(JANE);
    }

    @Test
    void erase_takesFindingsThatRepeatTheSubject_withTheirKeys() {
        var tenant = storage.tenant("findings");
        var finding = entryOf(JOHN, "in common: userEmail = " + JANE, draft -> {
            draft.put(Field.KIND, Kind.FINDING.wireName());
            draft.put(Field.USER_EMAIL, (String) null);
        });
        append(storage, tenant, List.of(finding));
        var key = "\\x" + "ab".repeat(32);
        await(storage.storage()
                .adminPool()
                .query("insert into finding (log_id, key, rule, record_id) select log_id, '" + key
                        + "', 'rule', id from record where log_id = " + tenant.id())
                .execute());

        assertThat(erase(storage.storage(), request(tenant, JANE)).progress().erased())
                .isOne();

        assertThat(number("select count(*) from finding where log_id = " + tenant.id()))
                .isOne();
        assertThat(number("select count(*) from finding where key = '" + key + "'"))
                .isZero();
    }

    @Test
    void erase_ofFactsHappensWhenAsked() {
        var tenant = storage.tenant("facts");
        append(storage, tenant, List.of(entryOf(JANE, "facts")));

        erase(storage.storage(), new ErasureRequest(tenant, JANE, "art17", TestPeople.all(), false, "operator"));

        assertThat(column(storage, tenant, "tool_name").get(0)).isNull();
        assertThat(column(storage, tenant, "facts_salt").get(0)).isNull();
        assertThat(verify(storage, tenant).findings()).isEmpty();
    }

    @Test
    void erase_goesInBatchesWithAnEntryEach() {
        var tenant = storage.tenant("batches");
        append(storage, tenant, TestPeople.inTurn(2_400));

        assertThat(erase(storage.storage(), request(tenant, JANE)).progress().erased())
                .isEqualTo(1_200);

        assertThat(contents(storage, tenant, Kind.ERASURE)).hasSize(3);
        var report = verify(storage, tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(report.erasedParts()).isEqualTo(3_600);
    }

    @Test
    void erase_staysWithinTheTenant() {
        var tenant = storage.tenant("mine");
        var other = storage.tenant("other");
        append(storage, tenant, TestPeople.inTurn(2));
        append(storage, other, TestPeople.inTurn(2));

        var running = await(storage.storage().erasures().start(request(tenant, JANE), progress -> {}));
        await(running.ended());

        assertThat(column(storage, other, "user_email")).containsExactly(JANE, JOHN);
        assertThat(await(storage.storage().erasures().progress(tenant, running.id())))
                .isPresent();
        assertThat(await(storage.storage().erasures().progress(other, running.id())))
                .isEmpty();
    }

    @Test
    void erase_andAppendsAtOnceLeaveALogThatVerifies() {
        var tenant = storage.tenant("at-once");
        append(storage, tenant, TestPeople.inTurn(1_500));
        var all = new ArrayList<Future<?>>();
        for (var round = 0; round < 30; round++) {
            all.add(storage.append(TestRecords.request(tenant, TestPeople.inTurn(10))));
        }
        var first = await(storage.storage().erasures().start(request(tenant, JANE), progress -> {}));
        var second = await(storage.storage().erasures().start(request(tenant, JANE), progress -> {}));
        all.add(first.ended());
        all.add(second.ended());
        await(Future.all(all));
        erase(storage.storage(), request(tenant, JANE));

        var report = verify(storage, tenant);
        assertThat(report.findings()).isEmpty();
        assertThat(column(storage, tenant, "user_email"))
                .doesNotContain(JANE)
                .filteredOn(JOHN::equals)
                .hasSize(900);
        assertThat(report.erasedParts()).isEqualTo(3 * 900);
    }

    @Test
    void dryRun_saysWhatWouldGoAndChangesNothing() {
        var tenant = storage.tenant("dry");
        append(storage, tenant, TestPeople.inTurn(6));

        var progress = await(storage.storage().erasures().dryRun(request(tenant, JANE)));

        assertThat(progress.erased()).isEqualTo(3);
        assertThat(column(storage, tenant, "user_email")).hasSize(6).doesNotContainNull();
    }

    /** Fault 4: somebody deletes a part, and no entry says so. */
    @Test
    void verify_callsAPartMissingThatNoEntryNames() {
        var tenant = storage.tenant("missing");
        append(storage, tenant, TestPeople.inTurn(4));
        erase(storage.storage(), request(tenant, JANE));

        tamper("update record set content = null, target = null, content_salt = null where log_id = " + tenant.id()
                + " and idx = 1");

        assertThat(verify(storage, tenant).findings())
                .containsExactly(new Finding(FindingCode.MISSING, 1, "part content"));
    }

    /** Fault 6: the log says that a part is gone, and somebody kept it. */
    @Test
    void verify_callsAPartNotErasedThatIsStillThere() {
        var tenant = storage.tenant("kept");
        append(storage, tenant, TestPeople.inTurn(4));
        tamper("create table kept as select * from record where log_id = " + tenant.id() + " and idx = 2");
        erase(storage.storage(), request(tenant, JANE));

        tamper("update record r set content = k.content, target = k.target, content_salt = k.content_salt from kept k"
                + " where r.log_id = k.log_id and r.idx = k.idx");

        assertThat(verify(storage, tenant).findings())
                .containsExactly(new Finding(FindingCode.NOT_ERASED, 2, "part content"));
    }

    /** Nothing that the ledger says of itself can be erased, whatever an entry says. */
    @Test
    void theEraserTouchesRecordsAndFindingsOnly() {
        var tenant = storage.tenant("own");
        append(storage, tenant, List.of(TestRecords.sealed(draft -> {
            draft.put(Field.KIND, Kind.POLICY.wireName());
            draft.content().put("policy", "text");
        })));

        assertThatThrownBy(() -> await(storage.storage()
                        .adminPool()
                        .withTransaction(connection -> connection
                                .query("set local role deedbook_eraser")
                                .execute()
                                .compose(done -> connection
                                        .query(
                                                "update record set content = null, target = null, content_salt = null where log_id = "
                                                        + tenant.id())
                                        .execute()))))
                .hasMessageContaining("append-only");
    }

    /** An entry that somebody has put another list of targets into hides nothing. */
    @Test
    void verify_takesNoWordOfAnEntryThatDoesNotOpen() {
        var tenant = storage.tenant("forged");
        append(storage, tenant, TestPeople.inTurn(4));
        erase(storage.storage(), request(tenant, JANE));

        tamper("update record set content = replace(content, '\"0,2\"', '\"0-2\"') where log_id = " + tenant.id()
                + " and kind = 'erasure'");
        tamper("update record set content = null, target = null, content_salt = null where log_id = " + tenant.id()
                + " and idx = 1");

        assertThat(verify(storage, tenant).findings())
                .contains(new Finding(FindingCode.MISSING, 1, "part content"))
                .contains(new Finding(FindingCode.ALTERED, 4, "part content"));
    }

    @Test
    void verify_seesAnyOtherEditOfAnErasedRecord() {
        var tenant = storage.tenant("edited");
        append(storage, tenant, TestPeople.inTurn(2));
        erase(storage.storage(), request(tenant, JANE));

        tamper("update record set risk = 'high', tool_name = 'Read' where log_id = " + tenant.id() + " and idx = 0");

        assertThat(verify(storage, tenant).findings())
                .containsExactly(
                        new Finding(FindingCode.ALTERED, 0, "part facts"),
                        new Finding(FindingCode.ALTERED, 0, "column risk"));
    }

    @Test
    void erase_ofPartsOneAfterAnotherIsFoundInOrder() {
        var tenant = storage.tenant("stepwise");
        append(storage, tenant, TestPeople.inTurn(4));
        for (var part : List.of(Part.CONTENT, Part.ATTRIBUTES, Part.ACTOR)) {
            var one = new ErasureRequest(tenant, JANE, "art17", EnumSet.of(part), false, "operator");
            assertThat(erase(storage.storage(), one).progress().erased()).isEqualTo(2);
            assertThat(verify(storage, tenant).findings()).isEmpty();
        }
        assertThat(verify(storage, tenant).erasedParts()).isEqualTo(6);
    }

    private static SubjectTokens tokens(String tenantName) {
        var tenant = await(storage.storage().tenants().find(tenantName)).orElseThrow();
        return new SubjectTokens(storage.storage().secrets().tokenKey(tenant));
    }

    private static long number(String sql) {
        return await(storage.storage().adminPool().query(sql).execute())
                .iterator()
                .next()
                .getLong(0);
    }

    /** As somebody who owns the database and turns its triggers off. */
    private static void tamper(String sql) {
        await(storage.storage()
                .adminPool()
                .withTransaction(connection -> run(connection, "set local session_replication_role = replica")
                        .compose(off -> run(connection, sql))));
    }

    private static Future<?> run(SqlClient client, String sql) {
        return client.query(sql).execute();
    }
}
