// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The included PostgreSQL of a data directory, whose processes can stop: connections stay open, and nothing answers. */
public final class StoppableDatabase {
    private final Path dataDir;

    public StoppableDatabase(Path dataDir) {
        this.dataDir = dataDir;
    }

    public void stop() {
        signal("-STOP");
    }

    /** Does nothing where it was not stopped. */
    public void goOn() {
        signal("-CONT");
    }

    private void signal(String signal) {
        var command = new ArrayList<>(List.of("kill", signal));
        try {
            var file = dataDir.resolve("postgres").resolve("data").resolve("postmaster.pid");
            var postmaster = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).get(0)))
                    .orElseThrow();
            Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .forEach(process -> command.add(Long.toString(process.pid())));
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the database could not be signalled", e);
        }
    }
}
