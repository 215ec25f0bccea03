// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an audit is asked with, in {@code deedbook-verify.jar} and in {@code deedbook verify}: for {@code @Mixin}. */
public final class AuditOptions {
    @Parameters(arity = "0..1", paramLabel = "<export>", description = "A folder, a .zip file or a .tlog-proof file.")
    private @Nullable Path export;

    @Option(names = "--url", paramLabel = "<url>", description = "A log that is served: https://<host>/ledger/<id>.")
    private @Nullable URI url;

    @Option(
            names = "--key-file",
            paramLabel = "<file>",
            description = "A file with an API key that may read, for --url. Or set DEEDBOOK_API_KEY.")
    private @Nullable Path keyFile;

    @Option(
            names = "--vkey",
            paramLabel = "<vkey>",
            description = "The log's public key as you know it, from: deedbook keys log.")
    private @Nullable String vkey;

    @Option(
            names = "--policy",
            paramLabel = "<file>",
            description =
                    "A tlog-policy file: the log's keys, and the witnesses that must have cosigned. For an export, a"
                            + " receipt or --url.")
    private @Nullable Path policy;

    @Option(
            names = "--checkpoint",
            paramLabel = "<file>",
            description = "A signed checkpoint that you kept: the log must begin with what it was signed over.")
    private @Nullable Path checkpoint;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    /** Whether something is named that came out of a database. */
    public boolean isNamed() {
        return export != null || url != null;
    }

    /**
     * Audits what is named, and says what came of it.
     *
     * @return the exit code: 0 verified, 1 failed, 2 the input cannot be used
     */
    public int audit(PrintWriter out, PrintWriter err) {
        return new AuditRun(export, url, keyFile, vkey, policy, checkpoint, err).tell(out, json);
    }

    public @Nullable String vkey() {
        return vkey;
    }

    public @Nullable Path checkpoint() {
        return checkpoint;
    }

    public boolean json() {
        return json;
    }
}
