// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.audit.AuditMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command as typed, and what came of it. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(String... args) {
        return of(Map.of(), args);
    }

    static CommandRun of(Map<String, String> environment, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = Main.run(new Console(new PrintWriter(out), new PrintWriter(err), environment), args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** A command on the ledger in {@code dataDir}. */
    static CommandRun on(Path dataDir, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data-dir");
        all.add(dataDir.toString());
        return of(all.toArray(String[]::new));
    }

    /** The same arguments to {@code deedbook verify} and to deedbook-verify.jar, which must come to the same. */
    static CommandRun verifies(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        var alone = new CommandRun(
                AuditMain.run(new PrintWriter(out), new PrintWriter(err), args), out.toString(), err.toString());
        var all = new ArrayList<>(List.of(args));
        all.add(0, "verify");
        var run = of(all.toArray(String[]::new));
        assertThat(alone).isEqualTo(run);
        return run;
    }

    CommandRun succeeds() {
        assertThat(exitCode).as(out + err).isZero();
        return this;
    }
}
