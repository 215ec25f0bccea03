// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code java -jar deedbook-verify.jar}. */
@Command(
        name = "deedbook-verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies what was taken out of a Deedbook ledger: an export (a folder or a zip file), a receipt (.tlog-proof), or,"
                    + " with --url, a whole log as its server shows it.",
            "",
            "Name the log's key as you got it from elsewhere, with --vkey or --policy. Without it the audit shows only that"
                    + " what was handed over agrees with itself.",
        },
        footer = {"", "Exit codes: 0 verified, 1 failed for the reasons named, 2 the input cannot be used."})
public final class AuditCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "<export>", description = "A folder, a .zip file or a .tlog-proof file.")
    private @Nullable Path export;

    @Option(names = "--url", paramLabel = "<url>", description = "A log: https://<host>/ledger/<id>.")
    private @Nullable URI url;

    @Option(
            names = "--key-file",
            paramLabel = "<file>",
            description = "A file with an API key that may read, for --url. Or set DEEDBOOK_API_KEY.")
    private @Nullable Path keyFile;

    @Option(names = "--vkey", paramLabel = "<vkey>", description = "The log's public key as you know it.")
    private @Nullable String vkey;

    @Option(
            names = "--policy",
            paramLabel = "<file>",
            description = "A tlog-policy file: the log's keys, and the witnesses that must have cosigned.")
    private @Nullable Path policy;

    @Option(
            names = "--checkpoint",
            paramLabel = "<file>",
            description = "A signed checkpoint that you kept: the log must begin with what it was signed over.")
    private @Nullable Path checkpoint;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var line = spec == null ? null : spec.commandLine();
        if (line == null) {
            throw new IllegalStateException("spec: none (expected: set by the command line)");
        }
        return new AuditRun(export, url, keyFile, vkey, policy, checkpoint, line.getErr()).tell(line.getOut(), json);
    }
}
