// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    @Mixin
    private AuditOptions options = new AuditOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var line = spec == null ? null : spec.commandLine();
        if (line == null) {
            throw new IllegalStateException("spec: none (expected: set by the command line)");
        }
        return options.audit(line.getOut(), line.getErr());
    }
}
