// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerificationReport;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Derives a ledger anew from its records and says whether it is what was signed: every leaf, column and part, every"
                    + " tile, every checkpoint.",
            "",
            "Whoever holds the database and the signing key can rewrite both. To rule that out, hand it a checkpoint that was"
                    + " kept elsewhere (--checkpoint) and the key that was noted down at the beginning (--vkey).",
        },
        footer = {"", "Exit codes: 0 verified, 1 failed for the reasons named, 2 the input cannot be used."})
final class VerifyCommand extends LedgerCommand {
    private static final int CHECKPOINT_BYTES_MAX = 64 * 1024;

    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose ledger. Default: every tenant's.")
    private @Nullable String tenant;

    @Option(
            names = "--checkpoint",
            paramLabel = "<file>",
            description = "A signed checkpoint that was kept: the ledger must begin with what it was signed over.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--vkey",
            paramLabel = "<vkey>",
            description =
                    "The ledger's public key as you know it, from: deedbook keys log. Default: that of the key file.")
    private @Nullable String vkey;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        if (tenant == null && (checkpoint != null || vkey != null)) {
            throw new UnusableInputException("A checkpoint or a key belongs to one ledger. Say whose with --tenant.");
        }
        var verifyOptions = new VerifyOptions(trustedKey(), storage.logKeys(), keptCheckpoint());
        return tenants(storage)
                .compose(tenants -> verify(new LedgerVerifier(vertx), storage, verifyOptions, tenants))
                .map(this::print);
    }

    private Future<List<Tenant>> tenants(Storage storage) {
        return tenant == null
                ? storage.tenants().list()
                : tenant(storage, tenant).map(List::of);
    }

    /** One after another: each reads a whole ledger. */
    private static Future<List<VerificationReport>> verify(
            LedgerVerifier verifier, Storage storage, VerifyOptions options, List<Tenant> tenants) {
        Future<List<VerificationReport>> reports = Future.succeededFuture(new ArrayList<>());
        for (var tenant : tenants) {
            reports = reports.compose(done -> verifier.verify(storage.verifierPool(), tenant.name(), options)
                    .map(report -> {
                        done.add(report);
                        return done;
                    }));
        }
        return reports;
    }

    private @Nullable Vkey trustedKey() {
        if (vkey == null) {
            return null;
        }
        try {
            return Vkey.parse(vkey);
        } catch (MalformedException e) {
            throw new UnusableInputException(
                    "--vkey is no verification key (expected: <name>+<8 hex digits>+<base64>).");
        }
    }

    private @Nullable String keptCheckpoint() {
        if (checkpoint == null) {
            return null;
        }
        try (var in = Files.newInputStream(checkpoint)) {
            var bytes = in.readNBytes(CHECKPOINT_BYTES_MAX + 1);
            if (bytes.length > CHECKPOINT_BYTES_MAX) {
                throw new UnusableInputException("The checkpoint " + checkpoint + " is larger than "
                        + CHECKPOINT_BYTES_MAX + " bytes, so it is none.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableInputException("The checkpoint " + checkpoint + " cannot be read.");
        }
    }

    private int print(List<VerificationReport> reports) {
        if (json) {
            var array = new JsonArray();
            reports.forEach(report -> array.add(ReportText.json(report)));
            out().println(array.encodePrettily());
        } else {
            reports.forEach(report -> out().print(ReportText.lines(report)));
        }
        return reports.stream().allMatch(VerificationReport::ok) ? Main.DONE : Main.FAILED;
    }
}
