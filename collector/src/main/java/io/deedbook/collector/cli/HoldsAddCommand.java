// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static java.util.Objects.requireNonNull;

import io.deedbook.collector.erasure.ErasureJson;
import io.deedbook.storage.Storage;
import io.deedbook.storage.erasure.NewHold;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook holds add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Lays a legal hold on a person's records, a session or a time, and puts it on record in the ledger.",
            "Whom and which session it is about is kept as a token only, so note down the hold's id."
        })
final class HoldsAddCommand extends LedgerCommand {
    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose records. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(
            names = "--subject",
            paramLabel = "<id>",
            description = "A person: an e-mail address, or the id of an account or user.")
    private @Nullable String subject;

    @Option(names = "--session", paramLabel = "<id>", description = "A session.")
    private @Nullable String session;

    @Option(names = "--from", paramLabel = "<time>", description = "A time, from here, such as 2026-01-31.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "<time>", description = "A time, to here; a day is included.")
    private @Nullable String to;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "<text>",
            description = "Why, such as a file number. It stands in the ledger.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    HoldsAddCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        var hold = new NewHold(
                subject,
                session,
                CommandTime.unixNanos("--from", from, false),
                CommandTime.unixNanos("--to", to, true),
                requireNonNull(reason),
                EraseCommand.OPERATOR);
        return tenant(storage, tenant)
                .compose(owner -> storage.holds().add(owner, hold))
                .map(added -> {
                    out().println(
                                    json
                                            ? ErasureJson.hold(added).encodePrettily()
                                            : "Hold " + added.id() + " is in force. It is that record of the ledger.");
                    if (!json && !added.subject().isEmpty()) {
                        out().println(
                                        "It does not cover records that name nobody, nor texts of others in which the person"
                                                + " stands in the clear: hold those by session or time too.");
                    }
                    return Main.DONE;
                });
    }
}
