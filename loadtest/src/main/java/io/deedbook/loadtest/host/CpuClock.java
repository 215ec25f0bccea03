// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The CPU time that processes have used, from {@code /proc} (Linux). */
public final class CpuClock {
    private static final Path PROC = Path.of("/proc");
    /** {@code USER_HZ} is 100 on every architecture that a collector runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    // fields of /proc/<pid>/stat behind the command, which may have spaces in it: proc(5)
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private CpuClock() {}

    /** CPU time of the process in microseconds; -1 when it can't be read. */
    public static long ofProcess(long pid) {
        var stat = stat(PROC.resolve(Long.toString(pid)));
        return stat == null ? -1 : ticks(stat, USER, SYSTEM) * MICROS_PER_TICK;
    }

    /** CPU time of the process, its living children and those it has waited for, in microseconds; -1 when unknown. */
    public static long ofFamily(long pid) {
        var parent = stat(PROC.resolve(Long.toString(pid)));
        if (parent == null) {
            return -1;
        }
        var ticks = ticks(parent, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM);
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                var stat = stat(process);
                if (stat != null && Long.parseLong(stat[PARENT]) == pid) {
                    ticks += ticks(stat, USER, SYSTEM);
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return ticks * MICROS_PER_TICK;
    }

    private static long ticks(String[] stat, int... fields) {
        var ticks = 0L;
        for (var field : fields) {
            ticks += Long.parseLong(stat[field]);
        }
        return ticks;
    }

    /** The fields behind the command, or null when the process is gone. */
    private static String @Nullable [] stat(Path process) {
        try {
            var line = Files.readString(process.resolve("stat"));
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return fields.length > CHILDREN_SYSTEM ? fields : null;
        } catch (IOException e) {
            return null;
        }
    }
}
