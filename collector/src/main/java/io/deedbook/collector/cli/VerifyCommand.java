// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.audit.AuditOptions;
import io.deedbook.collector.audit.KeptFile;
import io.deedbook.collector.server.StorageSettings;
import io.deedbook.storage.ReadOnlyLedger;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deedbook verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Derives a ledger anew from its records and says whether it is what was signed: every leaf, column and part, every"
                    + " tile, every checkpoint.",
            "",
            "Given an export, a receipt or --url, it verifies that instead, as deedbook-verify.jar does, without a database.",
            "",
            "Whoever holds the database and the signing key can rewrite both. To rule that out, hand it a checkpoint that was"
                    + " kept elsewhere (--checkpoint) and the key that was noted down at the beginning (--vkey).",
        },
        footer = {"", "Exit codes: 0 verified, 1 failed for the reasons named, 2 it could not be checked."},
        exitCodeOnExecutionException = Main.NOT_UNDERSTOOD)
final class VerifyCommand extends ConfiguredCommand {
    private static final int CHECKPOINT_BYTES_MAX = 64 * 1024;

    @Mixin
    private AuditOptions audit = new AuditOptions();

    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose ledger. Default: every tenant's.")
    private @Nullable String tenant;

    VerifyCommand(Console console) {
        super(console);
    }

    /** Opens the ledger for reading alone: a check must neither sign nor mend what it checks. */
    @Override
    public Integer call() throws Exception {
        if (audit.isNamed()) {
            return audit.audit(out(), err());
        }
        var options = options();
        if (tenant == null && (audit.checkpoint() != null || audit.vkey() != null)) {
            throw new UnusableInputException("A checkpoint or a key belongs to one ledger. Say whose with --tenant.");
        }
        var key = trustedKey();
        var kept = keptCheckpoint();
        var vertx = Vertx.vertx();
        try {
            return Foreground.await(ReadOnlyLedger.open(vertx, StorageSettings.of(options))
                    .compose(ledger ->
                            verify(vertx, ledger, options(key, ledger, kept)).eventually(ledger::close)));
        } finally {
            Foreground.await(vertx.close());
        }
    }

    /** What a running collector received a while ago it has signed for, or it can't, which one wants to know too. */
    private static VerifyOptions options(@Nullable Vkey key, ReadOnlyLedger ledger, @Nullable String kept) {
        return new VerifyOptions(key, ledger.logKeys(), kept)
                .signedBefore(Instant.now().minus(VerifyOptions.UNSIGNED_MAX));
    }

    private Future<Integer> verify(Vertx vertx, ReadOnlyLedger ledger, VerifyOptions options) {
        return tenants(ledger)
                .compose(tenants -> verify(new LedgerVerifier(vertx), ledger, options, tenants))
                .map(this::print);
    }

    private Future<List<String>> tenants(ReadOnlyLedger ledger) {
        return ledger.tenantNames()
                .compose(names -> tenant == null
                        ? Future.succeededFuture(names)
                        : names.contains(tenant) ? Future.succeededFuture(List.of(tenant)) : noTenant(tenant));
    }

    private static <T> Future<T> noTenant(String name) {
        return Future.failedFuture(
                new UnusableInputException("There is no tenant \"" + name + "\". See: deedbook tenants list"));
    }

    /** One after another: each reads a whole ledger. */
    private static Future<List<VerificationReport>> verify(
            LedgerVerifier verifier, ReadOnlyLedger ledger, VerifyOptions options, List<String> tenants) {
        Future<List<VerificationReport>> reports = Future.succeededFuture(new ArrayList<>());
        for (var tenant : tenants) {
            reports = reports.compose(
                    done -> verifier.verify(ledger.pool(), tenant, options).map(report -> {
                        done.add(report);
                        return done;
                    }));
        }
        return reports;
    }

    private @Nullable Vkey trustedKey() {
        var vkey = audit.vkey();
        if (vkey == null) {
            return null;
        }
        try {
            return Vkey.parseLog(vkey);
        } catch (MalformedException e) {
            throw new UnusableInputException(
                    "--vkey is no verification key (expected: <name>+<8 hex digits>+<base64>).");
        }
    }

    private @Nullable String keptCheckpoint() {
        var checkpoint = audit.checkpoint();
        if (checkpoint == null) {
            return null;
        }
        try (var in = Files.newInputStream(checkpoint)) {
            var bytes = in.readNBytes(CHECKPOINT_BYTES_MAX + 1);
            if (bytes.length > CHECKPOINT_BYTES_MAX) {
                throw new UnusableInputException("The checkpoint " + checkpoint + " is larger than "
                        + CHECKPOINT_BYTES_MAX + " bytes, so it is none.");
            }
            var text = new String(bytes, StandardCharsets.UTF_8);
            KeptFile.trouble(text).ifPresent(trouble -> {
                throw new UnusableInputException(trouble);
            });
            return text;
        } catch (IOException e) {
            throw new UnusableInputException("The checkpoint " + checkpoint + " cannot be read.");
        }
    }

    private int print(List<VerificationReport> reports) {
        if (audit.json()) {
            var array = new JsonArray();
            reports.forEach(report -> array.add(ReportText.json(report)));
            out().println(array.encodePrettily());
        } else {
            reports.forEach(report -> out().print(ReportText.lines(report)));
        }
        return reports.stream().allMatch(VerificationReport::ok) ? Main.DONE : Main.FAILED;
    }
}
