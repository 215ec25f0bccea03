// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.erasure.ErasableParts;
import io.deedbook.storage.erasure.ErasureRequest;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.EntryBundle;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogProof;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExportsIT {
    private static final String JANE = "jane.roe@example.com";
    private static final String JOHN = "john.doe@example.com";

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
    void export_ofTheWholeLogHasAllThatRebuildsIt() throws IOException {
        var tenant = storage.tenant("whole");
        append(tenant, inTurn(300));
        append(tenant, inTurn(300));
        append(tenant, inTurn(70));

        var files = unzip(zip(
                new ExportRequest(tenant, null, null, null, OptionalLong.empty(), OptionalLong.empty(), "operator")));

        var checkpoint =
                Checkpoint.parse(SignedNote.parse(text(files, "checkpoint")).text());
        assertThat(checkpoint.size()).isEqualTo(670);
        var manifest = new JsonObject(text(files, "export.json"));
        assertThat(manifest.getString("format")).isEqualTo("deedbook-export/v1");
        assertThat(manifest.getLong("size")).isEqualTo(670);
        assertThat(manifest.getLong("records")).isEqualTo(670);
        assertThat(manifest.getBoolean("complete")).isTrue();
        assertThat(manifest.getJsonObject("scope").getString("kind")).isEqualTo("log");
        var hashes = new ArrayList<byte[]>();
        for (var line : lines(files)) {
            assertThat(line.getLong("index")).isEqualTo(hashes.size());
            assertThat(line.containsKey("proof")).isFalse();
            checkParts(line);
            hashes.add(Leaf.hash(bytes(line, "leaf")));
        }
        assertThat(Frontier.empty().append(hashes).root()).isEqualTo(checkpoint.root());
        assertThat(files).containsKeys("checkpoints/300", "checkpoints/600", "policy");
        assertThat(files).doesNotContainKey("checkpoints/670");
        for (var path : List.of("0/000", "0/001", "0/002.p/158", "1/000.p/2")) {
            var width = TilePath.parse(path).width();
            assertThat(files.get("tile/" + path)).as(path).hasSize(32 * width);
        }
        assertThat(EntryBundle.parse(files.get("tile/entries/002.p/158"), 158)).hasSize(158);
        assertThat(EntryBundle.parse(files.get("tile/entries/000"), 256).get(7))
                .isEqualTo(bytes(lines(files).get(7), "leaf"));
        var policy = TlogPolicy.parse(files.get("policy"));
        assertThat(policy.check(SignedNote.parse(text(files, "checkpoint")), 0).name())
                .isEqualTo("TRUSTED");
    }

    @Test
    void export_ofASubjectHasEveryRecordWithItsProof_andIsOnRecord() throws IOException {
        var tenant = storage.tenant("subject");
        append(tenant, inTurn(700));

        var files = unzip(zip(subject(tenant, JANE)));

        var manifest = new JsonObject(text(files, "export.json"));
        assertThat(manifest.getBoolean("complete")).isFalse();
        assertThat(manifest.getJsonObject("scope").getString("subject")).matches("\\[email:[0-9a-f]{6}]");
        assertThat(text(files, "export.json")).doesNotContain(JANE);
        var lines = lines(files);
        assertThat(lines).hasSize(350);
        for (var line : lines) {
            checkParts(line);
            checkProof(files, line);
            assertThat(part(line, "actor")).contains(JANE);
            assertThat(part(line, "content")).contains("prompt");
        }
        assertThat(readEntries(tenant))
                .singleElement()
                .asString()
                .contains("\"count\":\"350\"")
                .contains("\"requestedBy\":\"operator\"")
                .contains("\"scope\":\"subject\"")
                .doesNotContain(JANE);
    }

    @Test
    void export_afterAnErasureShowsWhatIsGoneAndTheEntryThatSaysSo() throws IOException {
        var tenant = storage.tenant("erased");
        append(tenant, inTurn(6));
        var request = new ErasureRequest(tenant, JANE, "art17", ErasableParts.STANDARD, false, "operator");
        // its entry has no checkpoint yet
        await(await(storage.storage().erasures().start(request, progress -> {})).ended());

        var files = unzip(zip(new ExportRequest(
                tenant,
                null,
                null,
                null,
                OptionalLong.of(TestRecords.RECEIVED_UNIX_NANOS - 5),
                OptionalLong.of(TestRecords.RECEIVED_UNIX_NANOS),
                "operator")));

        var lines = lines(files);
        assertThat(lines).hasSize(7);
        var erased = lines.get(0).getJsonObject("parts");
        assertThat(erased.containsKey("actor")).isTrue();
        assertThat(erased.getValue("actor")).isNull();
        assertThat(erased.getValue("facts")).isNotNull();
        assertThat(part(lines.get(1), "actor")).contains(JOHN);
        assertThat(part(lines.get(6), "content")).contains("\"targets\":\"0,2,4\"");
        for (var line : lines) {
            checkProof(files, line);
        }
    }

    @Test
    void export_ofATeamsKeyHasThatTeamsRecordsOnly() throws IOException {
        var tenant = storage.tenant("team");
        append(
                tenant,
                List.of(record(JANE, "a", "payments"), record(JANE, "b", "research"), record(JOHN, "c", "payments")));

        var all = unzip(zip(
                new ExportRequest(tenant, "payments", null, null, OptionalLong.empty(), OptionalLong.empty(), "k1")));
        var hers = unzip(zip(
                new ExportRequest(tenant, "payments", JANE, null, OptionalLong.empty(), OptionalLong.empty(), "k1")));
        var session = unzip(zip(new ExportRequest(
                tenant, "payments", null, "session", OptionalLong.empty(), OptionalLong.empty(), "k1")));

        assertThat(lines(all)).extracting(line -> line.getLong("index")).containsExactly(0L, 2L);
        assertThat(new JsonObject(text(all, "export.json")).getBoolean("complete"))
                .isFalse();
        assertThat(lines(hers)).extracting(line -> line.getLong("index")).containsExactly(0L);
        assertThat(lines(session)).extracting(line -> line.getLong("index")).containsExactly(0L, 2L);
    }

    @Test
    void export_toAFolderWritesTheSameFiles() throws IOException {
        var tenant = storage.tenant("folder");
        append(tenant, inTurn(10));
        var folder = TestStorage.temporaryDirectory().resolve("export");

        var ready = await(storage.storage().exports().prepare(subject(tenant, JANE)));
        assertThat(await(ready.write(new FolderTarget(folder)))).isEqualTo(5);

        assertThat(Files.readAllLines(folder.resolve("records.jsonl"))).hasSize(5);
        assertThat(folder.resolve("export.json")).exists();
    }

    @Test
    void prepare_isRefusedBeforeThereIsACheckpoint() {
        var tenant = storage.tenant("empty");
        assertThatThrownBy(() -> await(storage.storage().exports().prepare(subject(tenant, JANE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checkpoint");
    }

    @Test
    void write_failsWhenSomethingOfItIsErasedMeanwhile() {
        var tenant = storage.tenant("meanwhile");
        append(tenant, inTurn(6));
        var ready = await(storage.storage().exports().prepare(subject(tenant, JANE)));
        var request = new ErasureRequest(tenant, JANE, "art17", ErasableParts.STANDARD, false, "operator");
        await(await(storage.storage().erasures().start(request, progress -> {})).ended());

        assertThatThrownBy(() -> await(ready.write(new ZipTarget(some -> Future.succeededFuture()))))
                .hasMessageContaining("erased meanwhile");
    }

    @Test
    void prepare_notesNothingOfWhatItRefuses() {
        var tenant = storage.tenant("busy");
        append(tenant, inTurn(2));
        var first = await(storage.storage().exports().prepare(subject(tenant, JANE)));
        var second = await(storage.storage().exports().prepare(subject(tenant, JANE)));

        assertThatThrownBy(() -> await(storage.storage().exports().prepare(subject(tenant, JANE))))
                .hasMessageContaining("Other exports");

        assertThat(readEntries(tenant)).hasSize(2);
        await(first.write(new ZipTarget(some -> Future.succeededFuture())));
        await(second.write(new ZipTarget(some -> Future.succeededFuture())));
    }

    private static ExportRequest subject(Tenant tenant, String subject) {
        return new ExportRequest(tenant, null, subject, null, OptionalLong.empty(), OptionalLong.empty(), "operator");
    }

    private static List<SealedRecord> inTurn(int count) {
        var records = new ArrayList<SealedRecord>();
        for (var number = 0; number < count; number++) {
            records.add(record(number % 2 == 0 ? JANE : JOHN, "prompt " + number, "payments"));
        }
        return records;
    }

    private static SealedRecord record(String email, String prompt, String team) {
        return TestRecords.sealed(draft -> {
            draft.put(Field.USER_EMAIL, email);
            draft.put(Field.TEAM, team);
            draft.put(Field.SESSION_ID, "session");
            draft.put(Field.TOOL_NAME, "Bash");
            draft.content().put("prompt", prompt);
        });
    }

    private static void append(Tenant tenant, List<SealedRecord> records) {
        for (var start = 0; start < records.size(); start += 500) {
            await(storage.append(
                    TestRecords.request(tenant, records.subList(start, Math.min(records.size(), start + 500)))));
        }
        publish();
    }

    private static void publish() {
        await(storage.storage().publisher().publishNow());
    }

    private static byte[] zip(ExportRequest request) {
        var bytes = Buffer.buffer();
        var ready = await(storage.storage().exports().prepare(request));
        var lines = await(ready.write(new ZipTarget(some -> {
            bytes.appendBuffer(some);
            return Future.succeededFuture();
        })));
        assertThat(lines).isEqualTo(ready.records());
        return bytes.getBytes();
    }

    private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static List<JsonObject> lines(Map<String, byte[]> files) {
        return text(files, "records.jsonl").lines().map(JsonObject::new).toList();
    }

    private static byte[] bytes(JsonObject json, String name) {
        return Base64.getDecoder().decode(json.getString(name));
    }

    private static @Nullable String part(JsonObject line, String name) {
        var part = line.getJsonObject("parts").getJsonObject(name);
        return part == null ? null : new String(bytes(part, "content"), StandardCharsets.UTF_8);
    }

    /** Every part that is there opens its commitment, and every commitment has its part. */
    private static void checkParts(JsonObject line) {
        var committed = new JsonObject(new String(bytes(line, "leaf"), StandardCharsets.UTF_8)).getJsonObject("parts");
        var parts = line.getJsonObject("parts");
        assertThat(parts.fieldNames()).isEqualTo(committed.fieldNames());
        for (var name : parts.fieldNames()) {
            var part = parts.getJsonObject(name);
            var opened = Commitment.of(
                    Part.valueOf(name.toUpperCase(Locale.ROOT)), bytes(part, "salt"), bytes(part, "content"));
            assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(opened))
                    .isEqualTo(committed.getString(name));
        }
    }

    private static void checkProof(Map<String, byte[]> files, JsonObject line) {
        var proof = TlogProof.parse(line.getString("proof"));
        var leaf = bytes(line, "leaf");
        assertThat(proof.extra()).isEqualTo(leaf);
        assertThat(proof.index()).isEqualTo(line.getLong("index"));
        assertThat(proof.note()).isEqualTo(text(files, "checkpoint"));
        assertThat(proof.verify(Leaf.hash(leaf), TlogPolicy.parse(files.get("policy")), 0))
                .isEqualTo(TlogProof.Verdict.INCLUDED);
    }

    private static List<String> readEntries(Tenant tenant) {
        var contents = new ArrayList<String>();
        await(storage.storage()
                        .adminPool()
                        .query("select content from record where kind = 'read' and log_id = " + tenant.id())
                        .execute())
                .forEach(row -> contents.add(row.getString(0)));
        return contents;
    }
}
