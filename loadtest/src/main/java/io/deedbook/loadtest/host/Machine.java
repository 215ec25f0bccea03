// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What every figure has to be read with.
 *
 * @param processor its model
 * @param cores that this process may use
 * @param kernel name and release of the operating system
 * @param jdk of the generator
 * @param commit of the working tree, with a mark when it has changes; {@code unknown} outside one
 * @param load average of the last minute when the run began: what else the machine was doing
 */
public record Machine(String processor, int cores, String kernel, String jdk, String commit, String load) {
    private static final String UNKNOWN = "unknown";
    private static final long COMMAND_SECONDS_MAX = 5;

    /** This one, now. */
    public static Machine current() {
        return new Machine(
                lineAfterColon(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + ' ' + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"),
                workingTree(),
                loadAverage());
    }

    /** The largest resident size of a process so far, in bytes; -1 when unknown. */
    public static long peakBytes(long pid) {
        var line = lineAfterColon(Path.of("/proc/" + pid + "/status"), "VmHWM");
        var end = line.indexOf(' ');
        return line.equals(UNKNOWN) || end < 0 ? -1 : Long.parseLong(line.substring(0, end)) * 1024;
    }

    private static String lineAfterColon(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String loadAverage() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String workingTree() {
        try {
            var process = new ProcessBuilder("git", "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0 ? line : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
