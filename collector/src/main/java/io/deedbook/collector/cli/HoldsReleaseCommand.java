// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static java.util.Objects.requireNonNull;

import io.deedbook.collector.erasure.ErasureJson;
import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deedbook holds release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Releases a legal hold, and puts that on record in the ledger.")
final class HoldsReleaseCommand extends LedgerCommand {
    @Parameters(paramLabel = "<id>", description = "The hold's id.")
    private @Nullable String id;

    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose records. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(names = "--reason", required = true, paramLabel = "<text>", description = "Why. It stands in the ledger.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    HoldsReleaseCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return tenant(storage, tenant)
                .compose(owner -> storage.holds()
                        .release(owner, requireNonNull(id), requireNonNull(reason), EraseCommand.OPERATOR))
                .map(released -> {
                    out().println(
                                    json
                                            ? ErasureJson.hold(released).encodePrettily()
                                            : "Hold " + released.id() + " is released.");
                    return Main.DONE;
                });
    }
}
