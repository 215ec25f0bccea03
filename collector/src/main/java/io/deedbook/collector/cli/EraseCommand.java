// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static java.util.Objects.requireNonNull;

import io.deedbook.collector.audit.Counted;
import io.deedbook.collector.erasure.ErasureJson;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.erasure.ErasableParts;
import io.deedbook.storage.erasure.ErasureProgress;
import io.deedbook.storage.erasure.ErasureRequest;
import io.deedbook.storage.postgres.PartitionVacuum.Rewrite;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook erase}. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erases a person from a tenant's records: who, what was said and done, and everything else that came. What stays is"
                    + " that there was a record, when, and how it was judged; proofs from before still hold.",
            "",
            "It can be interrupted and run again, and then goes on where it was. Make an export of the person's records"
                    + " before, if one is asked for: deedbook export --subject."
        },
        footer = {"", "Exit codes: 0 erased, 1 failed, or a legal hold keeps some of the records, 2 not understood."})
final class EraseCommand extends LedgerCommand {
    static final String OPERATOR = "operator";

    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Mutable state, owned by whichever step is at work.
    private long told = System.nanoTime();
    private long pass = 1;
    private boolean isTold;

    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose records. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(
            names = "--subject",
            required = true,
            paramLabel = "<id>",
            description = "Whom: an e-mail address, or the id of an account or user.")
    private @Nullable String subject;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "<text>",
            description = "Why, such as art17. It stands in the ledger.")
    private @Nullable String reason;

    @Option(
            names = "--content",
            description = "Also what others' records say of the person, as far as it was recognised.")
    private boolean mentions;

    @Option(
            names = "--parts",
            paramLabel = "<parts>",
            description = "What of the records: some of actor, attributes, content, facts. Default: all but facts.")
    private @Nullable String parts;

    @Option(names = "--dry-run", description = "Only say what would be erased.")
    private boolean dryRun;

    @Option(
            names = "--rewrite",
            paramLabel = "<which>",
            description =
                    "Which months' tables are rewritten afterwards, so that no byte stays behind: none, past or all, of"
                            + " this run and of all before it. Nobody reads or writes one meanwhile. Default: past, of"
                            + " this run; the month that is written to is left.")
    private @Nullable String rewrite;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    EraseCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        var rewritten = rewrite();
        return tenant(storage, tenant).compose(owner -> {
            var request = request(owner);
            return dryRun
                    ? storage.erasures().dryRun(request).map(this::print)
                    : storage.erasures()
                            .start(request, this::progress)
                            .compose(running -> running.ended())
                            .compose(ended -> partitions(storage, owner, ended.partitions())
                                    .compose(partitions -> storage.vacuum(partitions, rewritten)
                                            .map(left -> print(ended.progress(), partitions, left))));
        });
    }

    /**
     * Those of this run, and when a rewrite was asked for those of earlier runs, which may not have rewritten theirs.
     */
    private Future<Set<String>> partitions(Storage storage, Tenant owner, Set<String> ofThisRun) {
        return rewrite == null || rewrite() == Rewrite.NONE
                ? Future.succeededFuture(ofThisRun)
                : storage.erasures().partitions(owner).map(before -> {
                    var all = new TreeSet<>(ofThisRun);
                    all.addAll(before);
                    return all;
                });
    }

    private ErasureRequest request(Tenant owner) {
        return new ErasureRequest(
                owner,
                requireNonNull(subject),
                requireNonNull(reason),
                parts == null ? ErasableParts.STANDARD : ErasableParts.parse(parts),
                mentions,
                OPERATOR);
    }

    private Rewrite rewrite() {
        return switch (rewrite == null ? "past" : rewrite) {
            case "none" -> Rewrite.NONE;
            case "past" -> Rewrite.PAST;
            case "all" -> Rewrite.ALL;
            default -> throw new UnusableInputException("rewrite: it is none of none, past and all");
        };
    }

    /**
     * Once a second, however fast it goes, when it begins to look for what others say, and at the end of what was told.
     */
    private void progress(ErasureProgress progress) {
        var now = System.nanoTime();
        var entries = progress.logSize() / passes();
        var begun = progress.searched() < entries || passes() == 1 ? 1 : 2;
        var ended = isTold && progress.searched() >= progress.logSize();
        if (json || (now - told < TELL_NANOS && begun == pass && !ended)) {
            return;
        }
        isTold = true;
        told = now;
        pass = begun;
        err().println((passes() == 1 ? "Searched " : "Pass " + pass + " of " + passes() + ": searched ")
                + (progress.searched() - (pass - 1) * entries) + " of " + Counted.of(entries, "entry")
                + ", erased from "
                + Counted.of(progress.erased(), "record") + ".");
    }

    /** With --content everything is searched again, for what others say. */
    private long passes() {
        return mentions ? 2 : 1;
    }

    private int print(ErasureProgress progress) {
        return print(progress, Set.of(), List.of());
    }

    private int print(ErasureProgress progress, Set<String> partitions, List<String> left) {
        if (json) {
            out().println(ErasureJson.ended(progress, dryRun, left).encodePrettily());
        } else {
            out().println((dryRun ? "Would erase from " : "Erased from ") + Counted.of(progress.erased(), "record")
                    + ".");
            out().println(
                            "Not looked for: records that name nobody and have only a session in common with the person.");
            if (progress.held() > 0) {
                out().println("Kept by a legal hold: " + Counted.of(progress.held(), "record") + ", by "
                        + String.join(", ", progress.heldBy()));
            }
            printRewritten(partitions, left);
        }
        return progress.held() == 0 ? Main.DONE : Main.FAILED;
    }

    private void printRewritten(Set<String> partitions, List<String> left) {
        var rewritten = partitions.size() - left.size();
        if (rewritten > 0) {
            out().println("Rewritten, so that no byte stays behind: the tables of " + Counted.of(rewritten, "month")
                    + ".");
        } else if (rewrite != null && partitions.isEmpty() && rewrite() != Rewrite.NONE) {
            out().println("No table was rewritten: nothing was ever erased from one.");
        }
        if (!left.isEmpty()) {
            out().println("What was erased can no longer be read, but may stand in free space of the database's files."
                    + " When exports may wait a while, run this again with --rewrite all.");
            if (hasOwnServer()) {
                out().println("Or in the database:");
                left.forEach(statement -> out().println("  " + statement + ";"));
            }
        }
    }

    /** Whether there is a server that somebody can log in to with programs of its own. */
    private boolean hasOwnServer() {
        return options().databaseUrl().isPresent();
    }
}
