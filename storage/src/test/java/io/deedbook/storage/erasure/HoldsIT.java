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

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HoldsIT {
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
    void add_keepsTheRecordsOfASubjectUntilItIsReleased() {
        var tenant = storage.tenant("subject");
        append(storage, tenant, TestPeople.inTurn(4));
        var hold = await(storage.storage().holds().add(tenant, subject("JANE.ROE@example.com")));

        var held = erase(storage.storage(), request(tenant, JANE));

        assertThat(held.progress().erased()).isZero();
        assertThat(held.progress().held()).isEqualTo(2);
        assertThat(await(storage.storage().erasures().dryRun(request(tenant, JANE)))
                        .held())
                .isEqualTo(2);
        assertThat(erase(storage.storage(), request(tenant, JOHN)).progress().erased())
                .isEqualTo(2);

        await(storage.storage().holds().release(tenant, hold.id(), "case closed", "operator"));

        assertThat(erase(storage.storage(), request(tenant, JANE)).progress().erased())
                .isEqualTo(2);
        assertThat(verify(storage, tenant).findings()).isEmpty();
    }

    @Test
    void add_keepsRecordsThatMentionTheSubjectOrNameItByAPseudonym() {
        var tenant = storage.tenant("mention");
        var tokens = new SubjectTokens(storage.storage().secrets().tokenKey(tenant));
        append(
                storage,
                tenant,
                List.of(
                        entryOf(JOHN, "write to " + tokens.subject(JANE).token()),
                        entryOf(tokens.identity(Field.USER_EMAIL, JANE), "hers"),
                        entryOf(JOHN, "his")));
        await(storage.storage().holds().add(tenant, subject(JANE)));

        assertThat(erase(storage.storage(), request(tenant, JOHN)).progress().erased())
                .isOne();
        assertThat(erase(storage.storage(), request(tenant, JANE)).progress().held())
                .isOne();
    }

    @Test
    void add_keepsMentionsWhereverTheyStandInAText() {
        var tenant = storage.tenant("brackets");
        var token = new SubjectTokens(storage.storage().secrets().tokenKey(tenant))
                .subject(JANE)
                .token();
        var texts =
                List.of(token, "[[" + token + "]]", "[x]" + token + token, "[email:" + token, "a] b [c " + token + '.');
        append(storage, tenant, texts.stream().map(text -> entryOf(JOHN, text)).toList());
        append(
                storage,
                tenant,
                List.of(entryOf(JOHN, token.substring(0, token.length() - 1)), entryOf(JOHN, token.substring(1))));
        for (var other : List.of("a@example.com", "b@example.com", JANE)) {
            await(storage.storage().holds().add(tenant, subject(other)));
        }

        var progress = erase(storage.storage(), request(tenant, JOHN)).progress();

        assertThat(progress.held()).isEqualTo(texts.size());
        assertThat(progress.erased()).isEqualTo(2);
    }

    @Test
    void add_keepsASessionAndATime() {
        var tenant = storage.tenant("session");
        append(
                storage,
                tenant,
                List.of(entryOf(JANE, "a"), entryOf(JANE, "b", draft -> draft.put(Field.SESSION_ID, "other"))));
        await(storage.storage()
                .holds()
                .add(tenant, new NewHold(null, "other", OptionalLong.empty(), OptionalLong.empty(), "case 7", "k1")));
        assertThat(erase(storage.storage(), request(tenant, JANE)).progress().held())
                .isOne();
        assertThat(column(storage, tenant, "user_email").subList(0, 2)).containsExactly(null, JANE);

        var timed = storage.tenant("time");
        append(storage, timed, List.of(entryOf(JANE, "a")));
        var at = TestRecords.RECEIVED_UNIX_NANOS;
        await(storage.storage().holds().add(timed, time(at + 1, at + 2)));
        var covering = await(storage.storage().holds().add(timed, time(at - 5, at)));
        assertThat(erase(storage.storage(), request(timed, JANE)).progress().held())
                .isOne();
        await(storage.storage().holds().release(timed, covering.id(), "over", "k1"));
        assertThat(erase(storage.storage(), request(timed, JANE)).progress().erased())
                .isOne();
    }

    @Test
    void add_isAnEntryAndNamesNobody() {
        var tenant = storage.tenant("entry");
        var hold = await(storage.storage()
                .holds()
                .add(
                        tenant,
                        new NewHold(
                                JANE,
                                null,
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                "letter of " + JANE,
                                "operator")));
        await(storage.storage().holds().release(tenant, hold.id(), "done", "k2"));

        var entries = contents(storage, tenant, Kind.HOLD);
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0)).contains("\"subject\":\"[email:").doesNotContain(JANE);
        assertThat(entries.get(1)).contains(hold.id()).contains("\"requestedBy\":\"k2\"");
        assertThat(column(storage, tenant, "(select string_agg(h::text, '') from hold h)"))
                .allSatisfy(text -> assertThat(text).doesNotContain(JANE));
        assertThat(await(storage.storage().holds().list(tenant, false))).isEmpty();
        assertThat(await(storage.storage().holds().list(tenant, true)))
                .singleElement()
                .satisfies(released -> assertThat(released.releasedBy()).isEqualTo("k2"));
    }

    @Test
    void release_isRefusedForAHoldThatIsNotTheTenantsOrNotInForce() {
        var tenant = storage.tenant("release");
        var other = storage.tenant("release-other");
        var hold = await(storage.storage().holds().add(tenant, subject(JANE)));

        for (var refused : List.of(hold.id(), "nonsense", "0".repeat(32))) {
            assertThatThrownBy(() -> await(storage.storage().holds().release(other, refused, "x", "k1")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(contents(storage, other, Kind.HOLD)).isEmpty();
    }

    /** Whichever transaction gets the log first: what the hold finds there it keeps. */
    @Test
    void add_whileAnErasureRunsKeepsWhatIsNotCommitted() {
        var tenant = storage.tenant("race");
        append(storage, tenant, TestPeople.inTurn(8_000));
        var running = await(storage.storage().erasures().start(request(tenant, JANE), progress -> {}));
        await(storage.storage().holds().add(tenant, subject(JANE)));
        var left = column(storage, tenant, "user_email").stream()
                .filter(JANE::equals)
                .count();

        var ended = await(running.ended());

        assertThat(column(storage, tenant, "user_email"))
                .filteredOn(JANE::equals)
                .hasSize((int) left);
        assertThat(ended.progress().erased()).isEqualTo(4_000 - left);
        assertThat(ended.progress().held()).isEqualTo(left);
        assertThat(verify(storage, tenant).findings()).isEmpty();
    }

    @Test
    void newHold_isAboutOneThing() {
        assertThatThrownBy(() -> new NewHold(JANE, "s", OptionalLong.empty(), OptionalLong.empty(), "x", "k"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NewHold(null, null, OptionalLong.empty(), OptionalLong.empty(), "x", "k"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> time(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NewHold(JANE, null, OptionalLong.empty(), OptionalLong.empty(), " ", "k"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NewHold subject(String subject) {
        return new NewHold(subject, null, OptionalLong.empty(), OptionalLong.empty(), "litigation", "operator");
    }

    private static NewHold time(long from, long to) {
        return new NewHold(null, null, OptionalLong.of(from), OptionalLong.of(to), "litigation", "operator");
    }
}
