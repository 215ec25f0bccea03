// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.evidence.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook ledger new-epoch}. */
@Command(
        name = "new-epoch",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a ledger go on after records that were signed are lost for good: under a new origin and with a new key. Its"
                    + " first entry says what was signed last, so that the loss is on record.",
            "",
            "Restore the latest state of the database instead, if there is any way to. Those who verify see that an epoch began"
                    + " and will ask why."
        })
final class LedgerNewEpochCommand extends LedgerCommand {
    @Option(names = "--tenant", required = true, paramLabel = "<name>", description = "Whose ledger.")
    private String tenant = "";

    @Option(names = "--confirm-loss", description = "Say that what the signer signed, and the database lacks, is lost.")
    private boolean confirmed;

    LedgerNewEpochCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        if (!confirmed) {
            return Future.failedFuture(new UnusableInputException(
                    "This is for records that are lost for good. Say so with --confirm-loss."));
        }
        return tenant(storage, tenant)
                .compose(owner -> storage.publisher()
                        .publishNow()
                        .compose(published ->
                                storage.keyChanges().keys(owner).compose(keys -> begin(storage, owner, keys))))
                .map(this::print);
    }

    private static Future<LogKey> begin(Storage storage, Tenant owner, List<LogKey> keys) {
        var origin = keys.get(keys.size() - 1).vkey().name() + '/';
        var frozen = storage.publisher().frozenLogs().keySet().stream()
                .anyMatch(publicId -> origin.contains('/' + publicId + '/'));
        return frozen
                ? storage.keyChanges().newEpoch(owner)
                : Future.failedFuture(new UnusableInputException(
                        "The signer does not refuse this ledger, so nothing is lost. See: deedbook ledger status"));
    }

    private int print(LogKey key) {
        out().println(key.vkey());
        err().println("Epoch " + key.epoch() + " of the ledger begins. Hand this key to those who verify.");
        return Main.DONE;
    }
}
