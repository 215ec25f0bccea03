// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.deedbook.storage.evidence.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook ledger rotate-key}. */
@Command(
        name = "rotate-key",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a ledger another key. Checkpoints carry the signatures of both until --finish, so that whoever trusts the"
                    + " old key learns of the new one; then the new key signs alone.",
            "",
            "Hand the new policy (deedbook keys log --policy) before you finish to those who verify, and to the operators of"
                    + " the ledger's witnesses: a witness that does not know the new key cosigns nothing any more. It reads"
                    + " its policy when it starts."
        })
final class LedgerRotateKeyCommand extends LedgerCommand {
    @Option(names = "--tenant", required = true, paramLabel = "<name>", description = "Whose ledger.")
    private String tenant = "";

    @Option(names = "--finish", description = "Let the old key sign no more.")
    private boolean finish;

    @Option(
            names = "--for-records",
            paramLabel = "<count>",
            description = "Let the old key end by itself after so many records.")
    private @Nullable Long records;

    LedgerRotateKeyCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        if (records != null && (finish || records < 1)) {
            return Future.failedFuture(new UnusableInputException(
                    "--for-records takes a count of at least 1, and does not go with --finish."));
        }
        var overlap = records == null ? OptionalLong.empty() : OptionalLong.of(records);
        return tenant(storage, tenant)
                .compose(owner -> finish
                        ? storage.publisher()
                                .publishNow()
                                .transform(published -> storage.keyChanges().finish(owner))
                        : storage.keyChanges().rotate(owner, overlap))
                .map(this::print);
    }

    private int print(LogKey key) {
        out().println(key.vkey());
        err().println(
                        finish
                                ? "The old key signs no more. This one signs alone."
                                : "This key signs from size " + key.fromSize() + " on, beside the old one.");
        return Main.DONE;
    }
}
