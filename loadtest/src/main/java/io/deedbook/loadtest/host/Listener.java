// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Which process listens on a port of this host, from {@code /proc} (Linux). */
public final class Listener {
    private static final Path PROC = Path.of("/proc");
    private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");

    // fields of a line of /proc/net/tcp: proc_net_tcp in the kernel's documentation
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    private Listener() {}

    /**
     * The one process of this command that listens on {@code port}, without those that it started, which have the socket
     * until they close it; empty where there is none, or several, or where it is another user's, whose files can't be
     * seen.
     *
     * @param command as in {@code /proc/<pid>/comm}
     */
    public static OptionalLong pid(int port, String command) {
        var pids = new ArrayList<Long>();
        try {
            var sockets = sockets(port);
            if (sockets.isEmpty()) {
                return OptionalLong.empty();
            }
            try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (var process : processes) {
                    if (isCommand(process, command) && hasOneOf(process, sockets)) {
                        pids.add(Long.parseLong(process.getFileName().toString()));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return OptionalLong.empty();
        }
        var first = pids.stream().filter(pid -> !isStartedBy(pid, pids)).toList();
        return first.size() == 1 ? OptionalLong.of(first.get(0)) : OptionalLong.empty();
    }

    private static boolean isStartedBy(long pid, List<Long> pids) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(parent -> pids.contains(parent.pid()))
                .isPresent();
    }

    /** What stands in {@code /proc/<pid>/fd} for the sockets that listen on the port, whatever their addresses are. */
    private static Set<String> sockets(int port) throws IOException {
        var sockets = new HashSet<String>();
        for (var table : TABLES) {
            if (!Files.exists(PROC.resolve(table))) {
                continue;
            }
            var lines = Files.readAllLines(PROC.resolve(table));
            for (var line : lines.subList(1, lines.size())) {
                var fields = line.strip().split("\\s+", -1);
                var local = fields[LOCAL];
                if (fields[STATE].equals(LISTENING)
                        && Integer.parseInt(local.substring(local.indexOf(':') + 1), 16) == port) {
                    sockets.add("socket:[" + fields[INODE] + ']');
                }
            }
        }
        return sockets;
    }

    private static boolean isCommand(Path process, String command) {
        try {
            return Files.readString(process.resolve("comm")).strip().equals(command);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean hasOneOf(Path process, Set<String> sockets) {
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
            return false;
        }
    }
}
