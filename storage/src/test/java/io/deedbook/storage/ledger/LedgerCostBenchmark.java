// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.bench.Arguments;
import io.deedbook.storage.bench.Load;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * What the ledger costs: records a second with it (canonical leaves, commitments, hashes, tree, heads, checkpoints) and
 * without (the same columns in one table), in turns in one run. Arguments: seconds a turn, turns, records a request,
 * requests in flight. Not a test: its figures depend on the machine, their ratio hardly.
 */
public final class LedgerCostBenchmark {
    private static final int DRAFTS = 5_000;

    private LedgerCostBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        var numbers = new Arguments(arguments);
        var time = Duration.ofSeconds(numbers.number(0, 5));
        var turns = numbers.number(1, 6);
        var requestRecords = numbers.number(2, 100);
        var inFlightMax = numbers.number(3, 64);
        var drafts = TestRecords.shellCommands(DRAFTS);
        var url = TestDatabase.create();
        try (var storage = TestStorage.on(url)) {
            var tenant = storage.tenant("benchmark");
            var plainVertx = Vertx.vertx(); // one more, because a bus has one writer
            var plainBus = Bus.of(plainVertx, AppendRequest.class, Receipt.class);
            var plain = TestStorage.await(PlainAppends.create(
                    plainVertx,
                    WriterConnection.of(url, Roles.establish(url)),
                    storage.storage().adminPool()));
            var writer = new WriterVerticle(plainBus, plain, new WriterMetrics(new SimpleMeterRegistry()));
            TestStorage.await(plainVertx.deployVerticle(writer));
            var sealed = Load.inTurn(drafts, requestRecords);
            var unsealed = Load.inTurn(drafts, requestRecords);
            var with = new Load(tenant, () -> each(sealed.get(), TestRecords::seal), inFlightMax);
            var without = new Load(tenant, () -> each(unsealed.get(), LedgerCostBenchmark::unsealed), inFlightMax);
            var ratios = new double[turns];
            for (var turn = -1; turn < turns; turn++) {
                var on = with.send(storage::append, time).perSecond();
                var off = without.send(request -> plainBus.ask(WriterVerticle.ADDRESS, request, 30_000), time)
                        .perSecond();
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

    private static List<SealedRecord> each(List<RecordDraft> drafts, Function<RecordDraft, SealedRecord> seal) {
        return drafts.stream().map(seal).toList();
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
}
