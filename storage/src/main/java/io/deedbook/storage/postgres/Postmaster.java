// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads {@code postmaster.pid}, in which a running server says who and where it is. */
final class Postmaster {
    // PostgreSQL, src/include/utils/pidfile.h: the lines of the file
    private static final int LINE_PID = 0;
    private static final int LINE_PORT = 3;
    private static final int LINE_STATUS = 7;

    private Postmaster() {}

    static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    static OptionalLong pid(Path data) throws IOException {
        var line = line(data, LINE_PID);
        return line.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(line)) : OptionalLong.empty();
    }

    static OptionalInt readyPort(Path data) throws IOException {
        var port = line(data, LINE_PORT);
        return line(data, LINE_STATUS).equals("ready") && port.matches("[0-9]{1,5}")
                ? OptionalInt.of(Integer.parseInt(port))
                : OptionalInt.empty();
    }

    /**
     * Whether process {@code pid} is a server on this very data directory, and no other program that has got its
     * number.
     */
    static boolean runs(long pid, Path data) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().arguments())
                .map(List::of)
                .filter(arguments -> arguments.contains("-D") && arguments.contains(data.toString()))
                .isPresent();
    }

    private static String line(Path data, int number) throws IOException {
        try {
            var lines = Files.readAllLines(file(data), StandardCharsets.UTF_8);
            return number < lines.size() ? lines.get(number).strip() : "";
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
