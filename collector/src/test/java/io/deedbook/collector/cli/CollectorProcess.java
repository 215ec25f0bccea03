// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.intake.PreparedDatabase;
import io.deedbook.pipeline.fixtures.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A collector in a process of its own, started from the class path of the tests, which can be killed. */
final class CollectorProcess implements AutoCloseable {
    static final String KEY = TestCollector.KEY;

    private final Process process;
    private final Path dataDir;
    private final String url;

    private CollectorProcess(Process process, Path dataDir, String url) {
        this.process = process;
        this.dataDir = dataDir;
        this.url = url;
    }

    /** Starts it and waits until it says that it listens. */
    static CollectorProcess start(Path dataDir) throws IOException, InterruptedException {
        return start(dataDir, FreePort.choose());
    }

    /** As {@link #start(Path)}, on this port and with further arguments. */
    static CollectorProcess start(Path dataDir, int port, String... arguments)
            throws IOException, InterruptedException {
        return start(dataDir, port, ProcessBuilder.Redirect.INHERIT, arguments);
    }

    /** As {@link #start(Path)}, with further arguments, with its log in this file. */
    static CollectorProcess startLogging(Path dataDir, Path log, String... arguments)
            throws IOException, InterruptedException {
        return start(dataDir, FreePort.choose(), ProcessBuilder.Redirect.appendTo(log.toFile()), arguments);
    }

    private static CollectorProcess start(Path dataDir, int port, ProcessBuilder.Redirect error, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // most of them live for seconds
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.deedbook.collector.cli.Main",
                "serve",
                "--debug",
                "--port",
                Integer.toString(port),
                "--data-dir",
                dataDir.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(error);
        builder.environment().put("DEEDBOOK_BOOTSTRAP_API_KEY", KEY);
        PreparedDatabase.in(dataDir);
        var process = builder.start();
        process.getOutputStream().close();
        var output = process.inputReader();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("Deedbook listens on ")) {
                var started = new CollectorProcess(process, dataDir, "http://127.0.0.1:" + port);
                try {
                    started.client().ready();
                    return started;
                } catch (IOException | InterruptedException e) {
                    started.close();
                    throw e;
                }
            }
        }
        throw new IllegalStateException("The collector did not start. exit=" + exit(process));
    }

    CollectorClient client() {
        return new CollectorClient(url, KEY);
    }

    /** Kills the collector and nothing else: its database is left running, as the operating system would leave it. */
    void kill() {
        process.destroyForcibly();
        exit(process);
    }

    /** Kills the collector and its database at once, as a loss of power would. */
    void killWithDatabase() throws IOException {
        var pidFile = dataDir.resolve("postgres/data/postmaster.pid");
        var pid = Long.parseLong(Files.readAllLines(pidFile).get(0));
        process.destroyForcibly();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        exit(process);
    }

    private static int exit(Process process) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The collector did not end.");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** Asks it to end, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        exit(process);
    }
}
