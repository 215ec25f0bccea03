// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.sign.KeyEntry;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.Finding;
import io.deedbook.storage.verify.FindingCode;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerificationReport;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Yesterday's backup is restored, or a standby promoted that lacks the last batches: the signer's memory is newer. */
class LostDatabaseIT {
    private final Path dataDir = TestStorage.temporaryDirectory();
    private final Path backups = TestStorage.temporaryDirectory();

    @Test
    void aRestoredDatabaseIsNotSignedUntilItIsTheLatestOrAnotherEpochBegins() throws IOException {
        Vkey key;
        SignedNote lost;
        try (var storage = TestStorage.on("", dataDir)) {
            append(storage, 3);
            publish(storage);
            key = keys(storage).get(0).vkey();
        }
        copy(database(), backups.resolve("yesterday"));
        try (var storage = TestStorage.on("", dataDir)) {
            append(storage, 4);
            lost = publish(storage);
            assertThat(frozen(storage)).isZero();
        }
        copy(database(), backups.resolve("latest"));

        restore("yesterday");
        try (var storage = TestStorage.on("", dataDir)) {
            await(storage.storage().publisher().publishNow());
            assertThat(storage.storage().publisher().frozenLogs()).containsValue(Reason.ROLLBACK);
            assertThat(frozen(storage)).isOne();
            append(storage, 5);
            await(storage.storage().publisher().publishNow());
            assertThat(storage.storage().publisher().frozenLogs()).containsValue(Reason.INCONSISTENT);
            assertThat(latest(storage).size()).isEqualTo(4);
        }

        restore("latest");
        try (var storage = TestStorage.on("", dataDir)) {
            append(storage, 1);
            publish(storage);
            assertThat(latest(storage).size()).isEqualTo(9);
            assertThat(verify(storage, key, lost).findings()).isEmpty();
        }

        restore("yesterday");
        try (var storage = TestStorage.on("", dataDir)) {
            await(storage.storage().publisher().publishNow());
            assertThat(frozen(storage)).isOne();
            var next = await(storage.storage().keyChanges().newEpoch(tenant(storage)));
            assertThat(next.vkey().name()).isEqualTo(key.name() + "/2");
            append(storage, 2);
            var note = publish(storage);
            assertThat(frozen(storage)).isZero();
            assertThat(note.verify(List.of(next.vkey()))).isEqualTo(SignedNote.Verdict.TRUSTED);
            assertThat(Checkpoint.parse(note.text()).origin()).isEqualTo(key.name() + "/2");
            assertThat(note.verify(List.of(key))).isEqualTo(SignedNote.Verdict.NO_TRUSTED_SIGNATURE);
            genesisNamesWhatWasSignedLast(storage, key);

            assertThat(verify(storage, next.vkey(), note).findings()).isEmpty();
            assertThat(verify(storage, key, note).findings())
                    .extracting(Finding::code)
                    .contains(FindingCode.NO_TRUSTED_SIGNATURE);
            assertThat(verify(storage, next.vkey(), lost).findings())
                    .extracting(Finding::code)
                    .containsAnyOf(FindingCode.ROLLBACK, FindingCode.INCONSISTENT);
        }
        try (var storage = TestStorage.on("", dataDir)) {
            append(storage, 1);
            publish(storage);
            assertThat(latest(storage).size()).isEqualTo(8);
        }
    }

    @Test
    void aMachineThatStopped_doesNotForgetWhatWasSignedTogether() throws IOException {
        try (var storage = TestStorage.on("", dataDir)) {
            append(storage, 3);
            publish(storage);
        }
        copy(database(), backups.resolve("yesterday"));
        copy(dataDir.resolve("keys"), backups.resolve("keys"));
        try (var storage = TestStorage.on("", dataDir)) {
            publish(storage);
            append(storage, 1);
            awaitCheckpoint(storage, 5);
            assertThat(isInJournals(5)).isTrue();
        }
        // the journals were on disk, the state file not yet; under names that are none of this process any more
        for (var journal : journals()) {
            Files.move(journal, journal.resolveSibling("signed-left-" + journal.getFileName()));
        }
        replaceStates(backups.resolve("keys"), dataDir.resolve("keys"));
        restore("yesterday");

        try (var storage = TestStorage.on("", dataDir)) {
            await(storage.storage().publisher().publishNow());

            assertThat(storage.storage().publisher().frozenLogs()).containsValue(Reason.ROLLBACK);
        }
    }

    private static void awaitCheckpoint(TestStorage storage, int size) {
        var tenant = tenant(storage);
        await(AsyncLoop.repeat(() -> storage.storage()
                .evidence()
                .checkpoint(tenant)
                .map(note ->
                        Checkpoint.parse(SignedNote.parse(note.orElseThrow()).text())
                                        .size()
                                < size)));
    }

    private List<Path> journals() throws IOException {
        try (var files = Files.list(dataDir.resolve("keys"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    private boolean isInJournals(int size) throws IOException {
        for (var journal : journals()) {
            if (Files.readString(journal).contains("\n" + size + "\n")) {
                return true;
            }
        }
        return false;
    }

    private static void replaceStates(Path from, Path to) throws IOException {
        try (var files = Files.newDirectoryStream(from, "*.state")) {
            for (var file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void genesisNamesWhatWasSignedLast(TestStorage storage, Vkey key) {
        var content = new JsonObject(await(storage.storage()
                        .adminPool()
                        .query("select content from record where kind = 'genesis' and idx > 0")
                        .execute())
                .iterator()
                .next()
                .getString(0));
        var signed = await(storage.vertx()
                        .executeBlocking(() -> storage.storage().logKeys().lastSigned(key.name())))
                .orElseThrow();
        assertThat(signed.size()).isEqualTo(9);
        assertThat(content.getString(KeyEntry.LAST_SIGNED_SIZE)).isEqualTo("9");
        assertThat(content.getString(KeyEntry.LAST_SIGNED_ROOT))
                .isEqualTo(Base64.getEncoder().encodeToString(signed.root()));
        assertThat(content.getString(KeyEntry.PREVIOUS)).isEqualTo(key.toString());
        assertThat(content.getString(KeyEntry.EPOCH)).isEqualTo("2");
    }

    private static Tenant tenant(TestStorage storage) {
        return await(storage.storage().tenants().find("default")).orElseThrow();
    }

    private static List<LogKey> keys(TestStorage storage) {
        return await(storage.storage().keyChanges().keys(tenant(storage)));
    }

    private static void append(TestStorage storage, int count) {
        await(storage.append(TestRecords.request(tenant(storage), TestRecords.many(count))));
    }

    private static SignedNote publish(TestStorage storage) {
        await(storage.storage().publisher().publishNow());
        assertThat(storage.storage().publisher().frozenLogs()).isEmpty();
        return SignedNote.parse(
                await(storage.storage().evidence().checkpoint(tenant(storage))).orElseThrow());
    }

    private static Checkpoint latest(TestStorage storage) {
        var note =
                await(storage.storage().evidence().checkpoint(tenant(storage))).orElseThrow();
        return Checkpoint.parse(SignedNote.parse(note).text());
    }

    private static int frozen(TestStorage storage) {
        return (int)
                storage.registry().get("deedbook.storage.logs.frozen").gauge().value();
    }

    private static VerificationReport verify(TestStorage storage, Vkey key, SignedNote kept) {
        return await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), "default", new VerifyOptions(key, null, kept.format())));
    }

    private Path database() {
        return dataDir.resolve("postgres");
    }

    private void restore(String backup) throws IOException {
        delete(database());
        copy(backups.resolve(backup), database());
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
