// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.managed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A collector in a process of its own. */
final class ChildCollector {
    private static final String LISTENS = "Deedbook listens on ";
    private static final long START_SECONDS_MAX = 120;
    private static final long STOP_SECONDS_MAX = 120;
    private static final long POLL_MILLIS = 50;

    private final Process process;
    private final Path logs;
    private final Path out;

    private ChildCollector(Process process, Path logs, Path out) {
        this.process = process;
        this.logs = logs;
        this.out = out;
    }

    /** Starts it. */
    static ChildCollector start(
            Program program, List<String> arguments, Map<String, String> environment, Path logs, String name)
            throws IOException {
        var out = logs.resolve(name + ".out");
        var err = logs.resolve(name + ".err");
        return new ChildCollector(program.start(arguments, environment, out, err), logs, out);
    }

    /** Waits until it says that it listens. */
    ChildCollector awaitListening() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (!Files.exists(out) || !Files.readString(out).contains(LISTENS)) {
            if (!process.isAlive() || deadline - System.nanoTime() < 0) {
                process.destroyForcibly();
                throw new IOException("A collector did not start. What it said is in " + logs + ".");
            }
            pause();
        }
        return this;
    }

    private void pause() throws InterruptedException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            // nobody else would end it
            process.destroyForcibly();
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it (SIGKILL) and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end (SIGTERM). */
    void ask() {
        process.destroy();
    }

    /** Asks it to end (SIGTERM) and waits until it has. */
    void stop() throws InterruptedException {
        ask();
        if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
