// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.sign.KeyEntry;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.CheckpointVerdict;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.Finding;
import io.deedbook.storage.verify.FindingCode;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerificationReport;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyChangesIT {
    private static TestStorage storage;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        storage = TestStorage.open();
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Test
    void aNewLogBeginsWithAnEntryThatNamesItsKey() {
        var tenant = tenant("begins");
        var key = keys(tenant).get(0);
        var entry = entries(tenant).get(0);
        assertThat(entry.getString(KeyEntry.VKEY)).isEqualTo(key.vkey().toString());
        assertThat(entry.getString(KeyEntry.ORIGIN)).isEqualTo(key.vkey().name());
        assertThat(entry.getString(KeyEntry.EPOCH)).isEqualTo("1");
        publish(tenant);
        assertThat(verify(tenant, key.vkey()).findings()).isEmpty();
    }

    @Test
    void rotate_letsBothKeysSignUntilItIsFinished() {
        var tenant = tenant("rotates");
        append(tenant);
        publish(tenant);
        var old = keys(tenant).get(0).vkey();
        var added = await(changes().rotate(tenant, OptionalLong.empty()));
        append(tenant);
        var both = publish(tenant);
        assertThat(verdict(both, old)).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(verdict(both, added.vkey())).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(both.signatures()).hasSize(2);
        assertThatThrownBy(() -> await(changes().rotate(tenant, OptionalLong.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--finish");

        await(changes().finish(tenant));
        append(tenant);
        var alone = publish(tenant);
        assertThat(verdict(alone, old)).isEqualTo(CheckpointVerdict.NO_TRUSTED_SIGNATURE);
        assertThat(verdict(alone, added.vkey())).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(alone.signatures()).hasSize(1);
        assertThatThrownBy(() -> await(changes().finish(tenant))).isInstanceOf(IllegalArgumentException.class);

        for (var anchor : List.of(old, added.vkey())) {
            var report = verify(tenant, anchor);
            assertThat(report.findings()).as("%s", anchor).isEmpty();
            assertThat(report.vkey()).isEqualTo(added.vkey().toString());
            assertThat(report.earlierVkeys()).containsExactly(old.toString());
        }
        var beside = await(new LedgerVerifier(storage.vertx())
                .verify(
                        storage.storage().verifierPool(),
                        tenant.name(),
                        new VerifyOptions(null, storage.storage().logKeys(), both.format())));
        assertThat(beside.findings()).isEmpty();
        assertThat(entries(tenant))
                .extracting(entry -> entry.getString(KeyEntry.VKEY))
                .containsExactly(old.toString(), added.vkey().toString(), old.toString());
    }

    @Test
    void rotate_endsByItselfAfterACountOfRecords() {
        var tenant = tenant("counts");
        publish(tenant);
        var old = keys(tenant).get(0).vkey();
        var added = await(changes().rotate(tenant, OptionalLong.of(2)));
        append(tenant);
        append(tenant);
        assertThat(verdict(publish(tenant), old)).isEqualTo(CheckpointVerdict.TRUSTED);
        append(tenant);
        var alone = publish(tenant);
        assertThat(verdict(alone, old)).isEqualTo(CheckpointVerdict.NO_TRUSTED_SIGNATURE);
        assertThat(verdict(alone, added.vkey())).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(verify(tenant, old).findings()).isEmpty();
        assertThat(verify(tenant, added.vkey()).findings()).isEmpty();
    }

    /** A log of an earlier release has no genesis entry: the entry of its second key names the first. */
    @Test
    void rotate_namesTheFirstKeyOfALogWithoutGenesis() {
        var tenant = storage.tenant("older");
        append(tenant);
        publish(tenant);
        var old = keys(tenant).get(0).vkey();
        var added = await(changes().rotate(tenant, OptionalLong.of(1)));
        append(tenant);
        publish(tenant);
        append(tenant);
        publish(tenant);
        assertThat(verify(tenant, old).findings()).isEmpty();
        assertThat(verify(tenant, added.vkey()).findings()).isEmpty();
    }

    @Test
    void verify_refusesASuccessorThatNoTrustedKeyVouchesFor() {
        var tenant = tenant("vouches");
        publish(tenant);
        var old = keys(tenant).get(0).vkey();
        var added = await(changes().rotate(tenant, OptionalLong.of(1)));
        append(tenant);
        publish(tenant);
        append(tenant);
        publish(tenant);
        tamper("delete from checkpoint where log_id = " + tenant.id() + " and size between 2 and 3");
        assertThat(verify(tenant, old).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.NO_TRUSTED_SIGNATURE);
        assertThat(verify(tenant, added.vkey()).findings()).isEmpty();
    }

    /** Whoever writes to the database appends the entry; the honest signer signs the tree; the rest is the forger's. */
    @Test
    void verify_doesNotFollowAnEntryThatTheOldKeyHandedNothingOverBy() throws IOException {
        for (var event : List.of(KeyEntry.ADDED, KeyEntry.GENESIS)) {
            for (var handedOver : List.of("", "c2ln", "self", "borrowed")) {
                var tenant = tenant((event + "-" + handedOver + "-forged").replace('_', '-'));
                append(tenant);
                var old = keys(tenant).get(0).vkey();
                var forger = new KeyDirectory(folder.resolve(event + handedOver), new char[0], new SecureRandom());
                var start = new Checkpoint(old.name(), 0, TreeHasher.emptyRoot());
                var own = forger.create(start);
                var forged = forger.create(start);
                var index = Checkpoint.parse(publish(tenant).text()).size();
                var content = new HashMap<String, String>();
                content.put(KeyEntry.VKEY, forged.toString());
                content.put(KeyEntry.ORIGIN, old.name());
                content.put(KeyEntry.EPOCH, "1");
                content.put(KeyEntry.PREVIOUS, (handedOver.equals("self") ? own : old).toString());
                content.put(KeyEntry.UNTIL, Long.toString(index + 1));
                content.put(
                        KeyEntry.HANDOVER,
                        switch (handedOver) {
                            case "self" -> forger.handOver(own, forged);
                            case "borrowed" -> handoverOfTheOtherKey(old);
                            default -> handedOver;
                        });
                var entry = KeyEntry.draft(event, content, TestRecords.RECEIVED_UNIX_NANOS);
                await(storage.append(TestRecords.request(tenant, List.of(new Sealer().seal(entry)))));
                publish(tenant);
                append(tenant);
                forge(tenant, forger, forged);
                tamper("update log_key set until_size = " + (index + 1) + " where log_id = " + tenant.id());
                tamper("insert into log_key select log_id, 2, epoch, origin, '" + forged + "', " + (index + 1)
                        + ", null from log_key where log_id = " + tenant.id());
                tamper("update log set vkey = '" + forged + "' where id = " + tenant.id());
                assertThat(verify(tenant, old).findings())
                        .as("%s %s", event, handedOver)
                        .extracting(Finding::code)
                        .contains(FindingCode.NO_TRUSTED_SIGNATURE);
            }
        }
    }

    /** What the honest signer did hand over, but to another key. */
    private static String handoverOfTheOtherKey(Vkey old) throws IOException {
        var signer = Objects.requireNonNull(storage.storage().logKeys());
        return signer.handOver(old, signer.create(new Checkpoint(old.name(), 0, TreeHasher.emptyRoot())));
    }

    /** A checkpoint of all records that only the forger signed. */
    private static void forge(Tenant tenant, KeyDirectory forger, Vkey forged) throws IOException {
        var head = await(storage.storage()
                        .adminPool()
                        .preparedQuery("select size, frontier from log_head where log_id = $1")
                        .execute(Tuple.of(tenant.id())))
                .iterator()
                .next();
        var root = Frontier.of(head.getLong(0), head.getBuffer(1).getBytes()).root();
        var text = new Checkpoint(forged.name(), head.getLong(0), root).format();
        var note = forger.open(List.of(forged)).sign(new CheckpointSubmission(0, List.of(), text));
        // the publisher may have been there already
        tamper("insert into checkpoint (log_id, size, note) values (" + tenant.id() + ", " + head.getLong(0) + ", '"
                + note.format() + "') on conflict (log_id, size) do update set note = excluded.note");
    }

    @Test
    void verify_findsAKeyThatOnlyTheDatabaseNames() {
        var tenant = tenant("names");
        append(tenant);
        publish(tenant);
        var old = keys(tenant).get(0).vkey();
        var other =
                Vkey.ed25519(old.name(), keys(tenant("unlike")).get(0).vkey().publicKey());
        tamper("insert into log_key select log_id, 2, epoch, origin, '" + other
                + "', 1, null from log_key where log_id = " + tenant.id());
        tamper("update log set vkey = '" + other + "' where id = " + tenant.id());
        assertThat(verify(tenant, old).findings())
                .containsExactly(new Finding(
                        FindingCode.KEY_CHANGED,
                        Finding.WHOLE_LOG,
                        "the ledger says something else of key 2 than the database"));
        assertThat(verify(tenant, other).findings())
                .extracting(Finding::code)
                .contains(FindingCode.NO_TRUSTED_SIGNATURE);
    }

    @Test
    void verify_findsThatAKeysRangeWasChanged() {
        var tenant = tenant("range");
        publish(tenant);
        var old = keys(tenant).get(0).vkey();
        await(changes().rotate(tenant, OptionalLong.of(5)));
        tamper("update log_key set until_size = 1000 where number = 1 and log_id = " + tenant.id());
        publish(tenant);
        assertThat(verify(tenant, old).findings()).extracting(Finding::code).containsExactly(FindingCode.KEY_CHANGED);
    }

    private static KeyChanges changes() {
        return storage.storage().keyChanges();
    }

    private static Tenant tenant(String name) {
        return await(storage.storage().tenants().create(name));
    }

    private static List<LogKey> keys(Tenant tenant) {
        return await(changes().keys(tenant));
    }

    private static void append(Tenant tenant) {
        await(storage.append(TestRecords.request(tenant, List.of(TestRecords.sealed(draft -> {})))));
    }

    /** Signs what is committed, and gives the latest checkpoint. */
    private static SignedNote publish(Tenant tenant) {
        await(storage.storage().publisher().publishNow());
        assertThat(storage.storage().publisher().frozenLogs()).isEmpty();
        return SignedNote.parse(
                await(storage.storage().evidence().checkpoint(tenant)).orElseThrow());
    }

    private static CheckpointVerdict verdict(SignedNote note, Vkey trusted) {
        return TlogPolicy.ofLogs(List.of(trusted)).check(note, 0);
    }

    private static VerificationReport verify(Tenant tenant, Vkey key) {
        return await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), new VerifyOptions(key, null, null)));
    }

    /** The contents of the entries about keys, in their order. */
    private static List<JsonObject> entries(Tenant tenant) {
        var contents = new ArrayList<JsonObject>();
        await(storage.storage()
                        .adminPool()
                        .preparedQuery(
                                "select content from record where log_id = $1 and kind in ('genesis', 'key') order by idx")
                        .execute(Tuple.of(tenant.id())))
                .forEach(row -> contents.add(new JsonObject(row.getString(0))));
        return contents;
    }

    private static void tamper(String sql) {
        await(storage.storage()
                .adminPool()
                .withTransaction(connection -> connection
                        .query("set local session_replication_role = replica")
                        .execute()
                        .compose(off -> connection.query(sql).execute())));
    }
}
