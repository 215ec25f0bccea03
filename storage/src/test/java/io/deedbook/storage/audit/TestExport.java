// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.canonical.PartJson;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.evidence.TestRecords;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.EntryBundle;
import io.deedbook.storage.tlog.NodeSource;
import io.deedbook.storage.tlog.ProofMaker;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TestKeys;
import io.deedbook.storage.tlog.TileBuilder;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** An export as the collector writes it, out of invented records; to be spoilt before or after it is written. */
final class TestExport {
    static final String ORIGIN = "example.com/ledger/0123456789abcdef";
    static final int KEY = 100;
    static final Vkey VKEY = TestKeys.log(ORIGIN, KEY);

    private static final Sealer SEALER = new Sealer();

    /** What is to be written of one entry. */
    static final class Entry {
        byte[] leaf;
        final Map<String, byte @Nullable [][]> parts = new TreeMap<>();
        final List<String> withheld = new ArrayList<>();

        Entry(SealedRecord record) {
            leaf = record.leaf().clone();
            for (var part : record.salts().keySet()) {
                parts.put(part.wireName(), new byte[][] {
                    record.salts().get(part), json(record, part).getBytes(StandardCharsets.UTF_8)
                });
            }
        }

        private static String json(SealedRecord record, Part part) {
            return switch (part) {
                case CONTENT -> record.contentJson();
                case ATTRIBUTES -> record.attributesJson();
                default -> PartJson.ofColumns(part, record.values());
            };
        }
    }

    final Path folder;
    final List<Entry> entries = new ArrayList<>();

    TestExport(Path folder, int records) {
        this.folder = folder;
        for (var number = 0; number < records; number++) {
            entries.add(new Entry(TestRecords.record(number)));
        }
    }

    /** Adds an entry of the server's own. */
    TestExport own(String kind, Map<String, String> content) {
        var draft = new RecordDraft(1_760_000_001_000_000_000L, 1_760_000_001_000_000_000L);
        draft.put(Field.KIND, kind);
        draft.put(Field.CONTENT_STATE, "redacted");
        draft.content().putAll(content);
        entries.add(new Entry(SEALER.seal(draft)));
        return this;
    }

    /** The signed checkpoint over the first entries. */
    String checkpoint(int size, int... keys) {
        var tree = new TileBuilder();
        entries.subList(0, size).forEach(entry -> tree.add(Leaf.hash(entry.leaf)));
        var text = new Checkpoint(ORIGIN, size, tree.root()).format();
        return new SignedNote(
                        text,
                        Arrays.stream(keys)
                                .mapToObj(key -> TestKeys.sign(text, TestKeys.log(ORIGIN, key), key))
                                .toList())
                .format();
    }

    /** Writes the whole log, with checkpoints at these sizes before the last. */
    TestExport writeLog(int... earlier) throws IOException {
        write("checkpoint", checkpoint(entries.size(), KEY).getBytes(StandardCharsets.UTF_8));
        for (var size : earlier) {
            write("checkpoints/" + size, checkpoint(size, KEY).getBytes(StandardCharsets.UTF_8));
        }
        write("policy", TlogPolicy.ofLogs(List.of(VKEY)).format());
        var tree = new TileBuilder();
        for (var entry : entries) {
            for (var tile : tree.add(Leaf.hash(entry.leaf))) {
                write("tile/" + new TilePath(tile.level(), tile.number(), 256).path(), tile.hashes());
            }
        }
        for (var level = 0; level < 3; level++) {
            var partial = tree.partial(level);
            if (partial.length > 0) {
                var number = TilePath.fullTiles(level, entries.size());
                write("tile/" + new TilePath(level, number, partial.length / 32).path(), partial);
            }
        }
        for (var from = 0; from < entries.size(); from += 256) {
            writeBundle(from / 256, entries.subList(from, Math.min(from + 256, entries.size())));
        }
        writeRecords(LongStream.range(0, entries.size()).toArray(), false);
        return this;
    }

    void writeBundle(int number, List<Entry> some) throws IOException {
        var path = new TilePath(0, number, some.size()).path().substring(2);
        write(
                "tile/entries/" + path,
                EntryBundle.format(some.stream().map(entry -> entry.leaf).toList()));
    }

    /** Writes some entries, each with its proof. */
    TestExport writeSome(long... indexes) throws IOException {
        write("checkpoint", checkpoint(entries.size(), KEY).getBytes(StandardCharsets.UTF_8));
        write("policy", TlogPolicy.ofLogs(List.of(VKEY)).format());
        writeRecords(indexes, true);
        return this;
    }

    private void writeRecords(long[] indexes, boolean proofs) throws IOException {
        var lines = new StringBuilder();
        for (var index : indexes) {
            lines.append(line(index, proofs).encode()).append('\n');
        }
        write("records.jsonl", lines.toString().getBytes(StandardCharsets.UTF_8));
        write(
                "export.json",
                new JsonObject()
                        .put("format", ExportManifest.FORMAT)
                        .put("origin", ORIGIN)
                        .put("epoch", 1)
                        .put("size", entries.size())
                        .put("first", 0)
                        .put("scope", new JsonObject().put("kind", proofs ? "subject" : "log"))
                        .put("records", indexes.length)
                        .put("complete", !proofs)
                        .toBuffer()
                        .getBytes());
    }

    private JsonObject line(long index, boolean proof) {
        var entry = entries.get((int) index);
        var parts = new JsonObject();
        entry.parts.forEach((name, open) -> parts.put(
                name,
                open == null
                        ? null
                        : new JsonObject().put("salt", base64(open[0])).put("content", base64(open[1]))));
        var line = new JsonObject()
                .put("index", index)
                .put("leaf", base64(entry.leaf))
                .put("parts", parts);
        if (!entry.withheld.isEmpty()) {
            line.put("withheld", new JsonArray(entry.withheld));
        }
        return proof ? line.put("proof", proof(index).format()) : line;
    }

    TlogProof proof(long index) {
        var hashes = entries.stream().map(entry -> Leaf.hash(entry.leaf)).toList();
        var path = new ProofMaker(nodes(hashes)).inclusion(index, hashes.size());
        return new TlogProof(entries.get((int) index).leaf, index, path, checkpoint(entries.size(), KEY));
    }

    private static NodeSource nodes(List<byte[]> hashes) {
        return (level, index) -> node(hashes, level, index);
    }

    private static byte[] node(List<byte[]> hashes, int level, long index) {
        return level == 0
                ? hashes.get((int) index)
                : new TreeHasher().node(node(hashes, level - 1, 2 * index), node(hashes, level - 1, 2 * index + 1));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    void write(String path, byte[] content) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** Changes the bytes of a file that was written. */
    void edit(String path, Consumer<byte[]> change) throws IOException {
        var bytes = Files.readAllBytes(folder.resolve(path));
        change.accept(bytes);
        Files.write(folder.resolve(path), bytes);
    }

    /** Replaces the text of a file that was written. */
    void replace(String path, String old, String with) throws IOException {
        var text = Files.readString(folder.resolve(path));
        if (!text.contains(old)) {
            throw new IllegalArgumentException("old: not in " + path);
        }
        Files.writeString(folder.resolve(path), text.replace(old, with));
    }
}
