// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry of {@code deedbook-verify.jar}. */
public final class AuditMain {
    private AuditMain() {}

    /** Runs the audit and ends the process with its exit code. */
    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs the audit; gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        var command = new CommandLine(new AuditCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    // also for what nobody foresaw: it was not verified, and no stack trace says more to an auditor
                    err.println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
                    return AuditRun.UNUSABLE;
                });
        var code = command.execute(args);
        out.flush();
        err.flush();
        return code;
    }
}
