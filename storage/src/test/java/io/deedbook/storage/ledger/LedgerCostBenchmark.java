// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * What the ledger costs: records a second with it (canonical leaves, commitments, hashes, tree, heads, checkpoints) and without
 * (the same columns in one table), in turns in one run. Arguments: seconds a turn, turns, records a request, requests in
 * flight. Not a test: its figures depend on the machine, their ratio hardly.
 */
public final class LedgerCostBenchmark {
    private static final int DRAFTS = 5_000;
    private static final Sealer SEALER = new Sealer();

    private LedgerCostBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var seconds = argument(arguments, 0, 5);
        var turns = argument(arguments, 1, 6);
        var requestRecords = argument(arguments, 2, 100);
        var inFlight = argument(arguments, 3, 64);
        var drafts =
                LongStream.range(0, DRAFTS).mapToObj(LedgerCostBenchmark::draft).toList();
        var url = TestDatabase.create();
        try (var storage = TestStorage.on(TestDatabase.text(url), TestStorage.temporaryDirectory())) {
            var tenant = storage.tenant("benchmark");
            var plainVertx = Vertx.vertx(); // one more, because a bus has one writer
            var plainBus = Bus.of(plainVertx, AppendRequest.class, Receipt.class);
            var plain = TestStorage.await(PlainAppends.create(
                    plainVertx,
                    WriterConnection.of(url, Roles.establish(url)),
                    storage.storage().adminPool()));
            var writer = new WriterVerticle(plainBus, plain, new WriterMetrics(new SimpleMeterRegistry()));
            TestStorage.await(plainVertx.deployVerticle(writer));
            Function<AppendRequest, Future<Receipt>> with = storage::append;
            var ratios = new double[turns];
            for (var turn = -1; turn < turns; turn++) {
                var on = run(with, SEALER::seal, tenant, drafts, seconds, requestRecords, inFlight);
                var off = run(
                        request -> plainBus.ask(WriterVerticle.ADDRESS, request, 30_000),
                        LedgerCostBenchmark::unsealed,
                        tenant,
                        drafts,
                        seconds,
                        requestRecords,
                        inFlight);
                if (turn >= 0) {
                    ratios[turn] = (double) on / off;
                    System.out.printf(Locale.ROOT, "with %,d/s  without %,d/s  ratio %.2f%n", on, off, ratios[turn]);
                }
            }
            TestStorage.await(plainVertx.close());
            Arrays.sort(ratios);
            System.out.printf(Locale.ROOT, "median ratio %.2f%n", ratios[turns / 2]);
        }
    }

    private static long run(
            Function<AppendRequest, Future<Receipt>> append,
            Function<RecordDraft, SealedRecord> seal,
            Tenant tenant,
            List<RecordDraft> drafts,
            int seconds,
            int requestRecords,
            int requestsInFlight)
            throws InterruptedException {
        var inFlight = new Semaphore(requestsInFlight);
        var stored = new LongAdder();
        var started = System.nanoTime();
        for (var sent = 0; System.nanoTime() - started < TimeUnit.SECONDS.toNanos(seconds); sent++) {
            inFlight.acquire();
            var from = sent * requestRecords % (DRAFTS - requestRecords);
            var records = drafts.subList(from, from + requestRecords).stream()
                    .map(seal)
                    .toList();
            append.apply(TestRecords.request(tenant, records))
                    .onSuccess(receipt -> stored.add(receipt.count()))
                    .onFailure(failure -> System.out.println(failure))
                    .onComplete(answered -> inFlight.release());
        }
        inFlight.acquire(requestsInFlight);
        return stored.sum() * 1_000_000_000L / (System.nanoTime() - started);
    }

    /** The columns of a record, and nothing that proves it. */
    private static SealedRecord unsealed(RecordDraft draft) {
        var id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        return new SealedRecord(
                id,
                draft.receivedUnixNanos(),
                draft.occurredUnixNanos(),
                draft.copyValues(),
                draft.pii(),
                content(draft),
                new CanonicalJson(512).attributes(draft.attributes()).toBytes(),
                new EnumMap<>(Part.class),
                id,
                id);
    }

    private static byte[] content(RecordDraft draft) {
        var json = new CanonicalJson(512).startObject();
        draft.content().forEach((name, text) -> json.name(name).string(text));
        return json.name("target")
                .string(String.valueOf(draft.text(Field.TARGET)))
                .endObject()
                .toBytes();
    }

    private static RecordDraft draft(long sequence) {
        var draft = new RecordDraft(TestRecords.RECEIVED_UNIX_NANOS, TestRecords.RECEIVED_UNIX_NANOS - 5);
        draft.put(Field.KIND, "record");
        draft.put(Field.TRUNCATED, 0L);
        draft.put(Field.SURFACE, "claude_code");
        draft.put(Field.SIGNAL, "logs");
        draft.put(Field.EVENT, "tool_result");
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.OUTCOME, "success");
        draft.put(Field.RISK, "low");
        draft.put(Field.POLICY_VERSION, "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8");
        draft.put(Field.CONTENT_STATE, "redacted");
        draft.put(Field.SEQUENCE, sequence);
        draft.put(Field.SESSION_ID, "0f9a3c1e-0000-4000-8000-0000000000" + sequence % 50);
        draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.TARGET, "git");
        draft.put(Field.CONTROLS, List.of("soc2:CC6.1", "soc2:CC7.2", "gdpr:art_30"));
        draft.content().put(ContentName.TOOL_INPUT, "git log --oneline ".repeat(20) + sequence);
        return draft;
    }

    private static int argument(String[] arguments, int position, int otherwise) {
        return position < arguments.length ? Integer.parseInt(arguments[position]) : otherwise;
    }
}
