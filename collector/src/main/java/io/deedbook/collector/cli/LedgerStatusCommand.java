// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.evidence.LogKey;
import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.SignedNote;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook ledger status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows for each ledger how many records it has and how many are signed; where the signer refuses, why, and what to"
                    + " do about it.",
        },
        footer = {"", "Exit codes: 0 all are signed, 1 one is frozen."})
final class LedgerStatusCommand extends LedgerCommand {
    private static final String LEGEND = """

            EPOCH      1, and one more for each time that the ledger had to begin anew
            KEYS       that sign it now: 2 while its key is being rotated
            SIZE       entries in the database
            SIGNED     entries that the latest signed checkpoint covers; follows SIZE within seconds
            WITNESSED  entries covered by a checkpoint with the quorum of witnesses; - where none ever had it
            """;

    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose ledger. Default: every tenant's.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    LedgerStatusCommand(Console console) {
        super(console);
    }

    /** How one ledger stands. */
    private record Status(
            Tenant tenant,
            LogKey key,
            int signing,
            long size,
            long signed,
            OptionalLong witnessed,
            Optional<FrozenLogException.Reason> frozen) {}

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return storage.publisher()
                .publishNow()
                .transform(published -> {
                    if (published.failed()) {
                        err().println("Nothing could be signed just now: the database or the signer does not answer.");
                    }
                    return tenants(storage);
                })
                .compose(tenants -> all(storage, tenants))
                .map(this::print);
    }

    private Future<List<Tenant>> tenants(Storage storage) {
        return tenant == null
                ? storage.tenants().list()
                : tenant(storage, tenant).map(List::of);
    }

    private static Future<List<Status>> all(Storage storage, List<Tenant> tenants) {
        Future<List<Status>> all = Future.succeededFuture(new ArrayList<>());
        for (var tenant : tenants) {
            all = all.compose(list -> status(storage, tenant).map(status -> {
                list.add(status);
                return list;
            }));
        }
        return all;
    }

    private static Future<Status> status(Storage storage, Tenant tenant) {
        return storage.keyChanges()
                .keys(tenant)
                .compose(keys -> storage.reader()
                        .size(tenant)
                        .compose(size -> storage.reader().checkpoint(tenant).compose(note -> {
                            var newest = keys.get(keys.size() - 1);
                            var signing = (int) keys.stream()
                                    .filter(key -> key.signs(size + 1))
                                    .count();
                            var signed = note.map(text -> Checkpoint.parse(
                                                    SignedNote.parse(text).text())
                                            .size())
                                    .orElse(0L);
                            return storage.evidence()
                                    .witnessedSize(tenant)
                                    .map(witnessed -> new Status(
                                            tenant, newest, signing, size, signed, witnessed, frozen(storage, newest)));
                        })));
    }

    private static Optional<FrozenLogException.Reason> frozen(Storage storage, LogKey key) {
        return storage.publisher().frozenLogs().entrySet().stream()
                .filter(log -> (key.vkey().name() + '/').contains('/' + log.getKey() + '/'))
                .map(log -> log.getValue())
                .findFirst();
    }

    private int print(List<Status> all) {
        if (json) {
            var array = new JsonArray();
            all.forEach(status -> array.add(json(status)));
            out().println(array.encodePrettily());
        } else {
            var table = new TextTable("TENANT", "ORIGIN", "EPOCH", "KEYS", "SIZE", "SIGNED", "WITNESSED", "");
            all.forEach(status -> table.row(
                    status.tenant().name(),
                    status.key().vkey().name(),
                    Integer.toString(status.key().epoch()),
                    Integer.toString(status.signing()),
                    Long.toString(status.size()),
                    Long.toString(status.signed()),
                    status.witnessed().isEmpty()
                            ? "-"
                            : Long.toString(status.witnessed().getAsLong()),
                    status.frozen()
                            .map(reason -> "frozen: " + reason.wireName())
                            .orElse("")));
            out().print(table.text());
            out().print(LEGEND);
            all.stream()
                    .map(Status::frozen)
                    .flatMap(Optional::stream)
                    .distinct()
                    .forEach(reason -> out().println(reason.wireName() + ": " + reason.remedy()));
        }
        return all.stream().allMatch(status -> status.frozen().isEmpty()) ? Main.DONE : Main.FAILED;
    }

    private static JsonObject json(Status status) {
        var json = new JsonObject()
                .put("tenant", status.tenant().name())
                .put("origin", status.key().vkey().name())
                .put("epoch", status.key().epoch())
                .put("keys", status.signing())
                .put("size", status.size())
                .put("signed", status.signed())
                .put(
                        "witnessed",
                        status.witnessed().isEmpty() ? null : status.witnessed().getAsLong())
                .putNull("frozen")
                .putNull("remedy");
        status.frozen()
                .ifPresent(reason -> json.put("frozen", reason.wireName()).put("remedy", reason.remedy()));
        return json;
    }
}
