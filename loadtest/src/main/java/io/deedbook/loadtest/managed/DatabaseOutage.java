// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.managed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the database away and gives it back: stops PostgreSQL and all its processes in their tracks (SIGSTOP), which to
 * the collector is a database that takes connections and answers nothing, or runs commands that do something else.
 */
public final class DatabaseOutage {
    private final long postgresPid;
    private final @Nullable String command;
    private final @Nullable String restoreCommand;
    // Mutable state
    private List<String> stopped = List.of();

    /**
     * @param postgresPid of the postmaster, where there is no command
     * @param command takes the database away, run by {@code sh}; null to stop the processes
     * @param restoreCommand gives it back, null where the first one does
     */
    public DatabaseOutage(long postgresPid, @Nullable String command, @Nullable String restoreCommand) {
        this.postgresPid = postgresPid;
        this.command = command;
        this.restoreCommand = restoreCommand;
    }

    /** Takes it away. */
    public void begin() throws IOException, InterruptedException {
        if (command != null) {
            run(List.of("sh", "-c", command));
            return;
        }
        // the postmaster first, so that it starts no more of them
        signal("STOP", List.of(Long.toString(postgresPid)));
        stopped = ProcessHandle.of(postgresPid).stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                .map(process -> Long.toString(process.pid()))
                .toList();
        signal("STOP", stopped);
    }

    /** Gives it back. */
    public void end() throws IOException, InterruptedException {
        if (restoreCommand != null) {
            run(List.of("sh", "-c", restoreCommand));
        } else if (!stopped.isEmpty()) {
            signal("CONT", stopped);
        }
    }

    /** A backend may have ended meanwhile, so what kill says of single ones doesn't matter. */
    private static void signal(String name, List<String> pids) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\" 2>/dev/null; true", "sh"));
        arguments.addAll(pids);
        run(arguments);
    }

    private static void run(List<String> arguments) throws IOException, InterruptedException {
        var exitCode = new ProcessBuilder(arguments).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IOException("The command for the outage ended with " + exitCode + ".");
        }
    }
}
