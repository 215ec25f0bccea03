// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an auditor's command says of exports and receipts with a fault, by name and exit code: 1 a fault, 2 unusable
 * input.
 */
class ExportFaultsIT {
    private static final int RECORDS = 300;

    @TempDir
    static Path files;

    private static String vkey;
    private static String otherVkey;
    private static Path policies;

    @TempDir
    Path scratch;

    /** Two tenants: one whose key stays, and one whose key changes between its exports. */
    @BeforeAll
    static void export() throws Exception {
        var dataDir = files.resolve("data");
        try (var collector = TestCollector.start(dataDir)) {
            var client = collector.client();
            assertThat(client.sendLogs(NumberedExport.logs("first", RECORDS))).isEqualTo(200);
            publish(collector);
            vkey = vkey(dataDir, "default");
            var record = client.records().get(5).getString("id");
            Files.writeString(
                    files.resolve("receipt"),
                    client.get("/api/v1/records/" + record + "/proof").body());
            export(dataDir, "default", "whole");

            CommandRun.on(dataDir, "tenants", "create", "rotating").succeeds();
            var key = CommandRun.on(dataDir, "keys", "create", "--tenant", "rotating", "--scope", "ingest,read")
                    .succeeds()
                    .out()
                    .strip();
            var other = new CollectorClient(collector.server().url(), key);
            otherVkey = vkey(dataDir, "rotating");
            policies = files.resolve("policies");
            Files.createDirectories(policies);
            Files.writeString(policies.resolve("old"), "log " + otherVkey + "\nquorum none\n");
            other.sendLogs(NumberedExport.logs("old", 3));
            publish(collector);
            export(dataDir, "rotating", "by-the-old");
            var next = CommandRun.on(dataDir, "ledger", "rotate-key", "--tenant", "rotating")
                    .succeeds()
                    .out()
                    .strip();
            Files.writeString(policies.resolve("new"), "log " + next + "\nquorum none\n");
            other.sendLogs(NumberedExport.logs("both", 3));
            publish(collector);
            export(dataDir, "rotating", "by-both");
            CommandRun.on(dataDir, "ledger", "rotate-key", "--tenant", "rotating", "--finish")
                    .succeeds();
            other.sendLogs(NumberedExport.logs("new", 3));
            publish(collector);
            export(dataDir, "rotating", "by-the-new");
            Files.writeString(
                    policies.resolve("both"),
                    CommandRun.on(dataDir, "keys", "log", "--tenant", "rotating", "--policy")
                            .succeeds()
                            .out());
        }
    }

    private static void publish(TestCollector collector) throws Exception {
        TestCollector.await(collector.server().storage().publisher().publishNow());
    }

