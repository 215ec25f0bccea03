// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.AppendRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Records made by hand, sealed as the pipeline does. */
public final class TestRecords {
    public static final long RECEIVED_UNIX_NANOS =
            TimeUnit.SECONDS.toNanos(Instant.parse("2026-06-15T12:00:00Z").getEpochSecond());

    private static final Sealer SEALER = new Sealer();
    private static final AtomicLong EXPORT_KEY = new AtomicLong();

    private TestRecords() {}

    /** A record that {@code change} fills. */
    public static SealedRecord sealed(Consumer<RecordDraft> change) {
        return sealed(RECEIVED_UNIX_NANOS - 5, change);
    }

    /** A record of an event that occurred at a time. */
    public static SealedRecord sealed(long occurredUnixNanos, Consumer<RecordDraft> change) {
        return sealed(RECEIVED_UNIX_NANOS, occurredUnixNanos, change);
    }

    /** A record of an event that occurred at a time, and came at another. */
    public static SealedRecord sealed(long receivedUnixNanos, long occurredUnixNanos, Consumer<RecordDraft> change) {
        var draft = draft(receivedUnixNanos, occurredUnixNanos);
        change.accept(draft);
        return seal(draft);
    }

    public static SealedRecord seal(RecordDraft draft) {
        return SEALER.seal(draft);
    }

    private static RecordDraft draft(long receivedUnixNanos, long occurredUnixNanos) {
        var draft = new RecordDraft(receivedUnixNanos, occurredUnixNanos);
        draft.put(Field.SURFACE, "claude_code");
        draft.put(Field.SIGNAL, "logs");
        draft.put(Field.EVENT, "tool_result");
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.OUTCOME, "success");
        draft.put(Field.RISK, "low");
        draft.put(Field.POLICY_VERSION, "test");
        draft.put(Field.CONTENT_STATE, "redacted");
        return draft;
    }

    /** What benchmarks store: a shell command with all that the pipeline makes of one, about 1 KiB; not sealed yet. */
    public static RecordDraft shellCommand(long receivedUnixNanos, String session, long sequence) {
        var draft = draft(receivedUnixNanos, receivedUnixNanos - 5);
        draft.put(Field.KIND, "record");
        draft.put(Field.TRUNCATED, 0L);
        draft.put(Field.POLICY_VERSION, "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8");
        draft.put(Field.SEQUENCE, sequence);
        draft.put(Field.SESSION_ID, session);
        draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.TARGET, "git");
        draft.put(Field.CONTROLS, List.of("soc2:CC6.1", "soc2:CC7.2", "gdpr:art_30"));
        draft.content().put(ContentName.TOOL_INPUT, "git log --oneline ".repeat(20) + sequence);
        return draft;
    }

    /** Shell commands of fifty sessions. */
    public static List<RecordDraft> shellCommands(int count) {
        return LongStream.range(0, count)
                .mapToObj(sequence -> shellCommand(
                        RECEIVED_UNIX_NANOS, "0f9a3c1e-0000-4000-8000-0000000000" + sequence % 50, sequence))
                .toList();
    }

    /** Records that differ in their sequence only. */
    public static List<SealedRecord> many(int count) {
        var records = new ArrayList<SealedRecord>();
        for (var number = 0L; number < count; number++) {
            var sequence = number;
            records.add(sealed(draft -> draft.put(Field.SEQUENCE, sequence)));
        }
        return records;
    }

    /** A request that was not sent before. */
    public static AppendRequest request(Tenant tenant, List<SealedRecord> records) {
        return request(tenant, records, newExportKey());
    }

    /** A request with this export key. */
    public static AppendRequest request(Tenant tenant, List<SealedRecord> records, byte[] exportKey) {
        return new AppendRequest(tenant, exportKey, records, System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
    }

    public static byte[] newExportKey() {
        return ByteBuffer.allocate(32).putLong(EXPORT_KEY.incrementAndGet()).array();
    }
}
