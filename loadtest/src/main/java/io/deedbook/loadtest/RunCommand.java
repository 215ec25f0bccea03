// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code run}: one load, one verdict. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Sends events at a fixed rate, whatever the collector does, and reads back what it acknowledged.",
            "Exits with 1 when an acknowledged event is missing or stored twice, with 2 when that could not be checked."
        })
final class RunCommand implements Callable<Integer> {
    @Option(names = "--url", defaultValue = "http://127.0.0.1:4318", description = "Base URL of the collector.")
    private URI url = URI.create("http://127.0.0.1:4318");

    @Option(
            names = "--key",
            required = true,
            defaultValue = "$" + "{DEEDBOOK_API_KEY}",
            description = "API key with the scopes ingest and read; by default that in DEEDBOOK_API_KEY.")
    private String key = "";

    @Option(names = "--rate", defaultValue = "1000", description = "Events a second.")
    private int ratePerSecond;

    @Option(names = "--batch", defaultValue = "100", description = "Events a request.")
    private int batch;

    @Option(names = "--seconds", defaultValue = "30", description = "How long to send.")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "0",
            description = "Seconds sent before: verified like the others, but not measured.")
    private int warmupSeconds;

    @Option(names = "--connections", defaultValue = "32", description = "Most connections to open.")
    private int connections;

    @Option(
            names = "--settle",
            defaultValue = "10",
            description = "Seconds that an acknowledged event may take to show: a collector may answer from its spool.")
    private int settleSeconds;

    @Option(
            names = "--protocol",
            defaultValue = "protobuf",
            description = "How to encode: $" + "{COMPLETION-CANDIDATES}.")
    private Protocol protocol = Protocol.protobuf;

    @Option(names = "--pid", defaultValue = "0", description = "Process of the collector, to report its CPU time.")
    private long pid;

    @Option(
            names = "--postgres-pid",
            defaultValue = "0",
            description = "Process of the PostgreSQL postmaster, to report the CPU time of it and its children.")
    private long postgresPid;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    /** The two encodings of OTLP over HTTP, named as on the command line. */
    enum Protocol {
        protobuf,
        json
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings;
        try {
            settings = new Settings(
                    url,
                    key,
                    ratePerSecond,
                    batch,
                    seconds,
                    warmupSeconds,
                    connections,
                    settleSeconds,
                    protocol == Protocol.json,
                    pid,
                    postgresPid);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        var report = new LoadRun(settings).run();
        var out = spec.commandLine().getOut();
        out.println(json ? report.json() : report.table());
        out.flush();
        return report.exitCode();
    }
}