    private static String vkey(Path dataDir, String tenant) {
        return CommandRun.on(dataDir, "keys", "log", "--tenant", tenant)
                .succeeds()
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static void export(Path dataDir, String tenant, String name) {
        CommandRun.on(
                        dataDir,
                        "export",
                        "--tenant",
                        tenant,
                        "--format",
                        "folder",
                        "--out",
                        files.resolve(name).toString())
                .succeeds();
    }

    @Test
    void whatIsAsItWasWrittenIsVerified() throws IOException {
        assertThat(verify(copy("whole")).succeeds().out())
                .startsWith("verified")
                .contains("key as given");
        verify(files.resolve("receipt")).succeeds();
        CommandRun.verifies(files.resolve("whole").toString()).succeeds();
    }

    @ParameterizedTest
    @CsvSource({"root,bad-signature", "size,bad-signature", "signature,bad-signature", "origin,unknown-origin"})
    void anEditOfAnythingThatACheckpointSaysFails(String what, String code) throws IOException {
        assertFails(
                edited("whole", "checkpoint", note -> switch (what) {
                    case "root" -> flip(note, note.indexOf('\n', note.indexOf('\n') + 1) + 5);
                    case "size" -> flip(note, note.indexOf('\n') + 1);
                    case "signature" -> flip(note, note.lastIndexOf(' ') + 20);
                    default -> note.replaceFirst("audit.example", "other.example");
                }),
                code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crlf", "no-end", "leading-zero", "unpadded", "two-blank-lines", "empty"})
    void aCheckpointThatIsSpeltOtherwiseIsNeverVerified(String spelling) throws IOException {
        assertFails(
                edited("whole", "checkpoint", note -> switch (spelling) {
                    case "crlf" -> note.replace("\n", "\r\n");
                    case "no-end" -> note.substring(0, note.length() - 1);
                    case "leading-zero" -> note.replaceFirst("\n", "\n0");
                    case "unpadded" -> note.replaceFirst("=\n", "\n");
                    case "two-blank-lines" -> note.replace("\n\n", "\n\n\n");
                    default -> "";
                }),
                "checkpoint-malformed");
        var receipt = Files.readString(files.resolve("receipt"));
        var blank = receipt.indexOf("\n\n") + 2;
        var malformed = receipt.substring(0, blank) + receipt.substring(blank).replaceFirst("\n", "\n0");
        assertUnusable(verify(written(malformed)), "malformed: checkpoint-size");
    }

    @Test
    void aKeyThatWasSwappedIsNotBelieved() throws IOException {
        var name = vkey.substring(0, vkey.indexOf('+'));
        var forger =
                Cosigner.of(KeyType.COSIGNATURE_ED25519, name, new byte[32]).vkey();
        var swapped = Vkey.ed25519(name, forger.publicKey()).toString();
        assertFails(CommandRun.verifies(files.resolve("whole").toString(), "--vkey", swapped), "no-trusted-signature");
        var run = CommandRun.verifies(files.resolve("receipt").toString(), "--vkey", swapped);
        assertFails(run, "no-trusted-signature");
        var policy = written("log " + swapped + "\nquorum none\n");
        assertFails(
                CommandRun.verifies(files.resolve("whole").toString(), "--policy", policy.toString()),
                "no-trusted-signature");
    }

    @ParameterizedTest
    @CsvSource({
        "by-the-old,old,0", "by-both,old,0", "by-the-new,old,1",
        "by-the-old,new,1", "by-both,new,0", "by-the-new,new,0",
        "by-the-old,both,0", "by-both,both,0", "by-the-new,both,0"
    })
    void aKeyIsChangedWhileBothSign(String export, String policy, int exitCode) {
        var run = CommandRun.verifies(
                files.resolve(export).toString(),
                "--policy",
                policies.resolve(policy).toString());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        if (exitCode != 0) {
            assertThat(run.out()).contains("no-trusted-signature");
        }
    }

    @Test
    void whatWasKeptBeforeTheKeyChangedIsTheBeginningOfWhatCameAfter() {
        for (var later : List.of("by-both", "by-the-new")) {
            CommandRun.verifies(
                            files.resolve(later).toString(),
                            "--policy",
                            policies.resolve("both").toString(),
                            "--checkpoint",
                            files.resolve("by-the-old/checkpoint").toString())
                    .succeeds();
        }
        assertFails(
                CommandRun.verifies(
                        files.resolve("by-the-old").toString(),
                        "--policy",
                        policies.resolve("both").toString(),
                        "--checkpoint",
                        files.resolve("by-the-new/checkpoint").toString()),
                "rollback");
    }

    @Test
    void whoHasTheOldKeyIsToldTheNewOne() throws IOException {
        var later = CommandRun.verifies(files.resolve("by-the-new").toString(), "--vkey", otherVkey);

        assertFails(later, "no-trusted-signature");
        assertThat(later.out())
                .contains("The key as given signed for the first")
                .contains(Files.readString(policies.resolve("new"))
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .substring(4))
                .doesNotContain("log unknown");
    }

    @Test
    void whatIsNoCheckpointCannotBeHeldAgainstAnything() {
        assertUnusable(
                CommandRun.verifies(
                        files.resolve("whole").toString(),
                        "--vkey",
                        vkey,
                        "--checkpoint",
                        files.resolve("receipt").toString()),
                "it is a receipt");
    }

    @Test
    void aWitnessDoesNotStandForTheLog() throws IOException {
        var witness = Cosigner.of(KeyType.COSIGNATURE_ED25519, "witness.example/w", new byte[32]);
        var export = files.resolve("whole").toString();
        assertUnusable(CommandRun.verifies(export, "--vkey", witness.vkey().toString()), "unsupported-key-type");
        var asLog = written("log " + witness.vkey() + "\nquorum none\n");
        assertThat(CommandRun.verifies(export, "--policy", asLog.toString()).exitCode())
                .isEqualTo(Main.NOT_UNDERSTOOD);
        var policy = written("log " + vkey + "\nwitness w " + witness.vkey() + " https://witness.example\nquorum w\n");
        var onlyCosigned = edited("whole", "checkpoint", note -> {
            var text = SignedNote.parse(note).text();
            return new SignedNote(text, List.of(witness.cosign(text, 1))).format();
        });
        assertFails(CommandRun.verifies(onlyCosigned.toString(), "--policy", policy.toString()), "no-log-signature");
        assertFails(CommandRun.verifies(export, "--policy", policy.toString()), "quorum-not-met");
    }

    @Test
    void aReceiptWithAnotherPlaceOrHashFails() throws IOException {
        var text = Files.readString(files.resolve("receipt"));
        var proof = TlogProof.parse(text);
        var index = "\nindex " + proof.index() + '\n';
        assertFails(verify(written(text.replace(index, "\nindex 1\n"))), "inclusion-failed");
        assertFails(
                verify(written(
                        text.replace(index, "\nindex " + proof.checkpoint().size() + '\n'))),
                "index-out-of-range");
        assertUnusable(verify(written(text.replace(index, "\nindex -1\n"))), "proof-index");
        assertUnusable(verify(written(text.replace(index, "\nindex 9223372036854775808\n"))), "proof-index");
        assertFails(verify(written(flip(text, text.indexOf(index) + index.length() + 3))), "inclusion-failed");
        assertFails(verify(written(flip(text, text.lastIndexOf(' ') + 20))), "bad-signature");
        assertUnusable(verify(written(text.replaceFirst("extra [^\n]*\n", ""))), "does not carry its leaf");
    }

    @Test
    void whatIsAnotherTenantsFails() {
        assertFails(CommandRun.verifies(files.resolve("whole").toString(), "--vkey", otherVkey), "unknown-origin");
        assertFails(CommandRun.verifies(files.resolve("receipt").toString(), "--vkey", otherVkey), "unknown-origin");
        assertFails(
                CommandRun.verifies(
                        files.resolve("whole").toString(),
                        "--vkey",
                        vkey,
                        "--checkpoint",
                        files.resolve("by-the-old/checkpoint").toString()),
                "unknown-origin");
    }

    @Test
    void whatIsMissingFails() throws IOException {
        var export = copy("whole");
        Files.delete(export.resolve("tile/entries/000"));
        assertFails(verify(export), "entries-missing");
        export = copy("whole");
        Files.delete(export.resolve("tile/0/000"));
        assertFails(verify(export), "tile-missing");
        export = copy("whole");
        Files.write(export.resolve("tile/0/000"), new byte[255 * 32]);
        assertFails(verify(export), "tile-malformed");
        assertFails(
                edited(
                        "whole",
                        "records.jsonl",
                        lines -> lines.substring(0, lines.lastIndexOf('\n', lines.length() - 2) + 1)),
                "record-count");
    }

    @Test
    void whatIsNoExportCannotBeUsed() throws IOException {
        assertUnusable(verify(scratch), "neither an export nor a log");
        assertUnusable(verify(scratch.resolve("nothing")), "no such file");
        assertUnusable(verify(written("PK and nothing more")), "");
        assertUnusable(verify(written("a text")), "malformed: proof-form");
        assertUnusable(verify(edited("whole", "export.json", text -> "[]")), "malformed");
        assertUnusable(CommandRun.verifies(files.resolve("receipt").toString()), "--vkey");
        assertUnusable(
                CommandRun.verifies(files.resolve("whole").toString(), "--vkey", "no key"), "<name>+<8 hex digits>");
    }

    private static void assertFails(Path export, String code) {
        assertFails(verify(export), code);
    }

    private static void assertFails(CommandRun run, String code) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(Main.FAILED);
        assertThat(run.out()).startsWith("FAILED").contains("          " + code);
    }

    private static void assertUnusable(CommandRun run, String why) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(why);
    }

    private static CommandRun verify(Path export) {
        return CommandRun.verifies(export.toString(), "--vkey", vkey);
    }

    private Path edited(String export, String file, UnaryOperator<String> edit) throws IOException {
        var path = copy(export);
        var text = Files.readString(path.resolve(file));
        var edited = edit.apply(text);
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(path.resolve(file), edited);
        return path;
    }

    private Path written(String text) throws IOException {
        return Files.writeString(Files.createTempFile(scratch, "given", ""), text);
    }

    private Path copy(String export) throws IOException {
        var to = Files.createTempDirectory(scratch, export);
        try (var paths = Files.walk(files.resolve(export))) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(files.resolve(export).relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
        return to;
    }

    /** Another character of base64, or another digit. */
    private static String flip(String text, int position) {
        var other = text.charAt(position) == '2' ? '4' : '2';
        return text.substring(0, position) + other + text.substring(position + 1);
    }
}
